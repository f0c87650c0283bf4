// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace winnow::ui {

/// Where an export may go.
struct ExportTarget {
    QString folder;                   ///< absolute, clean
    QString sentence;                 ///< why not; empty when it may
    std::optional<double> freeBytes;  ///< on its disk; none: not known
};

/// Looks at a folder a person gave: it must be new or empty, outside the project and, where the
/// data came from a folder, outside `source`; the disk must hold `needBytes`.
[[nodiscard]] ExportTarget exportTarget(const QString& folder,
                                        const QString& project,
                                        const QString& source,
                                        double needBytes);

}  // namespace winnow::ui
