// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Lengths in px at 13 px text; pass them through winnow::ui::scaled().
namespace winnow::ui::size {

inline constexpr int kSpaceInGroup = 4;
inline constexpr int kSpace = 8;          // between controls
inline constexpr int kPanelPadding = 12;  // also between panels
inline constexpr int kPageMargin = 16;

inline constexpr int kTileRadius = 3;
inline constexpr int kControlRadius = 6;
inline constexpr int kPanelRadius = 8;

inline constexpr int kControlHeight = 28;
inline constexpr int kChipHeight = 26;
inline constexpr int kTableRow = 28;
inline constexpr int kDenseTableRow = 24;
inline constexpr int kTableHeader = 26;
inline constexpr int kIcon = 16;
inline constexpr int kProgressBar = 6;

inline constexpr int kHeadBar = 40;
inline constexpr int kFilterBar = 40;
inline constexpr int kRail = 184;
inline constexpr int kRailFolded = 56;
inline constexpr int kInspector = 280;
inline constexpr int kJobStrip = 32;
inline constexpr int kJobsDock = 248;
inline constexpr int kJobsDockWithLog = 340;

inline constexpr int kChartMinimumWidth = 280;
inline constexpr int kChartMinimumHeight = 180;
inline constexpr int kLowChartMinimumHeight = 152;  // under what needs the height more

}  // namespace winnow::ui::size
