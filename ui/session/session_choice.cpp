// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_state.h"

#include <algorithm>

namespace winnow::ui {
namespace {

/// What an artifact of a kind must agree on with what is chosen. A selection may come from any
/// kernel of its data set.
std::vector<Part> basis(Part part) {
    switch (part) {
        case Part::Dataset:
            return {};
        case Part::Run:
        case Part::Selection:
            return {Part::Dataset};
        case Part::Kernel:
            return {Part::Dataset, Part::Run};
        case Part::Cluster:
        case Part::Embedding:
            return {Part::Dataset, Part::Kernel};
    }
    return {};
}

QString& at(SessionState::Chosen& chosen, Part part) {
    return chosen.at(static_cast<std::size_t>(part));
}

}  // namespace

const store::ArtifactRow* SessionState::find(const QString& id) const {
    const auto it = std::ranges::find(artifacts, id.toStdString(), &store::ArtifactRow::id);
    return it == artifacts.end() ? nullptr : &*it;
}

QString SessionState::ancestor(const QString& id, Part part) const {
    const store::ArtifactRow* row = find(id);
    if (row == nullptr) return {};
    if (QString::fromStdString(row->kind) == partKind(part)) return id;
    for (const std::string& parent : row->parents)
        if (const QString found = ancestor(QString::fromStdString(parent), part); !found.isEmpty())
            return found;
    return {};
}

QString SessionState::newest(Part part, const QString& from) const {
    const store::ArtifactRow* origin = find(from);
    for (auto it = artifacts.rbegin(); it != artifacts.rend(); ++it) {
        const QString id = QString::fromStdString(it->id);
        if (QString::fromStdString(it->kind) != partKind(part)) continue;
        if (origin == nullptr) return id;
        for (int other = 0; other < kParts; ++other)
            if (ancestor(id, static_cast<Part>(other)) == from) return id;
    }
    return {};
}

QString SessionState::best(const QString& from) const {
    const QString newestCluster = newest(Part::Cluster, from);
    const QString newestKernel = newest(Part::Kernel, from);
    // Clusters of an older kernel give way to a newer kernel.
    if (!newestCluster.isEmpty() && ancestor(newestCluster, Part::Kernel) == newestKernel)
        return newestCluster;
    for (const QString& id : {newestKernel, newest(Part::Run, from), newest(Part::Dataset, from)})
        if (!id.isEmpty()) return id;
    return {};
}

bool SessionState::fits(const Chosen& picked, Part part, const QString& id) const {
    return std::ranges::all_of(basis(part), [&](Part other) {
        return ancestor(id, other) == picked.at(static_cast<std::size_t>(other));
    });
}

SessionState::Chosen SessionState::chainOf(const QString& id) const {
    Chosen chain;
    for (int i = 0; i < kParts; ++i)
        at(chain, static_cast<Part>(i)) = ancestor(id, static_cast<Part>(i));
    for (int i = 0; i < kParts; ++i) {
        const auto part = static_cast<Part>(i);
        QString& link = at(chain, part);
        if (!link.isEmpty() && part != Part::Selection) continue;
        const QString& present = chosen.at(static_cast<std::size_t>(i));
        if (link.isEmpty() && !present.isEmpty() && fits(chain, part, present)) link = present;
        for (auto it = artifacts.rbegin(); it != artifacts.rend() && link.isEmpty(); ++it) {
            const QString candidate = QString::fromStdString(it->id);
            if (QString::fromStdString(it->kind) == partKind(part) && fits(chain, part, candidate))
                link = candidate;
        }
    }
    return chain;
}

}  // namespace winnow::ui
