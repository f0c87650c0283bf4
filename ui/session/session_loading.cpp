// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "ui/session/session_state.h"
#include "ui/session/wording.h"

#include <QSignalBlocker>

namespace winnow::ui {
namespace {

/// Runs `work`; a failure becomes a sentence and leaves `slot` empty.
template <typename T, typename Work>
void loadInto(T& slot, SessionState& state, Work&& work) {
    slot = T{};
    try {
        slot = work();
    } catch (const Error& error) {
        state.fail(QString::fromUtf8(error.what()));
    }
}

}  // namespace

void SessionState::fail(const QString& sentence) { Q_EMIT session->failed(sentenceText(sentence)); }

void SessionState::choose(const Chosen& wanted) {
    const Chosen before = chosen;
    const bool otherDataset = wanted[0] != before[0];
    if (otherDataset && dataset) remember();
    chosen = wanted;
    if (otherDataset) loadDataset(chosen[0]);
    for (int i = 1; i < kParts; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (otherDataset || chosen[at] != before[at]) load(static_cast<Part>(i), chosen[at]);
    }
    scores->refresh();
    // Everybody learns what the parts are now before anybody learns what follows from them.
    if (otherDataset) {
        {
            const QSignalBlocker quietFilter(filter), quietSelection(&selection);
            recall();
        }
        Q_EMIT session->datasetChanged();
        Q_EMIT session->classSlotsChanged();
    }
    for (int i = 0; i < kParts; ++i)
        if (chosen[static_cast<std::size_t>(i)] != before[static_cast<std::size_t>(i)])
            Q_EMIT session->chosenChanged(static_cast<Part>(i));
    if (otherDataset) {
        Q_EMIT filter->changed();
        Q_EMIT filter->modeChanged();
        Q_EMIT selection.changed();
        Q_EMIT selection.currentChanged(selection.current());
    } else {
        filter->refresh();
    }
    rememberSoon();
}

void SessionState::loadDataset(const QString& id) {
    dataset.reset();
    classNames.clear();
    undo.clear();
    if (!id.isEmpty())
        loadInto(dataset, *this, [&] {
            return std::optional(store::openDataset(*project, id.toStdString()));
        });
    if (dataset)
        for (const std::string& name : dataset->classNames)
            classNames += QString::fromStdString(name);
    else
        chosen = {};
    const std::int64_t samples = session->sampleCount();
    classSlots = ClassSlots(static_cast<int>(classNames.size()));
    annotations.reset(chosen[0],
                      samples,
                      writer.get(),
                      Session::tr("This project cannot be written to, so nothing is marked in it; "
                                  "copy it to a folder of yours and open the copy."));
    if (dataset) {
        try {
            const store::Annotations stored(*project);
            annotationVersion = stored.version() - (writer ? writer->annotationWrites() : 0);
            annotations.load(stored);
        } catch (const Error& error) {
            fail(QString::fromUtf8(error.what()));
        }
    }
    selection.reset(samples);
}

void SessionState::load(Part part, const QString& id) {
    const std::string key = dataset ? id.toStdString() : std::string();
    const std::int64_t samples = session->sampleCount();
    const auto into = [&](auto& slot, auto loader) {
        using Arrays = std::decay_t<decltype(slot)>;
        loadInto(
            slot, *this, [&] { return key.empty() ? Arrays{} : loader(*project, key, samples); });
    };
    switch (part) {
        case Part::Dataset:
            break;
        case Part::Run:
            into(run, runArrays);
            break;
        case Part::Kernel:
            into(kernel, kernelArrays);
            break;
        case Part::Cluster:
            into(cluster, clusterArrays);
            break;
        case Part::Embedding:
            into(embedding, embeddingArrays);
            break;
        case Part::Selection:
            into(selectionArrays, ui::selectionArrays);
            break;
    }
}

}  // namespace winnow::ui
