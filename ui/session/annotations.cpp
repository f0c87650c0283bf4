// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/annotations.h"

#include "ui/session/step.h"
#include "ui/session/store_writer.h"
#include "ui/session/wording.h"

#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace winnow::ui {
namespace {

/// As the store takes names: one line of 1 to 100 bytes.
bool isGoodName(const QString& name) {
    constexpr qsizetype kLongest = 100;
    return !name.trimmed().isEmpty() && name.toUtf8().size() <= kLongest &&
           std::ranges::all_of(name, [](QChar c) { return c.isPrint(); });
}

}  // namespace

Annotations::Annotations(QUndoStack* history, QObject* parent)
    : QObject(parent), m_history(history) {}

QStringList Annotations::tagsOf(std::int64_t id) const {
    QStringList tags;
    if (!m_anyTag.contains(id)) return tags;
    for (auto it = m_tags.begin(); it != m_tags.end(); ++it)
        if (it->contains(id)) tags += it.key();
    return tags;
}

SampleSet Annotations::tagged(const QString& tag) const {
    return m_tags.value(tag, SampleSet(m_universe));
}

bool Annotations::mayChange(const QString& name) {
    if (m_writer == nullptr) {
        Q_EMIT refused(m_readOnlyReason);
        return false;
    }
    if (!isGoodName(name)) {
        Q_EMIT refused(tr("A name is one line of at most 100 bytes; choose a shorter one."));
        return false;
    }
    return true;
}

void Annotations::push(const QString& text,
                       std::function<void()> redo,
                       std::function<void()> undo) {
    m_history->push(new Step(text, std::move(redo), std::move(undo)));
}

void Annotations::tag(const SampleSet& samples, const QString& wanted) {
    const QString tag = wanted.trimmed();
    if (!mayChange(tag)) return;
    SampleSet fresh = samples;
    fresh -= tagged(tag);
    if (fresh.empty()) return;
    push(
        tr("Tag %1").arg(samplesText(fresh.count())),
        [this, fresh, tag] { setTag(fresh, tag, true); },
        [this, fresh, tag] { setTag(fresh, tag, false); });
}

void Annotations::untag(const SampleSet& samples, const QString& tag) {
    SampleSet gone = samples;
    gone &= tagged(tag);
    if (gone.empty() || !mayChange()) return;
    push(
        tr("Remove tag from %1").arg(samplesText(gone.count())),
        [this, gone, tag] { setTag(gone, tag, false); },
        [this, gone, tag] { setTag(gone, tag, true); });
}

void Annotations::renameTag(const QString& from, const QString& wanted) {
    const QString to = wanted.trimmed();
    const SampleSet all = tagged(from);
    if (all.empty() || from == to || !mayChange(to)) return;
    SampleSet fresh = all;
    fresh -= tagged(to);
    push(
        tr("Rename tag %1").arg(from),
        [this, all, fresh, from, to] {
            setTag(fresh, to, true);
            setTag(all, from, false);
        },
        [this, all, fresh, from, to] {
            setTag(all, from, true);
            setTag(fresh, to, false);
        });
}

void Annotations::setTag(const SampleSet& samples, const QString& tag, bool on) {
    if (samples.empty()) return;
    SampleSet set = tagged(tag).combined(samples, on ? Combine::Add : Combine::Subtract);
    if (set.empty())
        m_tags.remove(tag);
    else
        m_tags.insert(tag, std::move(set));
    m_anyTag.clear();
    for (const SampleSet& each : std::as_const(m_tags)) m_anyTag |= each;
    m_writer->add(
        [dataset = m_dataset, name = tag.toStdString(), ids = samples.ids(), on](
            store::Project& project) {
            store::Annotations stored(project);
            if (on)
                stored.tag(dataset, name, ids);
            else
                stored.untag(dataset, name, ids);
        },
        1);
    Q_EMIT changed();
    Q_EMIT touched(samples.next());
}

