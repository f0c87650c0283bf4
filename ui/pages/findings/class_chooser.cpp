// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/class_chooser.h"

#include "ui/session/session.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kWidth = 220, kRows = 10;

}  // namespace

ClassChooser::ClassChooser(const Session* session, const QString& typed, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_session(session),
      m_field(new QLineEdit(typed, this)),
      m_list(new QListWidget(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    m_field->setPlaceholderText(tr("Class: number or name"));
    m_field->setAccessibleName(tr("Class"));
    m_list->setAccessibleName(tr("Classes"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    auto* column = new QVBoxLayout(this);
    const int gap = scaled(size::kSpace);
    column->setContentsMargins(gap, gap, gap, gap);
    column->setSpacing(gap);
    column->addWidget(m_field);
    column->addWidget(m_list);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &ClassChooser::narrow);
    connect(m_field, &QLineEdit::returnPressed, this, &ClassChooser::choose);
    connect(m_list, &QListWidget::itemClicked, this, &ClassChooser::choose);
    narrow();
}

void ClassChooser::narrow() {
    m_list->clear();
    const QString text = m_field->text().trimmed();
    // Numbers and names that begin so come before names that only contain it.
    for (const bool begins : {true, false})
        for (qsizetype label = 0; label < m_session->classNames().size(); ++label) {
            const QString& name = m_session->classNames()[label];
            const bool starts = QString::number(label).startsWith(text) ||
                                name.startsWith(text, Qt::CaseInsensitive);
            if (starts != begins || !(starts || name.contains(text, Qt::CaseInsensitive))) continue;
            auto* item = new QListWidgetItem(QStringLiteral("%1  %2").arg(label).arg(name), m_list);
            item->setData(Qt::UserRole, qint64{label});
        }
    m_list->setCurrentRow(0);
}

void ClassChooser::choose() {
    const QListWidgetItem* item = m_list->currentItem();
    if (item == nullptr) return;
    const std::int64_t label = item->data(Qt::UserRole).toLongLong();
    close();
    Q_EMIT chosen(label);
}

bool ClassChooser::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    if (key == Qt::Key_Escape) close();
    if (step != 0 && m_list->count() > 0)
        m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
    return step != 0 || key == Qt::Key_Escape;
}

void ClassChooser::popUp(const QPoint& lowerLeft) {
    const auto rows = std::clamp<qsizetype>(m_session->classNames().size(), 2, kRows);
    const int row = std::max(m_list->sizeHintForRow(0), fontMetrics().height());
    m_list->setFixedHeight(static_cast<int>(rows) * row + 2 * m_list->frameWidth());
    setFixedWidth(scaled(kWidth));
    adjustSize();
    QPoint corner = lowerLeft - QPoint(0, height());
    if (const QScreen* shown = screen()) {
        const QRect room = shown->availableGeometry();
        corner.setX(
            std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - width())));
        corner.setY(std::max(corner.y(), room.top()));
    }
    move(corner);
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

}  // namespace winnow::ui
