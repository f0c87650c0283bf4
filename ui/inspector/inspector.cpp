// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include "ui/inspector/made_by.h"
#include "ui/inspector/sample_card.h"
#include "ui/inspector/selection_card.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/empty_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

/// As tall as the card that is shown, not as the tallest.
class CardStack : public QStackedWidget {
public:
    using QStackedWidget::QStackedWidget;
    [[nodiscard]] QSize sizeHint() const override { return currentWidget()->sizeHint(); }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return currentWidget()->minimumSizeHint();
    }
    [[nodiscard]] bool hasHeightForWidth() const override {
        return currentWidget()->hasHeightForWidth();
    }
    [[nodiscard]] int heightForWidth(int width) const override {
        return currentWidget()->heightForWidth(width);
    }
};

QToolButton* headerButton(Icon which, const QString& help, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(which));
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setProperty("kind", QStringLiteral("ghost"));
    return button;
}

}  // namespace

Inspector::Inspector(const PageContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_sample(new SampleCard(context, this)),
      m_selected(new SelectionCard(context, this)),
      m_nothing(new EmptyPanel(Icon::Image, this)),
      m_stack(new CardStack(this)),
      m_scroll(new QScrollArea(this)),
      m_title(new QLabel(this)),
      m_provenance(new QLabel(this)),
      m_copy(headerButton(Icon::Copy, tr("Copy all values"), this)),
      m_close(headerButton(Icon::Close, tr("Fold the inspector. F4"), this)),
      m_later(new QTimer(this)) {
    build();
    listen();
    refresh();
}

void Inspector::build() {
    const int margin = scaled(size::kPageMargin);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, scaled(size::kPanelPadding), 0, scaled(size::kPanelPadding));
    column->setSpacing(scaled(size::kSpace));
    auto* header = new QHBoxLayout;
    header->setContentsMargins(margin, 0, scaled(size::kSpace), 0);
    header->setSpacing(scaled(size::kSpaceInGroup));
    m_title->setProperty("role", QStringLiteral("panelTitle"));
    header->addWidget(m_title, 1);
    header->addWidget(m_copy);
    header->addWidget(m_close);
    column->addLayout(header);

    for (QWidget* card : std::initializer_list<QWidget*>{m_nothing, m_sample, m_selected})
        m_stack->addWidget(card);
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(margin, 0, margin, 0);
    inside->addWidget(m_stack);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_scroll, 1);

    m_provenance->setProperty("role", QStringLiteral("caption"));
    m_provenance->setTextFormat(Qt::PlainText);
    m_provenance->setWordWrap(true);
    m_provenance->setContentsMargins(margin, 0, margin, 0);
    m_provenance->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_provenance->setToolTip(tr("What made the numbers shown here."));
    column->addWidget(m_provenance);
    setMinimumWidth(scaled(240));
    m_later->setSingleShot(true);
    m_later->setInterval(0);
}

void Inspector::listen() {
    const auto later = [this] {
        if (!m_later->isActive()) m_later->start();
    };
    Session* session = m_context.session;
    connect(m_later, &QTimer::timeout, this, &Inspector::refresh);
    connect(session, &Session::datasetChanged, this, later);
    connect(session, &Session::chosenChanged, this, later);
    connect(session, &Session::closed, this, later);
    connect(session, &Session::classSlotsChanged, this, later);
    connect(session->scores(), &Scores::changed, this, later);
    connect(session->annotations(), &Annotations::changed, this, later);
    connect(session->filter(), &Filter::changed, this, later);
    connect(session->selection(), &Selection::currentChanged, this, later);
    connect(session->selection(), &Selection::changed, this, [this, later] {
        m_wantsSample = false;
        later();
    });
    const auto choose = [this](bool sample) {
        m_wantsSample = sample;
        refresh();
    };
    connect(m_sample, &SampleCard::summaryRequested, this, [choose] { choose(false); });
    connect(m_selected, &SelectionCard::sampleRequested, this, [choose] { choose(true); });
    connect(m_sample, &SampleCard::pageRequested, this, &Inspector::pageRequested);
    connect(m_copy, &QToolButton::clicked, this, &Inspector::copyValues);
    connect(m_close, &QToolButton::clicked, this, &Inspector::closeRequested);
}

bool Inspector::showsSeveral() const { return m_stack->currentWidget() == m_selected; }

void Inspector::refresh() {
    m_later->stop();
    const Session& session = *m_context.session;
    const std::int64_t selected = session.selection()->count();
    const bool sample = session.dataset() != nullptr && session.selection()->current() >= 0;
    QWidget* card = m_nothing;
    if (selected > 1 && !(m_wantsSample && sample))
        card = m_selected;
    else if (sample)
        card = m_sample;
    m_stack->setCurrentWidget(card);
    m_title->setText(card == m_selected ? samplesText(selected) : tr("Sample"));
    m_copy->setEnabled(card != m_nothing);
    m_provenance->setText(card == m_nothing ? QString() : provenanceText(session));
    m_provenance->setVisible(!m_provenance->text().isEmpty());
    m_nothing->setTexts(session.dataset() == nullptr ? tr("No data set") : tr("No sample chosen"),
                        session.dataset() == nullptr
                            ? tr("Import one to look at its samples.")
                            : tr("Click a sample on any page to see all about it here."));
    // Folded away it costs nothing.
    if (!isVisible()) return;
    if (card == m_sample) m_sample->refresh();
    if (card == m_selected) m_selected->refresh();
    m_stack->updateGeometry();
}

void Inspector::copyValues() const {
    QApplication::clipboard()->setText(showsSeveral() ? m_selected->asText() : m_sample->asText());
}

void Inspector::beginTagging() {
    if (m_stack->currentWidget() == m_sample) m_sample->beginTagging();
    if (showsSeveral()) m_selected->beginTagging();
}

QSize Inspector::sizeHint() const { return {scaled(size::kInspector), scaled(600)}; }

void Inspector::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void Inspector::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) update();
    QWidget::changeEvent(event);
}

void Inspector::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(0, 0, 1, height(), theme().line);
}

}  // namespace winnow::ui
