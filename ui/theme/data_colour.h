// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

namespace winnow::ui {

/// A colour of data, named by its meaning, so that it follows the theme and exported figures may
/// use another one.
class DataColour {
public:
    /// What is ours or stays: accent.
    static DataColour accent() { return {Kind::Accent, 0}; }
    /// Context, earlier runs, random.
    static DataColour neutral() { return {Kind::Neutral, 0}; }
    /// Text and axis marks.
    static DataColour text() { return {Kind::Text, 0}; }
    /// Bars behind bars, what goes.
    static DataColour track() { return {Kind::Track, 0}; }
    static DataColour danger() { return {Kind::Danger, 0}; }
    /// One of the ten class colours; methods take 6, 4, 2, 8. A negative slot is `edge`.
    static DataColour slot(int slot) { return {Kind::Slot, static_cast<double>(slot)}; }
    /// Of the sequential map, share 0 to 1.
    static DataColour sequential(double share) { return {Kind::Sequential, share}; }
    /// Of the diverging map, -1 to 1.
    static DataColour diverging(double value) { return {Kind::Diverging, value}; }

    [[nodiscard]] QColor in(const Theme& theme) const;

    bool operator==(const DataColour&) const = default;

private:
    enum class Kind { Accent, Neutral, Text, Track, Danger, Slot, Sequential, Diverging };
    DataColour(Kind kind, double value) : m_kind(kind), m_value(value) {}

    Kind m_kind;
    double m_value;
};

}  // namespace winnow::ui
