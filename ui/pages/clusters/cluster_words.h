// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace winnow::ui {

class Session;

/// "lpntk per class, exact, w* of run-1": how the clusters of an artifact were made; empty when
/// there is none of that id.
[[nodiscard]] QString clusterProvenance(const Session& session, const QString& id);

/// What two clusterings have in common and in what they differ: kernel, training or settings.
[[nodiscard]] QString clusterDifference(const Session& session,
                                        const QString& first,
                                        const QString& second);

}  // namespace winnow::ui
