// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/export_formats.h"

namespace winnow::jobs {

const std::vector<std::string>& selectionFormats() {
    static const std::vector<std::string> formats{"same", "npz", "folder", "csv"};
    return formats;
}

const std::vector<std::string>& distilledFormats() {
    static const std::vector<std::string> formats{"npz", "png", "folder", "torch"};
    return formats;
}

}  // namespace winnow::jobs
