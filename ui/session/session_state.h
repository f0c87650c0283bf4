// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/store_writer.h"

#include <QMap>
#include <QTimer>
#include <QUndoStack>

#include <array>

namespace winnow::ui {

/// What a session holds. Of ui/session alone.
struct SessionState {
    using Chosen = std::array<QString, kParts>;

    explicit SessionState(Session* owner);

    // ---- session_choice.cpp: which artifacts fit together
    [[nodiscard]] const store::ArtifactRow* find(const QString& id) const;
    [[nodiscard]] QString ancestor(const QString& id, Part part) const;
    /// The newest of a kind; with `from`, of those that stem from it.
    [[nodiscard]] QString newest(Part part, const QString& from = {}) const;
    /// The newest clusters or kernel, else run, else data set; with `from`, that stem from it.
    [[nodiscard]] QString best(const QString& from = {}) const;
    /// Whether `id` was made from what is chosen.
    [[nodiscard]] bool fits(const Chosen& chosen, Part part, const QString& id) const;
    /// `id`, what it was made from, and what fits below it.
    [[nodiscard]] Chosen chainOf(const QString& id) const;

    // ---- session_loading.cpp: chosen ids to arrays
    /// Loads what differs, then tells.
    void choose(const Chosen& wanted);
    void loadDataset(const QString& id);
    void load(Part part, const QString& id);
    void fail(const QString& sentence);

    // ---- session_memory.cpp: the state that comes back at the next start
    [[nodiscard]] Chosen rememberedChoice() const;
    /// Within a second, however much goes on.
    void rememberSoon() {
        if (!saving.isActive()) saving.start();
    }
    void remember();
    void recall();
    [[nodiscard]] std::optional<QString> setting(const QString& key) const;
    void setSetting(const QString& key, const QString& value);

    Session* session;
    std::optional<store::Project> project;
    std::unique_ptr<StoreWriter> writer;  // null: read-only
    std::vector<store::ArtifactRow> artifacts;
    std::int64_t dataVersion = -1;
    std::int64_t annotationVersion = 0;  // stored, less the writes of this session
    bool gone = false;                   // the folder was missing at the last look
    QString refreshFailure;              // of the last look; told once

    Chosen chosen;
    std::optional<store::Dataset> dataset;
    QStringList classNames;
    RunArrays run;
    KernelArrays kernel;
    ClusterArrays cluster;
    EmbeddingArrays embedding;
    SelectionArrays selectionArrays;
    ClassSlots classSlots;

    QUndoStack undo;
    Annotations annotations;
    Selection selection;
    Filter* filter;
    Scores* scores;
    QMap<QString, QString> settings;  // written here, perhaps not stored yet
    QTimer polling, saving;
};

}  // namespace winnow::ui
