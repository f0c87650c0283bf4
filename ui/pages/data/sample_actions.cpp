// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/sample_actions.h"

#include "ui/inspector/tag_editor.h"
#include "ui/pages/data/tag_keys.h"
#include "ui/pages/data/tag_keys_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QLineEdit>
#include <QMenu>
#include <QUndoStack>

namespace winnow::ui {
namespace {

bool contains(const SampleSet& all, SampleSet samples) {
    samples -= all;
    return samples.empty();
}

}  // namespace

SampleActions::SampleActions(const PageContext& context, QWidget* gallery)
    : QObject(gallery), m_context(context), m_gallery(gallery) {}

SampleSet SampleActions::targets(std::int64_t id) const {
    const Selection* selection = m_context.session->selection();
    if (selection->count() > 0 && (id < 0 || selection->contains(id))) return selection->samples();
    SampleSet one(m_context.session->sampleCount());
    one.insert(id < 0 ? selection->current() : id);
    return one;
}

void SampleActions::toggleTag(const SampleSet& samples, const QString& tag) {
    Annotations* annotations = m_context.session->annotations();
    contains(annotations->tagged(tag), samples) ? annotations->untag(samples, tag)
                                                : annotations->tag(samples, tag);
}

void SampleActions::toggleExcluded(const SampleSet& samples) {
    Annotations* annotations = m_context.session->annotations();
    contains(annotations->excluded(), samples) ? annotations->include(samples)
                                               : annotations->exclude(samples);
}

bool SampleActions::type(const QString& key) {
    const QString upper = key.toUpper();
    if (upper == QLatin1String("U")) {
        m_context.session->undoStack()->undo();
        return true;
    }
    const int digit = key.size() == 1 && key[0].isDigit() ? key[0].digitValue() : 0;
    const bool exclude = upper == QLatin1String("X");
    if (digit == 0 && !exclude) return false;
    const SampleSet samples = targets();
    if (samples.empty()) {
        Q_EMIT hint(tr("Choose a sample first: click one, or go to it with the arrow keys."));
        return true;
    }
    if (exclude) {
        toggleExcluded(samples);
        return true;
    }
    const QString tag = tagKeys(*m_context.session).at(digit - 1);
    if (tag.isEmpty())
        Q_EMIT hint(tr("Key %1 has no tag yet: name it in the context menu under Tag.").arg(digit));
    else
        toggleTag(samples, tag);
    return true;
}

void SampleActions::showMenu(std::int64_t id, const QPoint& global) {
    auto* menu = new QMenu(m_gallery);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    fillMenu(menu, id);
    menu->popup(global);
}

void SampleActions::fillMenu(QMenu* menu, std::int64_t id) {
    const SampleSet samples = targets(id);
    if (samples.empty()) return;
    Session* session = m_context.session;
    QAction* title =
        menu->addAction(samples.count() == 1 ? tr("Sample #%1").arg(countText(samples.next()))
                                             : samplesText(samples.count()));
    title->setEnabled(false);
    menu->addSeparator();
    addTags(menu, samples);
    const bool excluded = contains(session->annotations()->excluded(), samples);
    QAction* exclude = menu->addAction(excluded ? tr("Restore\tX") : tr("Exclude\tX"),
                                       this,
                                       [=, this] { toggleExcluded(samples); });
    exclude->setIcon(icon(Icon::Exclude));
    addClasses(menu, samples);
    for (QAction* action : menu->actions().mid(2)) action->setEnabled(session->isWritable());
    menu->addSeparator();
    menu->addAction(icon(Icon::Interactions), tr("Open in Interactions\tEnter"), this, [=, this] {
        session->selection()->setCurrent(samples.contains(id) ? id : samples.next());
        Q_EMIT pageRequested(PageId::Interactions);
    });
    addFilters(menu, id >= 0 ? id : samples.next());
    menu->addSeparator();
    menu->addAction(icon(Icon::Copy), tr("Copy numbers"), this, [samples] {
        QStringList numbers;
        for (const std::int64_t each : samples.ids()) numbers += QString::number(each);
        QApplication::clipboard()->setText(numbers.join(QLatin1Char('\n')));
    });
    QUndoStack* history = session->undoStack();
    QAction* undo = menu->addAction(icon(Icon::Undo),
                                    tr("Undo %1\tU").arg(history->undoText()).trimmed(),
                                    history,
                                    &QUndoStack::undo);
    undo->setEnabled(history->canUndo());
}

void SampleActions::addTags(QMenu* menu, const SampleSet& samples) {
    QMenu* tags = menu->addMenu(icon(Icon::Tag), tr("Tag"));
    const Annotations* annotations = m_context.session->annotations();
    const QStringList keys = tagKeys(*m_context.session);
    const auto add = [&](const QString& tag, const QString& key) {
        QAction* action = tags->addAction(
            QStringLiteral("%1\t%2").arg(tag, key), this, [=, this] { toggleTag(samples, tag); });
        action->setCheckable(true);
        action->setChecked(contains(annotations->tagged(tag), samples));
    };
    for (int key = 0; key < kTagKeys; ++key)
        if (!keys[key].isEmpty()) add(keys[key], QString::number(key + 1));
    for (const QString& tag : annotations->tags())
        if (!keys.contains(tag)) add(tag, {});
    tags->addSeparator();
    tags->addAction(tr("Another tag…"), this, [=, this] { askTag(samples); });
    tags->addAction(tr("Name the keys…"), this, [this] {
        TagKeysEditor::popUp(m_context.session, m_gallery, QCursor::pos());
    });
}

void SampleActions::askTag(const SampleSet& samples) {
    auto* field = new QLineEdit(m_gallery);
    field->setWindowFlags(Qt::Popup);
    field->setAttribute(Qt::WA_DeleteOnClose);
    field->setPlaceholderText(tr("Tag for %1").arg(samplesText(samples.count())));
    field->setMinimumWidth(scaled(200));
    connect(field, &QLineEdit::returnPressed, this, [=, this] {
        const QString tag = field->text().trimmed();
        if (!tag.isEmpty()) m_context.session->annotations()->tag(samples, tag);
        field->close();
    });
    field->move(QCursor::pos());
    field->show();
    field->setFocus(Qt::PopupFocusReason);
}

void SampleActions::addClasses(QMenu* menu, const SampleSet& samples) {
    QMenu* classes = menu->addMenu(tr("Relabel as"));
    Session* session = m_context.session;
    for (std::int64_t label = 0; label < session->classCount(); ++label)
        classes->addAction(session->className(label), this, [=] {
            session->annotations()->relabel(samples, label);
        });
    SampleSet changed = session->annotations()->relabelled();
    changed &= samples;
    classes->addSeparator();
    QAction* restore = classes->addAction(
        tr("As imported"), this, [=] { session->annotations()->restoreLabel(samples); });
    restore->setEnabled(!changed.empty());
}

void SampleActions::addFilters(QMenu* menu, std::int64_t id) {
    Session* session = m_context.session;
    const std::int64_t label = session->label(id);
    menu->addAction(
        icon(Icon::Filter), tr("Only class %1").arg(session->className(label)), this, [=] {
            session->filter()->set(Condition::ofClasses({label}));
        });
    const auto& assignment = session->cluster().assignment;
    if (!assignment || assignment[id] < 0) return;
    const std::int64_t cluster = assignment[id];
    menu->addAction(tr("Only cluster %1").arg(countText(cluster)), this, [=] {
        session->filter()->set(Condition::ofClusters({cluster}));
    });
}

}  // namespace winnow::ui
