// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/filter_bar.h"

#include "ui/pages/data/condition_menu.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/segments.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace winnow::ui {
namespace {

QPushButton* button(QWidget* parent, Icon which, const char* kind) {
    auto* button = new QPushButton(icon(which), QString(), parent);
    if (*kind != 0) button->setProperty("kind", QLatin1String(kind));
    return button;
}

void follow(QPushButton* button, QAction* action) {
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    const auto update = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->isEnabled() ? action->toolTip()
                                               : FilterBar::tr("Select samples first"));
    };
    QObject::connect(action, &QAction::changed, button, update);
    update();
}

}  // namespace

FilterBar::FilterBar(Session* session, const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_actions(actions),
      m_row(new QHBoxLayout(this)),
      m_chipRow(new QHBoxLayout),
      m_folded(button(this, Icon::ChevronDown, "ghost")),
      m_add(button(this, Icon::Add, "ghost")),
      m_tag(button(this, Icon::Tag, "ghost")),
      m_exclude(button(this, Icon::Exclude, "ghost")),
      m_save(button(this, Icon::Save, "")),
      m_export(button(this, Icon::Export, "")),
      m_count(new QLabel(this)),
      m_selected(new QLabel(this)),
      m_mode(new Segments({tr("Dim others"), tr("Hide")}, this)),
      m_addMenu(new ConditionMenu(session, m_add)) {
    setFixedHeight(scaled(size::kFilterBar));
    m_row->setContentsMargins(scaled(16), 0, scaled(12), 0);
    m_row->setSpacing(scaled(size::kSpace));
    m_row->addWidget(new IconLabel(Icon::Filter, &Theme::text2, 16, this));
    m_chipRow->setSpacing(scaled(6));
    m_row->addLayout(m_chipRow);
    for (QWidget* widget : {static_cast<QWidget*>(m_folded),
                            static_cast<QWidget*>(m_add),
                            static_cast<QWidget*>(m_count),
                            static_cast<QWidget*>(m_mode)})
        m_row->addWidget(widget);
    m_row->addStretch(1);
    m_selected->setProperty("role", QStringLiteral("strong"));
    for (QWidget* widget : {static_cast<QWidget*>(m_selected),
                            static_cast<QWidget*>(m_tag),
                            static_cast<QWidget*>(m_exclude),
                            static_cast<QWidget*>(m_save),
                            static_cast<QWidget*>(m_export)})
        m_row->addWidget(widget);
    m_add->setMenu(m_addMenu);
    m_add->setToolTip(tr("Show only samples that are so"));
    auto* foldedMenu = new QMenu(this);
    m_folded->setMenu(foldedMenu);
    connect(foldedMenu, &QMenu::aboutToShow, this, [this, foldedMenu] {
        foldedMenu->clear();
        const auto& conditions = m_session->filter()->conditions();
        for (int i = 0; i < static_cast<int>(conditions.size()); ++i)
            foldedMenu->addAction(
                icon(Icon::Close),
                m_session->filter()->text(conditions[static_cast<std::size_t>(i)]),
                this,
                [this, i] { m_session->filter()->removeAt(i); });
    });
    follow(m_tag, m_actions.tag);
    follow(m_exclude, m_actions.exclude);
    follow(m_save, m_actions.save);
    follow(m_export, m_actions.exportSelected);
    connect(m_mode, &Segments::currentChanged, this, [this](int index) {
        m_session->filter()->setMode(index == 0 ? Filter::Mode::Dim : Filter::Mode::Hide);
    });
    connect(m_session->filter(), &Filter::changed, this, &FilterBar::refresh);
    connect(m_session->filter(), &Filter::modeChanged, this, &FilterBar::refresh);
    connect(m_session->selection(), &Selection::changed, this, &FilterBar::refresh);
    connect(m_session, &Session::datasetChanged, this, &FilterBar::refresh);
    refresh();
}

QString FilterBar::countText() const {
    const qint64 all = m_session->sampleCount();
    const auto* filter = m_session->filter();
    return filter->isActive()
               ? tr("%1 of %2").arg(ui::countText(filter->matches().count()), ui::countText(all))
               : tr("%n sample(s)", nullptr, static_cast<int>(all))
                     .replace(QString::number(all), ui::countText(all));
}

void FilterBar::refresh() {
    rebuildChips();
    m_mode->setCurrentIndex(m_session->filter()->mode() == Filter::Mode::Dim ? 0 : 1);
    updateTexts();
    fold();
}

void FilterBar::rebuildChips() {
    qDeleteAll(m_chips);
    m_chips.clear();
    const auto& conditions = m_session->filter()->conditions();
    for (int i = 0; i < static_cast<int>(conditions.size()); ++i) {
        auto* chip = new Chip(m_session->filter()->text(conditions[static_cast<std::size_t>(i)]),
                              Chip::Kind::Filter,
                              this);
        // The chip goes while it speaks.
        connect(
            chip,
            &Chip::removeRequested,
            this,
            [this, i] { m_session->filter()->removeAt(i); },
            Qt::QueuedConnection);
        connect(chip, &Chip::clicked, this, [this, i] { editCondition(i); });
        chip->setHidden(m_chipsFolded);
        m_chipRow->addWidget(chip);
        m_chips << chip;
    }
}

void FilterBar::updateTexts() {
    const bool active = m_session->filter()->isActive();
    const auto filters = static_cast<int>(m_session->filter()->conditions().size());
    const QString n = ui::countText(m_session->selection()->count());
    const auto text = [&](const QString& words, const QString& count) {
        return m_wordsFolded ? count : words;
    };
    m_add->setText(text(tr("Add"), {}));
    m_add->setAccessibleName(tr("Add a filter"));
    m_folded->setText(tr("%n filter(s)", nullptr, filters)
                          .replace(QStringLiteral("(s)"), filters == 1 ? QString() : tr("s")));
    m_count->setText(countText().replace(QStringLiteral("(s)"), QStringLiteral("s")));
    m_mode->setVisible(active);
    m_selected->setText(tr("%1 selected").arg(n));
    m_tag->setText(text(tr("Tag"), {}));
    m_tag->setAccessibleName(tr("Tag"));
    m_exclude->setText(text(tr("Exclude"), {}));
    m_exclude->setAccessibleName(tr("Exclude"));
    m_save->setText(text(tr("Save subset (%1)…").arg(n), n));
    m_export->setText(text(tr("Export %1…").arg(n), n));
    m_folded->setVisible(m_chipsFolded && active);
}

void FilterBar::applyFold(bool words, bool chips) {
    m_wordsFolded = words;
    m_chipsFolded = chips;
    for (Chip* chip : m_chips) chip->setHidden(chips);
    updateTexts();
    m_row->invalidate();
}

void FilterBar::fold() {
    if (m_folding) return;
    m_folding = true;
    // What fits is measured, since it hangs on the font and on the filter.
    for (const auto& [words, chips] : {std::pair{false, false}, {true, false}, {true, true}}) {
        applyFold(words, chips);
        if (m_row->minimumSize().width() <= width()) break;
    }
    m_folding = false;
}

QSize FilterBar::minimumSizeHint() const { return {scaled(420), scaled(size::kFilterBar)}; }

void FilterBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fold();
}

void FilterBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        setFixedHeight(scaled(size::kFilterBar));
        fold();
    }
}

void FilterBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().line);
}

void FilterBar::editCondition(int index) {
    const Condition condition = m_session->filter()->conditions()[static_cast<std::size_t>(index)];
    QWidget* chip = m_chips.value(index);
    if (chip == nullptr || ConditionMenu::edit(m_session, condition, chip)) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("The opposite"), this, [this, condition] {
        m_session->filter()->set(condition.inverted());
    });
    menu->addAction(tr("Remove"), this, [this, index] { m_session->filter()->removeAt(index); });
    menu->popup(chip->mapToGlobal(QPoint(0, chip->height())));
}

}  // namespace winnow::ui
