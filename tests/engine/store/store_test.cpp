// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/store/store_test.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sqlite3.h>
#include <stdexcept>

namespace winnow::test {

namespace fs = std::filesystem;

fs::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

std::string bytesOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void writeBytes(const fs::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void flipByte(const fs::path& file, std::size_t at) {
    std::string bytes = bytesOf(file);
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 0x55);
    writeBytes(file, bytes);
}

std::vector<std::string> namesIn(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

void sql(const fs::path& project, const std::string& statement) {
    sqlite3* database = nullptr;
    char* message = nullptr;
    sqlite3_open((project / "project.db").c_str(), &database);
    sqlite3_exec(database, statement.c_str(), nullptr, nullptr, &message);
    const std::string failure = message == nullptr ? "" : message;
    sqlite3_free(message);
    sqlite3_close(database);
    if (!failure.empty()) throw std::runtime_error(failure);
}

std::string addArtifact(store::Project& project,
                        const std::string& kind,
                        float value,
                        const std::string& name,
                        std::vector<std::string> parents,
                        std::int64_t count) {
    store::ArtifactRow row;
    row.kind = kind;
    row.name = name;
    row.parents = std::move(parents);
    row.seed = 7;
    row.spec = R"({"kind":"test"})";
    store::ArtifactDraft draft(project, row);
    const std::vector<float> values(static_cast<std::size_t>(count), value);
    draft.write<float>("values.npy", values, {count});
    draft.writeText("note.txt", std::to_string(value));
    return draft.commit({{"value", value}}, 0.25);
}

}  // namespace winnow::test
