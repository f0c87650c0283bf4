// SPDX-License-Identifier: Apache-2.0
#include "tests/end_to_end/small_disk.h"

#include <sys/mount.h>

namespace winnow::test {

SmallDisk::SmallDisk(const QString& folder, int megabytes) : m_folder(folder) {
    const auto options = QString("size=%1m").arg(megabytes).toStdString();
    m_mounted = ::mount("tmpfs", m_folder.toStdString().c_str(), "tmpfs", 0, options.c_str()) == 0;
}

SmallDisk::~SmallDisk() {
    if (m_mounted) ::umount2(m_folder.toStdString().c_str(), MNT_DETACH);
}

bool SmallDisk::makeReadOnly() {
    return ::mount(
               nullptr, m_folder.toStdString().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) ==
           0;
}

}  // namespace winnow::test
