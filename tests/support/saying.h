// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"

#include <QString>

namespace winnow::test {

/// The sentence of the Error that `work` throws; "nothing" where it throws none.
template <typename Work>
[[nodiscard]] QString saying(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return QStringLiteral("nothing");
}

}  // namespace winnow::test
