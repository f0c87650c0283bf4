// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/calc_fields.h"

#include "engine/jobs/infinite_fields.h"

#include <utility>

namespace winnow::jobs {

Field inputFile(std::string name, std::string help, bool required) {
    return {.name = std::move(name),
            .type = FieldType::Path,
            .help = std::move(help),
            .required = required,
            .mustExist = true,
            .group = "Input"};
}

Field outputFile(std::string help, bool required) {
    return {.name = "out",
            .type = FieldType::Path,
            .help = std::move(help),
            .required = required,
            .group = "Result"};
}

std::vector<Field> oneKernelFields(bool ridge) {
    auto fields = infiniteKernelFields("", "one only");
    for (Field& field : fields)
        if (field.name == "kernel") {
            field.repeated = false;
            field.required = true;
        }
    if (!ridge)
        std::erase_if(fields, [](const Field& field) {
            return field.name == "reg" || field.name == "reg-scale";
        });
    return fields;
}

}  // namespace winnow::jobs
