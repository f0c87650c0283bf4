// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/arrays.h"

#include <QStringList>

namespace winnow::ui {

/// How the window speaks of a method of the job kind `select`.
struct PruneMethod {
    QString id;     ///< choice of the field `method`
    QString title;  ///< "lpNTK pipeline"; the id of a method this table does not know
    /// Key of Scores by which samples stand in the galleries; empty: by number.
    QString score;
    bool lowGoes = true;   ///< low scores go first, else high ones
    bool hasRule = false;  ///< decides by itself how much goes, without `keep`
};

/// Those that put samples in an order, in the order of the declaration.
[[nodiscard]] QList<PruneMethod> pruneMethods();
[[nodiscard]] PruneMethod pruneMethod(const QString& id);

/// "redundant": why a sample goes or stays, for legends and captions.
[[nodiscard]] QString stageWord(Stage stage);

}  // namespace winnow::ui
