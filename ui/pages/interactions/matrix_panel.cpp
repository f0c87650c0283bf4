// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/matrix_panel.h"

#include "ui/engine/serve_client.h"
#include "ui/scene/matrix_view.h"
#include "ui/scene/served_matrix_source.h"
#include "ui/session/filter.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/widgets/colour_bar.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/rich_label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace winnow::ui {

MatrixPanel::MatrixPanel(Session* session, ServeClient* client, QWidget* parent)
    : Panel(tr("Kernel matrix"), parent),
      m_session(session),
      m_client(client),
      m_view(new MatrixView(this)),
      m_bar(new ColourBar(ColourMap::Diverging, this)),
      m_note(new RichLabel(this)),
      m_message(new MessageCard(this)),
      m_figure(std::make_unique<SceneFigure>(
          m_view, [this] { return m_view->csv(); }, m_bar)) {
    const auto addTool = [this](const QString& text, const QString& help, auto slot) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setToolTip(help);
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::clicked, m_view, slot);
        addHeaderWidget(button);
    };
    addTool(tr("Fit"), tr("Show the whole matrix (Home)"), &MatrixView::fit);
    addTool(tr("1 : 1"), tr("One pair a pixel (1)"), &MatrixView::showPixels);
    m_bar->setWords(tr("contradictory"), tr("unrelated"), tr("interchangeable"));
    m_bar->setToolTip(tr("Drag an end to clip the colours; double click shows the whole range."));
    m_note->setProperty("role", QStringLiteral("caption"));
    m_note->setWordWrap(true);
    m_note->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_note->hide();
    body()->addWidget(m_message);
    static_cast<QVBoxLayout*>(body())->addWidget(m_view, 1);
    body()->addWidget(m_bar);
    body()->addWidget(m_note);
    setFigure(m_figure.get());

    connect(m_view, &MatrixView::picked, this, &MatrixPanel::picked);
    connect(m_view, &MatrixView::cellTextChanged, this, &Panel::setSubtitle);
    connect(m_view, &MatrixView::limitChanged, this, [this](double limit) {
        // The bar follows: only a person's drag fixes the limit.
        const QSignalBlocker blocker(m_bar);
        if (limit > 0) m_bar->setRange(-limit, limit);
    });
    connect(m_bar, &ColourBar::rangeChanged, this, [this](double, double high) {
        m_view->setLimit(high);
    });
    connect(m_note, &QLabel::linkActivated, this, &MatrixPanel::noteActivated);
    connect(m_view, &MatrixView::failed, this, [this](const QString& sentence) {
        m_message->showMessage(MessageCard::Kind::Error, sentenceText(sentence), tr("Try again"));
    });
    connect(m_message, &MessageCard::actionRequested, this, [this] {
        m_message->hide();
        if (m_source) m_source->retry();
        m_view->update();
    });
    connect(session, &Session::classSlotsChanged, this, [this] {
        m_view->setClasses(m_session->classNames(), m_session->classSlots());
    });
}

MatrixPanel::~MatrixPanel() { m_view->setSource(nullptr); }

MatrixOrder MatrixPanel::order(Order wanted) const {
    const KernelArrays& kernel = m_session->kernel();
    const Filter* filter = m_session->filter();
    const bool hide = filter->isActive() && filter->mode() == Filter::Mode::Hide;
    std::vector<std::int64_t> samples;
    for (std::int64_t row = 0; row < kernel.rows; ++row)
        if (const std::int64_t id = kernel.idAt(row); !hide || filter->matches().contains(id))
            samples.push_back(id);
    return matrixOrder(std::move(samples),
                       m_session->labels(),
                       wanted == Order::ClassThenCluster ? m_session->cluster().assignment.values()
                                                         : std::span<const std::int64_t>{});
}

void MatrixPanel::scaleTo(MatrixValues values) {
    double most = 1;
    if (values == MatrixValues::Kappa && !m_session->kernel().diagonal.empty())
        most = std::ranges::max(m_session->kernel().diagonal.values());
    const QSignalBlocker blocker(m_bar);
    m_bar->setLimits(-most, most);
    m_bar->setDecimals(values == MatrixValues::Cosine ? 2 : most < 10 ? 2 : 0);
    m_view->setValueName(values == MatrixValues::Cosine ? tr("Cosine") : tr("κ"), 2);
    m_view->setLimit(0);
}

void MatrixPanel::show(const KernelFacts& facts, MatrixValues values, Order wanted) {
    m_message->hide();
    m_view->setSource(nullptr);
    m_source.reset();
    m_view->setClasses(m_session->classNames(), m_session->classSlots());
    m_figure->setProvenance(
        tr("%1, %2; %3").arg(facts.kind, facts.scopeText(), facts.provenance()));
    const KernelArrays& kernel = m_session->kernel();
    if (kernel.id.isEmpty()) return;
    scaleTo(values);
    if (!kernel.matrix.empty())
        m_source = std::make_unique<StoredMatrixSource>(kernel, order(wanted), values);
    else if (m_client != nullptr)
        m_source = std::make_unique<ServedMatrixSource>(m_client, kernel.id, order(wanted), values);
    m_view->setSource(m_source.get());
}

void MatrixPanel::setPicked(std::int64_t row, std::int64_t column) {
    m_view->setPicked(row, column);
}

void MatrixPanel::setNote(const QString& richText) {
    m_note->setHtml(richText);
    m_note->setVisible(!richText.isEmpty());
}

}  // namespace winnow::ui
