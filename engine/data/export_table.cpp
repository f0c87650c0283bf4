// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export_writers.h"

#include <fmt/format.h>

#include <cmath>

namespace winnow::data {

namespace {

template <typename T>
std::string number(const store::Array& values, std::size_t row) {
    return fmt::format("{}", values.as<T>()[row]);
}

template <typename T>
std::string realNumber(const store::Array& values, std::size_t row) {
    const T value = values.as<T>()[row];
    return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

/// A cell; not-a-number is an empty one. fmt writes the shortest text that reads back as the same
/// number.
std::string cell(const store::Array& values, std::size_t row) {
    using store::DType;
    switch (values.dtype) {
        case DType::Bool:
            return values.bytes[row] == std::byte{0} ? "0" : "1";
        case DType::Int8:
            return fmt::format("{}", int{values.as<std::int8_t>()[row]});
        case DType::UInt8:
            return fmt::format("{}", int{values.as<std::uint8_t>()[row]});
        case DType::Int16:
            return number<std::int16_t>(values, row);
        case DType::UInt16:
            return number<std::uint16_t>(values, row);
        case DType::Int32:
            return number<std::int32_t>(values, row);
        case DType::UInt32:
            return number<std::uint32_t>(values, row);
        case DType::Int64:
            return number<std::int64_t>(values, row);
        case DType::UInt64:
            return number<std::uint64_t>(values, row);
        case DType::Float32:
            return realNumber<float>(values, row);
        case DType::Float64:
            return realNumber<double>(values, row);
    }
    return {};
}

}  // namespace

std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

void writeTable(const ExportRequest& request,
                const StagingFolder& folder,
                const jobs::JobContext& job) {
    RecordWriter table(folder.place("selection.csv"), false);
    const auto append = [&](std::string_view text) {
        table.append({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    };
    std::string line = "index,label,class,original_label,kept,stage";
    if (request.originals) line += ",file";
    for (const ScoreColumn& column : request.scores) line += "," + csvField(column.name);
    append(line + "\n");
    const auto labels = request.dataset.train.labels();
    forRows(allRowsOf(request.dataset.train), "writing the table", job, [&](std::int64_t row) {
        const auto i = static_cast<std::size_t>(row);
        const std::int64_t label = request.label(row);
        line = fmt::format("{},{},{},{},{},{}",
                           row,
                           label,
                           csvField(request.dataset.classNames[static_cast<std::size_t>(label)]),
                           labels[i],
                           request.isExported(row) ? 1 : 0,
                           stageName(static_cast<Stage>(request.stage[i])));
        if (request.originals) line += "," + csvField(request.originals->train.at(i).path);
        for (const ScoreColumn& column : request.scores) line += "," + cell(column.values, i);
        append(line + "\n");
    });
    table.finish();
}

}  // namespace winnow::data
