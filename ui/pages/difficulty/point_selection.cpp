// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/point_selection.h"

#include "ui/session/selection.h"
#include "ui/session/session.h"

namespace winnow::ui {

void selectPoints(Session& session,
                  std::span<const std::int64_t> ids,
                  const QList<int>& points,
                  SelectMode mode) {
    SampleSet samples(session.sampleCount());
    for (const int point : points) samples.insert(ids[static_cast<std::size_t>(point)]);
    const Combine how = mode == SelectMode::Add        ? Combine::Add
                        : mode == SelectMode::Subtract ? Combine::Subtract
                                                       : Combine::Replace;
    session.selection()->select(samples, how);
    if (points.size() == 1)
        session.selection()->setCurrent(ids[static_cast<std::size_t>(points.first())]);
}

}  // namespace winnow::ui
