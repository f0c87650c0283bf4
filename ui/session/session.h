// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/dataset.h"
#include "ui/session/arrays.h"
#include "ui/theme/class_marks.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

class QUndoStack;

namespace winnow::ui {

class Annotations;
class Filter;
class Scores;
class Selection;
struct SessionState;

/// The kinds of artifacts of which one is chosen at a time.
enum class Part { Dataset, Run, Kernel, Cluster, Embedding, Selection };
inline constexpr int kParts = 6;
/// "dataset", "run", ...: the store's word.
[[nodiscard]] QString partKind(Part part);

/// The open project as every page sees it: what is in it, which artifacts are looked at, and the
/// one selection, filter and undo history. Lives in the window's thread. Reads through its own
/// store::Project; what a person marks is written by a thread of its own, in order.
///
/// Artifacts are memory-mapped when first asked for. A damaged one gives failed(sentence) and empty
/// arrays; the session stays usable.
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    /// Closes what is open and opens a project. On failure nothing is open, failed() has the
    /// sentence, and the result is false.
    bool open(const QString& folder);
    /// Waits until everything a person did is stored.
    void close();
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] QString folder() const;  ///< absolute
    [[nodiscard]] QString name() const;    ///< folder name without ".winnow"
    /// Whether marks can be stored; a project on read-only media is looked at only.
    [[nodiscard]] bool isWritable() const;
    /// The project opened for reading; for the window's thread only. Valid while open.
    [[nodiscard]] const store::Project& project() const;

    // ---- artifacts
    /// All artifacts, oldest first.
    [[nodiscard]] const std::vector<store::ArtifactRow>& artifacts() const;
    /// Those of a kind that stem from the chosen data set (data sets: all), oldest first.
    [[nodiscard]] std::vector<store::ArtifactRow> artifacts(Part part) const;
    /// The same by the store's word, for results that are not looked at one at a time: experiments.
    [[nodiscard]] std::vector<store::ArtifactRow> artifacts(const QString& kind) const;
    [[nodiscard]] const store::ArtifactRow* artifact(const QString& id) const;
    /// The artifact's name, or its id when it has none.
    [[nodiscard]] QString title(const QString& id) const;
    /// The nearest ancestor of a kind, or the artifact itself: the run a kernel was taken at.
    [[nodiscard]] QString ancestor(const QString& id, Part part) const;

    /// Id of the artifact looked at; empty when there is none.
    [[nodiscard]] QString chosen(Part part) const;
    /// Also chooses what it was made from, and of what it leads to the newest that fits: a kernel's
    /// run and data set, its newest clusters and map. Unknown ids are passed over.
    void choose(Part part, const QString& id);

    // ---- the chosen data set
    /// Nullptr when the project has none.
    [[nodiscard]] const store::Dataset* dataset() const;
    [[nodiscard]] std::int64_t sampleCount() const;  ///< N of the training split
    [[nodiscard]] std::int64_t classCount() const;
    [[nodiscard]] const QStringList& classNames() const;
    /// Class numbers as imported.
    [[nodiscard]] std::span<const std::int64_t> labels() const;
    /// Class number of a sample, as the person relabelled it; -1 outside the data set.
    [[nodiscard]] std::int64_t label(std::int64_t id) const;
    /// Class number to name; "" outside the classes.
    [[nodiscard]] QString className(std::int64_t label) const;

    // ---- the chosen artifacts; `id` is empty and so is everything else when there is none
    [[nodiscard]] const RunArrays& run() const;
    [[nodiscard]] const KernelArrays& kernel() const;
    [[nodiscard]] const ClusterArrays& cluster() const;
    [[nodiscard]] const SelectionArrays& chosenSelection() const;
    [[nodiscard]] const EmbeddingArrays& embedding() const;

    // ---- what a person does
    [[nodiscard]] Selection* selection() const;
    [[nodiscard]] Filter* filter() const;
    [[nodiscard]] Annotations* annotations() const;
    [[nodiscard]] Scores* scores() const;
    [[nodiscard]] QUndoStack* undoStack() const;

    // ---- colours and shapes of the classes, kept with the data set
    [[nodiscard]] const ClassSlots& classSlots() const;
    /// As ClassSlots::request.
    void requestSlots(const QList<int>& pinned, const QList<int>& selected, int hovered = -1);

    // ---- settings kept in the project
    [[nodiscard]] std::optional<QString> setting(const QString& key) const;
    void setSetting(const QString& key, const QString& value);

    /// Looks whether the catalogue changed: call it when a job ends. Otherwise once a second.
    void refresh();

Q_SIGNALS:
    void opened();
    void closed();
    /// Another data set, or none: selection, filter and undo history are new.
    void datasetChanged();
    /// Artifacts came or went.
    void artifactsChanged();
    /// Another artifact of this kind is looked at.
    void chosenChanged(winnow::ui::Part part);
    void classSlotsChanged();
    /// Jobs in the catalogue may have changed.
    void jobsChanged();
    /// One sentence for the person; the session stays as it was.
    void failed(const QString& sentence);

private:
    friend struct SessionState;
    void takeArtifacts(std::vector<store::ArtifactRow> found);
    void takeAnnotations();
    void takeWriterFailure(const QString& sentence, bool lost);

    std::unique_ptr<SessionState> m_state;
};

}  // namespace winnow::ui
