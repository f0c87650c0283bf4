// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/serve_client.h"
#include "ui/inspector/image_view.h"
#include "ui/inspector/loss_trace.h"
#include "ui/inspector/sample_card.h"
#include "ui/inspector/tag_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/divider.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"

#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

QLabel* caption(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("caption"));
    label->setTextFormat(Qt::PlainText);
    return label;
}

}  // namespace

SampleCard::SampleCard(const PageContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_thumbnails(context.session),
      m_several(new KeyValueList(this)),
      m_image(new ImageView(this)),
      m_class(new MarkLabel({}, -1, this)),
      m_number(caption(this)),
      m_imported(caption(this)),
      m_predictionTitle(caption(this)),
      m_predictions(new KeyValueList(this)),
      m_scoresDivider(makeDivider(this)),
      m_scores(new KeyValueList(this)),
      m_tracePanel(new Panel(tr("Loss"), this)),
      m_trace(new LossTrace(this)),
      m_linksDivider(makeDivider(this)),
      m_links(new KeyValueList(this)),
      m_tags(new TagEditor(this)),
      m_exclude(new QPushButton(this)),
      m_relabel(new QToolButton(this)) {
    build();
    connect(context.session, &Session::datasetChanged, this, [this] { m_thumbnails.reset(); });
    connect(m_several, &KeyValueList::activated, this, &SampleCard::summaryRequested);
    connect(m_links, &KeyValueList::activated, this, &SampleCard::follow);
    Annotations* annotations = context.session->annotations();
    connect(m_tags, &TagEditor::added, this, [this, annotations](const QString& tag) {
        annotations->tag(thisSample(), tag);
    });
    connect(m_tags, &TagEditor::removed, this, [this, annotations](const QString& tag) {
        annotations->untag(thisSample(), tag);
    });
    connect(m_tags,
            &TagEditor::changed,
            this,
            [this, annotations](const QString& from, const QString& to) {
                QUndoStack* history = m_context.session->undoStack();
                history->beginMacro(tr("Change tag %1 to %2").arg(from, to));
                annotations->untag(thisSample(), from);
                annotations->tag(thisSample(), to);
                history->endMacro();
            });
    connect(m_exclude, &QPushButton::clicked, this, [this, annotations] {
        annotations->isExcluded(m_id) ? annotations->include(thisSample())
                                      : annotations->exclude(thisSample());
    });
    connect(m_relabel->menu(), &QMenu::aboutToShow, this, &SampleCard::fillRelabelMenu);
}

void SampleCard::build() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(m_several);
    column->addWidget(m_image);
    addClassRow(column);
    column->addWidget(m_predictionTitle);
    column->addWidget(m_predictions);
    column->addWidget(m_scoresDivider);
    m_scores->setRankTitle(tr("rank in class"));
    column->addWidget(m_scores);
    // Flat: the inspector is a panel already.
    m_tracePanel->setProperty("role", QString());
    m_tracePanel->layout()->setContentsMargins(0, 0, 0, 0);
    m_tracePanel->setContent(m_trace);
    m_tracePanel->setFigure(m_trace);
    column->addWidget(m_tracePanel);
    column->addWidget(m_linksDivider);
    column->addWidget(m_links);
    column->addWidget(makeDivider(this));
    column->addWidget(m_tags);
    addDecisions(column);
    column->addStretch(1);
    m_predictions->setAccessibleName(tr("Predicted probability"));
    m_scores->setAccessibleName(tr("Scores"));
    m_links->setAccessibleName(tr("Where the sample belongs"));
}

void SampleCard::addClassRow(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    m_class->setFont(textFont(TextStyle::BodyStrong));
    row->addWidget(m_class, 1);
    row->addWidget(m_number);
    column->addLayout(row);
    column->addWidget(m_imported);
}

void SampleCard::addDecisions(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kSpace));
    m_relabel->setText(tr("Relabel"));
    m_relabel->setToolTip(tr("Give the sample another class."));
    m_relabel->setPopupMode(QToolButton::InstantPopup);
    m_relabel->setMenu(new QMenu(m_relabel));
    row->addWidget(m_exclude);
    row->addWidget(m_relabel);
    row->addStretch(1);
    column->addLayout(row);
}

// The run keeps the label's probability only. Those of all classes are one small question, asked
// only of an engine that is open already: looking at samples starts nothing heavy.
void SampleCard::askProbabilities() {
    const QString kernel = m_context.session->chosen(Part::Kernel);
    if (m_context.serve == nullptr || !m_context.serve->isRunning() || kernel.isEmpty()) return;
    if (m_probabilitiesOf == m_id && m_probabilitiesAt == kernel) return;
    const std::int64_t id = m_id;
    const auto take = [this, id, kernel](const ServeAnswer& answer) {
        const QJsonArray first =
            answer.body[QLatin1String("probabilities")].toArray().at(0).toArray();
        if (!answer.ok || first.isEmpty() || id != m_id) return;
        m_probabilities.clear();
        for (const QJsonValue& value : first) m_probabilities.push_back(value.toDouble());
        m_probabilitiesOf = id;
        m_probabilitiesAt = kernel;
        showPredictions();
    };
    m_context.serve->ask({{QStringLiteral("ask"), QStringLiteral("pair")},
                          {QStringLiteral("kernel"), kernel},
                          {QStringLiteral("samples"), QJsonArray{qint64{id}, qint64{id}}}},
                         this,
                         take,
                         QStringLiteral("inspector"));
}

}  // namespace winnow::ui