std::optional<std::int64_t> Annotations::newLabel(std::int64_t id) const {
    if (!m_relabelled.contains(id)) return std::nullopt;
    return m_decisions.at(id).label;
}

std::optional<Annotations::Change> Annotations::change(std::int64_t sample,
                                                       std::optional<store::Action> action,
                                                       std::int64_t label) const {
    Change change{sample, std::nullopt, std::nullopt};
    if (const auto it = m_decisions.find(sample); it != m_decisions.end())
        change.before = it->second;
    if (action) change.after = store::Decision{sample, *action, label};
    if (change.before == change.after) return std::nullopt;
    return change;
}

std::vector<Annotations::Change> Annotations::changes(const SampleSet& samples,
                                                      std::optional<store::Action> action,
                                                      std::int64_t label) const {
    std::vector<Change> changes;
    for (std::int64_t id = samples.next(); id >= 0; id = samples.next(id + 1))
        if (const auto made = change(id, action, label)) changes.push_back(*made);
    return changes;
}

void Annotations::exclude(const SampleSet& samples) {
    auto made = changes(samples, store::Action::Exclude);
    const QString count = samplesText(static_cast<std::int64_t>(made.size()));
    pushChanges(tr("Exclude %1").arg(count), std::move(made));
}

void Annotations::include(const SampleSet& samples) {
    SampleSet out = samples;
    out &= m_excluded;
    pushChanges(tr("Include %1").arg(samplesText(out.count())), changes(out, std::nullopt));
}

void Annotations::relabel(const SampleSet& samples, std::int64_t label) {
    auto made = changes(samples, store::Action::Relabel, label);
    const QString count = samplesText(static_cast<std::int64_t>(made.size()));
    pushChanges(tr("Relabel %1").arg(count), std::move(made));
}

void Annotations::relabel(const std::vector<NewLabel>& labels) {
    std::vector<Change> made;
    for (const NewLabel& each : labels)
        if (const auto one = change(each.sample, store::Action::Relabel, each.label))
            made.push_back(*one);
    const QString count = samplesText(std::ssize(made));
    pushChanges(tr("Relabel %1").arg(count), std::move(made));
}

void Annotations::keep(const SampleSet& samples) {
    auto made = changes(samples, store::Action::Keep);
    const QString count = samplesText(std::ssize(made));
    pushChanges(tr("Keep %1").arg(count), std::move(made));
}

void Annotations::withdraw(const SampleSet& samples) {
    auto made = changes(samples, std::nullopt);
    const QString count = samplesText(std::ssize(made));
    pushChanges(tr("Reopen %1").arg(count), std::move(made));
}

void Annotations::restoreLabel(const SampleSet& samples) {
    SampleSet back = samples;
    back &= m_relabelled;
    pushChanges(tr("Restore the label of %1").arg(samplesText(back.count())),
                changes(back, std::nullopt));
}

void Annotations::pushChanges(const QString& text, std::vector<Change> changes) {
    if (changes.empty() || !mayChange()) return;
    const auto shared = std::make_shared<const std::vector<Change>>(std::move(changes));
    push(
        text,
        [this, shared] { applyChanges(*shared, Side::After); },
        [this, shared] { applyChanges(*shared, Side::Before); });
}

void Annotations::take(std::int64_t sample, const std::optional<store::Decision>& decision) {
    if (decision)
        m_decisions[sample] = *decision;
    else
        m_decisions.erase(sample);
    m_excluded.set(sample, decision && decision->action == store::Action::Exclude);
    m_relabelled.set(sample, decision && decision->action == store::Action::Relabel);
    m_kept.set(sample, decision && decision->action == store::Action::Keep);
}

