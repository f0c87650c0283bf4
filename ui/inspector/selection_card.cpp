// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/selection_card.h"

#include "ui/inspector/made_by.h"
#include "ui/inspector/selection_facts.h"
#include "ui/inspector/tag_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/divider.h"
#include "ui/widgets/key_value_list.h"

#include <QPushButton>
#include <QUndoStack>
#include <QVBoxLayout>

namespace winnow::ui {

SelectionCard::SelectionCard(const PageContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_current(new KeyValueList(this)),
      m_classes(new KeyValueList(this)),
      m_summary(new KeyValueList(this)),
      m_tags(new TagEditor(this)),
      m_exclude(new QPushButton(tr("Exclude all"), this)),
      m_include(new QPushButton(tr("Restore all"), this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(m_current);
    column->addWidget(m_classes);
    column->addWidget(makeDivider(this));
    column->addWidget(m_summary);
    column->addWidget(makeDivider(this));
    column->addWidget(m_tags);
    auto* decisions = new QHBoxLayout;
    decisions->setSpacing(scaled(size::kSpace));
    decisions->addWidget(m_exclude);
    decisions->addWidget(m_include);
    decisions->addStretch(1);
    column->addLayout(decisions);
    column->addStretch(1);
    m_classes->setAccessibleName(tr("Samples per class"));
    m_summary->setAccessibleName(tr("Summary"));

    connect(m_current, &KeyValueList::activated, this, &SelectionCard::sampleRequested);
    Annotations* annotations = context.session->annotations();
    const auto selected = [this] { return m_context.session->selection()->samples(); };
    connect(m_exclude, &QPushButton::clicked, this, [=] { annotations->exclude(selected()); });
    connect(m_include, &QPushButton::clicked, this, [=] { annotations->include(selected()); });
    connect(m_tags, &TagEditor::added, this, [=](const QString& tag) {
        annotations->tag(selected(), tag);
    });
    connect(m_tags, &TagEditor::removed, this, [=](const QString& tag) {
        annotations->untag(selected(), tag);
    });
    connect(m_tags, &TagEditor::changed, this, [=, this](const QString& from, const QString& to) {
        SampleSet tagged = annotations->tagged(from);
        tagged &= selected();
        QUndoStack* history = m_context.session->undoStack();
        history->beginMacro(tr("Change tag %1 to %2").arg(from, to));
        annotations->untag(tagged, from);
        annotations->tag(tagged, to);
        history->endMacro();
    });
}

void SelectionCard::refresh() {
    const Session& session = *m_context.session;
    const SampleSet& samples = session.selection()->samples();
    const std::int64_t current = session.selection()->current();
    KeyValue link;
    link.key = tr("Current sample");
    link.value = tr("#%1").arg(countText(current));
    link.link = true;
    m_current->setRows({link});
    m_current->setVisible(current >= 0);
    m_classes->setRows(classRows(session, samples));
    m_summary->setRows(summaryRows(session, samples));
    m_tags->setKnownTags(session.annotations()->tags());
    m_tags->setTags(tagCounts(session, samples));
    SampleSet excluded = session.annotations()->excluded();
    excluded &= samples;
    const bool writable = session.isWritable();
    const QString reason = tr("The project cannot be written: it is open for looking only.");
    m_tags->setEditable(writable, reason);
    m_exclude->setEnabled(writable && excluded.count() < samples.count());
    m_include->setEnabled(writable && !excluded.empty());
    m_exclude->setToolTip(writable ? tr("Leave them out of what is exported. X") : reason);
    m_include->setToolTip(writable ? tr("Take their exclusions back.") : reason);
}

QString SelectionCard::asText() const {
    QStringList lines{tr("Selected\t%1").arg(m_context.session->selection()->count())};
    for (const KeyValueList* list : {m_classes, m_summary})
        for (const KeyValue& row : list->rows()) lines += row.key + QLatin1Char('\t') + row.value;
    lines += provenanceText(*m_context.session);
    return lines.join(QLatin1Char('\n'));
}

void SelectionCard::beginTagging() { m_tags->beginAdding(); }

}  // namespace winnow::ui
