// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/sample_set.h"

#include <QMap>
#include <QObject>
#include <QStringList>

#include <optional>
#include <vector>

class QUndoStack;

namespace winnow::ui {

class StoreWriter;

/// A subset a person saved under a name.
struct SavedSubset {
    QString id, name, rule;  ///< rule: what it was made from, in words
    std::vector<std::int64_t> samples;
};

/// Tags, exclusions and new labels a person gave to samples of the chosen data set. Each call is
/// one step of the undo history and is stored at once; undo stores the state before. On a project
/// that cannot be written nothing changes and refused() says why.
class Annotations : public QObject {
    Q_OBJECT

public:
    Annotations(QUndoStack* history, StoreWriter* writer, QObject* parent = nullptr);
    ~Annotations() override;

    // ---- tags
    [[nodiscard]] QStringList tags() const;  ///< in use, by name
    [[nodiscard]] QStringList tagsOf(std::int64_t id) const;
    [[nodiscard]] SampleSet tagged(const QString& tag) const;  ///< empty set when unknown
    [[nodiscard]] SampleSet tagged() const;                    ///< with any tag
    void tag(const SampleSet& samples, const QString& tag);
    void untag(const SampleSet& samples, const QString& tag);
    void renameTag(const QString& from, const QString& to);

    // ---- decisions
    [[nodiscard]] const SampleSet& excluded() const { return m_excluded; }
    [[nodiscard]] bool isExcluded(std::int64_t id) const { return m_excluded.contains(id); }
    void exclude(const SampleSet& samples);
    /// Takes exclusions back.
    void include(const SampleSet& samples);
    /// The label a person gave, if any.
    [[nodiscard]] std::optional<std::int64_t> newLabel(std::int64_t id) const;
    [[nodiscard]] SampleSet relabelled() const;
    void relabel(const SampleSet& samples, std::int64_t label);
    void restoreLabel(const SampleSet& samples);

    // ---- named subsets
    [[nodiscard]] const std::vector<SavedSubset>& subsets() const { return m_subsets; }
    void saveSubset(const QString& name, const QString& rule, const SampleSet& samples);
    void removeSubset(const QString& id);

Q_SIGNALS:
    void changed();
    void refused(const QString& sentence);
    void subsetsChanged();

private:
    friend class Session;
    SampleSet m_excluded;
    std::vector<SavedSubset> m_subsets;
};

}  // namespace winnow::ui
