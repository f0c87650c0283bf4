// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/annotations.h"
#include "ui/session/sample_set.h"

#include <QMap>
#include <QObject>
#include <QStringList>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

class QUndoStack;

namespace winnow::ui {

class StoreWriter;

/// A class a person gives to a sample.
struct NewLabel {
    std::int64_t sample = 0;
    std::int64_t label = 0;
};

/// A subset a person saved; the name is its identity in the data set.
struct SavedSubset {
    QString name;
    QString rule;  ///< in words, what it was made from
    SampleSet samples;
};

/// Tags, exclusions, new labels and named subsets a person gave to the chosen data set. Each call
/// is one step of the undo history and is stored at once; undo stores the state before. On a
/// project that cannot be written nothing changes and refused() says why.
class Annotations : public QObject {
    Q_OBJECT

public:
    explicit Annotations(QUndoStack* history, QObject* parent = nullptr);

    // ---- tags
    [[nodiscard]] QStringList tags() const { return m_tags.keys(); }  ///< in use, by name
    [[nodiscard]] QStringList tagsOf(std::int64_t id) const;
    /// Empty when nothing has the tag.
    [[nodiscard]] SampleSet tagged(const QString& tag) const;
    /// With any tag.
    [[nodiscard]] const SampleSet& tagged() const { return m_anyTag; }
    void tag(const SampleSet& samples, const QString& tag);
    void untag(const SampleSet& samples, const QString& tag);
    void renameTag(const QString& from, const QString& to);

    // ---- decisions; a sample has one at most, so that a new label takes an exclusion back
    [[nodiscard]] const SampleSet& excluded() const { return m_excluded; }
    [[nodiscard]] bool isExcluded(std::int64_t id) const { return m_excluded.contains(id); }
    void exclude(const SampleSet& samples);
    /// Takes exclusions back.
    void include(const SampleSet& samples);
    [[nodiscard]] const SampleSet& relabelled() const { return m_relabelled; }
    /// The label a person gave, if any.
    [[nodiscard]] std::optional<std::int64_t> newLabel(std::int64_t id) const;
    void relabel(const SampleSet& samples, std::int64_t label);
    /// Each its own class, as one step.
    void relabel(const std::vector<NewLabel>& labels);
    /// Takes new labels back.
    void restoreLabel(const SampleSet& samples);
    /// Looked at and left as they are: they stay, with the label they came with.
    [[nodiscard]] const SampleSet& kept() const { return m_kept; }
    void keep(const SampleSet& samples);
    /// Takes any decision back.
    void withdraw(const SampleSet& samples);

    // ---- named subsets
    [[nodiscard]] const std::vector<SavedSubset>& subsets() const { return m_subsets; }
    /// Nullptr when there is none of the name.
    [[nodiscard]] const SavedSubset* subset(const QString& name) const;
    /// A name that is taken is refused.
    void saveSubset(const QString& name, const QString& rule, const SampleSet& samples);
    void removeSubset(const QString& name);

    // ---- the session's part
    /// Another data set (empty: none). `writer` null: `readOnlyReason` is the sentence of
    /// refused().
    void reset(const QString& dataset,
               std::int64_t universe,
               StoreWriter* writer,
               const QString& readOnlyReason);
    /// Takes over what is stored.
    void load(const store::Annotations& stored);

Q_SIGNALS:
    /// Tags or decisions.
    void changed();
    void subsetsChanged();
    /// A step was done, undone or done again: the first sample it concerns, to be brought to view.
    void touched(std::int64_t id);
    /// One sentence.
    void refused(const QString& sentence);

private:
    struct Change {
        std::int64_t sample;
        std::optional<store::Decision> before, after;
    };
    enum class Side { Before, After };

    [[nodiscard]] bool mayChange(const QString& name = QStringLiteral("-"));
    void push(const QString& text, std::function<void()> redo, std::function<void()> undo);
    void setTag(const SampleSet& samples, const QString& tag, bool on);
    /// From what was decided about the sample before; nothing when that is the same.
    [[nodiscard]] std::optional<Change> change(std::int64_t sample,
                                               std::optional<store::Action> action,
                                               std::int64_t label = -1) const;
    [[nodiscard]] std::vector<Change> changes(const SampleSet& samples,
                                              std::optional<store::Action> action,
                                              std::int64_t label = -1) const;
    void pushChanges(const QString& text, std::vector<Change> changes);
    void applyChanges(const std::vector<Change>& changes, Side side);
    void take(std::int64_t sample, const std::optional<store::Decision>& decision);
    void putSubset(const SavedSubset& subset);
    void dropSubset(const QString& name);

    QUndoStack* m_history;
    StoreWriter* m_writer = nullptr;
    QString m_readOnlyReason;
    std::string m_dataset;
    std::int64_t m_universe = 0;
    QMap<QString, SampleSet> m_tags;
    SampleSet m_anyTag, m_excluded, m_relabelled;
    std::map<std::int64_t, store::Decision> m_decisions;
    std::vector<SavedSubset> m_subsets;
    SampleSet m_kept;
};

}  // namespace winnow::ui
