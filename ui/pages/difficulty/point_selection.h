// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/scatter_chart.h"

#include <QList>

#include <cstdint>
#include <span>

namespace winnow::ui {

class Session;

/// What a rectangle or a click on a scatter does to the session's selection: ids[point] is the
/// sample of a point. A single point becomes the current sample.
void selectPoints(Session& session,
                  std::span<const std::int64_t> ids,
                  const QList<int>& points,
                  SelectMode mode);

}  // namespace winnow::ui
