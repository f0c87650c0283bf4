// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace winnow::ui {

class Session;

inline constexpr int kTagKeys = 9;

/// The tag of each key 1 to 9; empty where a key has none. Names a person gave stand first; tags in
/// use that have no key take the free ones, in order of name.
[[nodiscard]] QStringList tagKeys(const Session& session);

/// Keeps the names with the project. More than nine are left out.
void setTagKeys(Session& session, const QStringList& tags);

}  // namespace winnow::ui
