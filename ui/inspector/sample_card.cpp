// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/sample_card.h"

#include "ui/inspector/image_view.h"
#include "ui/inspector/loss_trace.h"
#include "ui/inspector/made_by.h"
#include "ui/inspector/tag_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace winnow::ui {

SampleSet SampleCard::thisSample() const {
    SampleSet samples(m_context.session->sampleCount());
    samples.insert(m_id);
    return samples;
}

void SampleCard::refresh() {
    const Session& session = *m_context.session;
    m_id = session.selection()->current();
    if (m_id < 0 || m_id >= session.sampleCount()) return;
    m_image->setImage(m_thumbnails.image(m_id),
                      tr("The image is missing or damaged; check the project for damage."));
    const std::int64_t selected = session.selection()->count();
    KeyValue several;
    several.key = tr("%1 selected").arg(countText(selected));
    several.value = tr("Summary");
    several.link = true;
    m_several->setRows({several});
    m_several->setVisible(selected > 1);
    showClass();
    askProbabilities();
    showPredictions();
    m_scores->setRows(scoreRows(session, m_id));
    m_scores->setVisible(!m_scores->rows().isEmpty());
    m_scoresDivider->setVisible(!m_scores->rows().isEmpty());
    showTrace();
    showLinks();
    showMarks();
}

void SampleCard::showClass() {
    const Session& session = *m_context.session;
    const std::int64_t label = session.label(m_id);
    const auto slot = session.classSlots().slotOf(static_cast<int>(label));
    m_class->setClass(session.className(label), slot.value_or(-1));
    m_number->setText(tr("train #%1").arg(countText(m_id)));
    const auto given = session.annotations()->newLabel(m_id);
    m_imported->setVisible(given.has_value());
    m_imported->setText(
        tr("Imported as %1")
            .arg(session.className(session.labels()[static_cast<std::size_t>(m_id)])));
}

void SampleCard::showPredictions() {
    const Session& session = *m_context.session;
    const bool asked =
        m_probabilitiesOf == m_id && m_probabilitiesAt == session.chosen(Part::Kernel);
    const auto rows = predictionRows(
        session,
        m_id,
        asked ? std::span<const double>(m_probabilities) : std::span<const double>());
    m_predictionTitle->setText(tr("Predicted probability, %1").arg(weightsText(session)));
    m_predictionTitle->setVisible(!rows.isEmpty());
    m_predictions->setRows(rows);
    m_predictions->setVisible(!rows.isEmpty());
}

void SampleCard::showTrace() {
    const RunArrays& run = m_context.session->run();
    LossTrace::Data trace;
    const auto at = static_cast<std::size_t>(m_id);
    for (std::int64_t epoch = 0; epoch < run.loss.dim(0); ++epoch) {
        trace.loss += run.loss.row(epoch)[at];
        trace.right += run.correct && run.correct.row(epoch)[at] != 0;
    }
    const auto forgotten = forgettingEpochs(run, m_id);
    trace.forgotten = {forgotten.begin(), forgotten.end()};
    trace.provenance = madeBy(*m_context.session, Part::Run);
    m_tracePanel->setSubtitle(tr("nats; ▾ forgotten"));
    m_tracePanel->setVisible(!trace.loss.isEmpty());
    m_trace->setData(std::move(trace));
}

void SampleCard::showLinks() {
    m_linkRows = linkRows(*m_context.session, m_id);
    QList<KeyValue> rows;
    for (const LinkRow& row : m_linkRows) rows += row.text;
    m_links->setRows(rows);
    m_links->setVisible(!rows.isEmpty());
    m_linksDivider->setVisible(!rows.isEmpty());
}

void SampleCard::showMarks() {
    const Session& session = *m_context.session;
    const Annotations* annotations = session.annotations();
    QList<ShownTag> tags;
    for (const QString& tag : annotations->tagsOf(m_id)) tags += ShownTag{tag, tag};
    m_tags->setKnownTags(annotations->tags());
    m_tags->setTags(tags);
    const bool excluded = annotations->isExcluded(m_id);
    m_exclude->setText(excluded ? tr("Restore") : tr("Exclude"));
    m_exclude->setToolTip(excluded ? tr("Take the exclusion back: the sample is used again.")
                                   : tr("Leave the sample out of what is exported. X"));
    const bool writable = session.isWritable();
    const QString reason = tr("The project cannot be written: it is open for looking only.");
    m_tags->setEditable(writable, reason);
    for (QWidget* button : std::initializer_list<QWidget*>{m_exclude, m_relabel}) {
        button->setEnabled(writable);
        if (!writable) button->setToolTip(reason);
    }
}

void SampleCard::follow(int row) {
    const LinkRow& link = m_linkRows[static_cast<std::size_t>(row)];
    if (link.target == LinkTarget::Cluster) Q_EMIT pageRequested(PageId::Clusters);
    if (link.target != LinkTarget::Twin) return;
    m_context.session->selection()->setCurrent(link.sample);
    Q_EMIT pageRequested(PageId::Interactions);
}

void SampleCard::fillRelabelMenu() {
    QMenu* menu = m_relabel->menu();
    menu->clear();
    const Session& session = *m_context.session;
    for (std::int64_t label = 0; label < session.classCount(); ++label) {
        QAction* action = menu->addAction(session.className(label), this, [this, label] {
            m_context.session->annotations()->relabel(thisSample(), label);
        });
        action->setCheckable(true);
        action->setChecked(session.label(m_id) == label);
    }
    if (!session.annotations()->newLabel(m_id)) return;
    menu->addSeparator();
    menu->addAction(tr("As imported"), this, [this] {
        m_context.session->annotations()->restoreLabel(thisSample());
    });
}

QString SampleCard::asText() const {
    QStringList lines{
        tr("Sample\t%1").arg(m_id),
        tr("Class\t%1").arg(m_context.session->className(m_context.session->label(m_id)))};
    for (const KeyValueList* list : {m_predictions, m_scores, m_links})
        for (const KeyValue& row : list->rows()) lines += row.key + QLatin1Char('\t') + row.value;
    lines += tr("Tags\t%1")
                 .arg(m_context.session->annotations()->tagsOf(m_id).join(QStringLiteral(", ")));
    lines += provenanceText(*m_context.session);
    return lines.join(QLatin1Char('\n'));
}

void SampleCard::beginTagging() { m_tags->beginAdding(); }

}  // namespace winnow::ui
