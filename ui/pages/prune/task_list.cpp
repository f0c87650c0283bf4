// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/task_list.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace winnow::ui {

TaskButton::TaskButton(const PruneTask& task, QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTask(task);
}

void TaskButton::setTask(const PruneTask& task) {
    m_task = task;
    setCheckable(task.kind == PruneTask::Kind::Method);
    setText(task.title);
    setAccessibleName(task.title);
    setAccessibleDescription(task.line);
    setToolTip(task.title + u'\n' + task.line);
    update();
}

QSize TaskButton::sizeHint() const {
    const int lines = QFontMetrics(textFont(TextStyle::BodyStrong)).height() +
                      QFontMetrics(textFont(TextStyle::Caption)).height();
    return {scaled(200), lines + scaled(10)};
}
QSize TaskButton::minimumSizeHint() const { return {scaled(120), sizeHint().height()}; }

void TaskButton::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || underMouse()) {
        painter.setPen(isChecked() ? QPen(t.accent, 1) : QPen(Qt::NoPen));
        painter.setBrush(isChecked() ? t.accentSoft : t.hover);
        const double radius = scaled(size::kControlRadius);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    const QRect inner = rect().adjusted(scaled(12), scaled(5), -scaled(8), -scaled(5));
    const auto line = [&](TextStyle style, const QColor& ink, int top, const QString& text) {
        painter.setFont(textFont(style));
        painter.setPen(ink);
        const QFontMetrics metrics = painter.fontMetrics();
        painter.drawText(QRect(inner.left(), top, inner.width(), metrics.height()),
                         Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, inner.width()));
        return top + metrics.height();
    };
    const int next =
        line(TextStyle::BodyStrong, isChecked() ? t.accentText : t.text, inner.top(), m_task.title);
    line(TextStyle::Caption, t.text2, next, m_task.line);
}

TaskList::TaskList(QWidget* parent)
    : QWidget(parent), m_column(new QVBoxLayout(this)), m_group(new QButtonGroup(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(scaled(size::kSpaceInGroup));
    setAccessibleName(tr("I want to"));
}

void TaskList::setTasks(const QList<PruneTask>& tasks) {
    while (m_buttons.size() > tasks.size()) delete m_buttons.takeLast();
    for (int i = 0; i < tasks.size(); ++i) {
        if (i < m_buttons.size()) {
            m_buttons[i]->setTask(tasks[i]);
            continue;
        }
        auto* button = new TaskButton(tasks[i], this);
        connect(button, &QAbstractButton::clicked, this, [this, button] {
            const PruneTask task = button->task();
            if (task.kind == PruneTask::Kind::Method) m_method = task.method;
            Q_EMIT taskChosen(task);
        });
        m_column->addWidget(button);
        m_buttons << button;
    }
    for (TaskButton* button : std::as_const(m_buttons)) {
        const bool method = button->task().kind == PruneTask::Kind::Method;
        if (method && button->group() == nullptr) m_group->addButton(button);
        if (!method) m_group->removeButton(button);
    }
    markMethod(m_method);
}

void TaskList::markMethod(const QString& method) {
    m_method = method;
    m_group->setExclusive(false);
    for (TaskButton* button : std::as_const(m_buttons))
        button->setChecked(button->task().kind == PruneTask::Kind::Method &&
                           button->task().method == method);
    m_group->setExclusive(true);
}

}  // namespace winnow::ui