void Annotations::applyChanges(const std::vector<Change>& changes, Side side) {
    std::vector<store::Decision> made;
    std::vector<std::int64_t> withdrawn;
    for (const Change& change : changes) {
        const auto& decision = side == Side::After ? change.after : change.before;
        take(change.sample, decision);
        if (decision)
            made.push_back(*decision);
        else
            withdrawn.push_back(change.sample);
    }
    const int writes = (made.empty() ? 0 : 1) + (withdrawn.empty() ? 0 : 1);
    m_writer->add(
        [dataset = m_dataset, made, withdrawn](store::Project& project) {
            store::Annotations stored(project);
            if (!made.empty()) stored.decide(dataset, made);
            if (!withdrawn.empty()) stored.withdraw(dataset, withdrawn);
        },
        writes);
    Q_EMIT changed();
    Q_EMIT touched(changes.front().sample);
}

const SavedSubset* Annotations::subset(const QString& name) const {
    const auto it = std::ranges::find(m_subsets, name, &SavedSubset::name);
    return it == m_subsets.end() ? nullptr : &*it;
}

void Annotations::saveSubset(const QString& wanted, const QString& rule, const SampleSet& samples) {
    const QString name = wanted.trimmed();
    if (!mayChange(name)) return;
    if (subset(name) != nullptr) {
        Q_EMIT refused(tr("There is a subset “%1” already; choose another name.").arg(name));
        return;
    }
    push(
        tr("Save subset %1").arg(name),
        [this, made = SavedSubset{name, rule, samples}] { putSubset(made); },
        [this, name] { dropSubset(name); });
}

void Annotations::removeSubset(const QString& name) {
    const SavedSubset* found = subset(name);
    if (found == nullptr || !mayChange()) return;
    push(
        tr("Remove subset %1").arg(name),
        [this, name] { dropSubset(name); },
        [this, gone = *found] { putSubset(gone); });
}

void Annotations::putSubset(const SavedSubset& subset) {
    m_subsets.push_back(subset);
    m_writer->add([row = store::Subset{{},
                                       m_dataset,
                                       subset.name.toStdString(),
                                       subset.rule.toStdString(),
                                       subset.samples.ids(),
                                       {}}](
                      store::Project& project) { (void)store::Annotations(project).put(row); },
                  1);
    Q_EMIT subsetsChanged();
}

void Annotations::dropSubset(const QString& name) {
    std::erase_if(m_subsets, [&](const SavedSubset& subset) { return subset.name == name; });
    m_writer->add(
        [dataset = m_dataset, key = name.toStdString()](store::Project& project) {
            store::Annotations stored(project);
            for (const store::Subset& subset : stored.subsets(dataset))
                if (subset.name == key) stored.removeSubset(subset.id);
        },
        1);
    Q_EMIT subsetsChanged();
}

void Annotations::reset(const QString& dataset,
                        std::int64_t universe,
                        StoreWriter* writer,
                        const QString& readOnlyReason) {
    m_dataset = dataset.toStdString();
    m_universe = universe;
    m_writer = writer;
    m_readOnlyReason = readOnlyReason;
    m_tags.clear();
    m_decisions.clear();
    m_subsets.clear();
    m_anyTag = m_excluded = m_relabelled = m_kept = SampleSet(universe);
}

void Annotations::load(const store::Annotations& stored) {
    reset(QString::fromStdString(m_dataset), m_universe, m_writer, m_readOnlyReason);
    for (const auto& [tag, ids] : stored.tags(m_dataset)) {
        const SampleSet set = SampleSet::of(m_universe, ids);
        m_anyTag |= set;
        m_tags.insert(QString::fromStdString(tag), set);
    }
    for (const store::Decision& decision : stored.decisions(m_dataset))
        if (decision.sample < m_universe) take(decision.sample, decision);
    for (const store::Subset& subset : stored.subsets(m_dataset))
        m_subsets.push_back({QString::fromStdString(subset.name),
                             QString::fromStdString(subset.rule),
                             SampleSet::of(m_universe, subset.samples)});
    Q_EMIT changed();
    Q_EMIT subsetsChanged();
}

}  // namespace winnow::ui
