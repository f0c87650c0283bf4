// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace winnow::test {

/// A file system of its own in memory, where this process may mount one (root). Unmounted at the
/// end.
class SmallDisk {
public:
    SmallDisk(const QString& folder, int megabytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool mounted() const { return m_mounted; }
    /// From here on nothing in it can be written.
    [[nodiscard]] bool makeReadOnly();

private:
    QString m_folder;
    bool m_mounted = false;
};

}  // namespace winnow::test
