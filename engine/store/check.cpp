// SPDX-License-Identifier: Apache-2.0
#include "engine/store/checksum.h"
#include "engine/store/file.h"
#include "engine/store/project_state.h"
#include "engine/store/system_error.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <set>

namespace winnow::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRemedy =
    "; restore it from a backup, or make the artifact again and use the new one";

/// One walk over a project. Folders are listed before rows are read: a writer names its folder in
/// the catalogue before the folder appears, so a living writer is never taken for damage.
class Checker {
public:
    explicit Checker(const Project& project, const ProjectState& state)
        : m_project(project), m_state(state) {}

    std::vector<Damage> damages() {
        listFolders();
        try {
            checkCatalogue();
            for (const ArtifactRow& row : m_project.artifacts()) {
                try {
                    checkArtifact(row);
                } catch (const fs::filesystem_error& failure) {
                    add(row.id,
                        systemError(failure.code().value(), "read", failure.path1()).what());
                }
            }
            checkStrangers();
        } catch (const Error& error) {
            add("project.db", error.what());
        }
        return std::move(m_damages);
    }

private:
    void add(std::string where, std::string sentence) {
        m_damages.push_back({std::move(where), std::move(sentence)});
    }

    void listFolders() {
        std::error_code failure;
        for (const auto& entry : fs::directory_iterator(m_state.arrays(), failure)) {
            const std::string name = entry.path().filename().string();
            if (!name.starts_with(kDraftPrefix)) m_strangers.insert(name);
        }
        if (failure)
            add("arrays", "the folder arrays is missing or cannot be read" + std::string(kRemedy));
    }

    void checkCatalogue() {
        m_state.catalogue.run([&](SQLite::Database& database) {
            SQLite::Statement integrity(database, "PRAGMA integrity_check(1)");
            if (integrity.executeStep() && integrity.getColumn(0).getString() != "ok")
                add("project.db", "the catalogue project.db is damaged; restore it from a backup");
            SQLite::Statement dangling(
                database,
                "SELECT artifact, 'parent ' || parent FROM parent "
                "WHERE parent NOT IN (SELECT id FROM artifact) "
                "UNION ALL SELECT id, 'job ' || job FROM artifact "
                "WHERE job IS NOT NULL AND job NOT IN (SELECT id FROM job) "
                "UNION ALL SELECT id, 'result ' || artifact FROM job "
                "WHERE artifact IS NOT NULL AND artifact NOT IN (SELECT id FROM artifact)");
            while (dangling.executeStep()) {
                const std::string id = dangling.getColumn(0).getString();
                add(id,
                    id + " names a " + dangling.getColumn(1).getString() +
                        " that is not in the catalogue; restore project.db from a backup");
            }
            SQLite::Statement pending(database, "SELECT id FROM pending");
            while (pending.executeStep()) m_strangers.erase(pending.getColumn(0).getString());
        });
    }

    void checkArtifact(const ArtifactRow& row) {
        m_strangers.erase(row.id);
        if (!nlohmann::json::accept(row.spec) || !nlohmann::json::accept(row.summary))
            add(row.id,
                "the catalogue entry of " + row.id +
                    " is damaged: its spec or summary is no JSON; restore project.db from a "
                    "backup");
        const fs::path folder = m_state.artifactFolder(row.id);
        if (!fs::is_directory(folder)) {
            add(row.id, "the folder arrays/" + row.id + " is missing" + std::string(kRemedy));
            return;
        }
        std::set<std::string> known;
        for (const FileRow& file : m_project.files(row.id)) {
            known.insert(file.path);
            checkFile(file);
        }
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const std::string path =
                entry.path().lexically_relative(m_state.folder).generic_string();
            if (!entry.is_directory() && !known.contains(path))
                add(path, path + " is not in the catalogue; move it out of the project");
        }
    }

    void checkFile(const FileRow& file) {
        const std::string sentence = wrongWith(file, m_state.folder / file.path);
        if (!sentence.empty()) add(file.path, file.path + " " + sentence + std::string(kRemedy));
    }

    static std::string wrongWith(const FileRow& file, const fs::path& path) {
        try {
            if (!fs::exists(path)) return "is missing";
            const auto size = static_cast<std::int64_t>(File(path, O_RDONLY).size());
            if (size != file.bytes)
                return "has " + std::to_string(size) + " bytes where it was stored with " +
                       std::to_string(file.bytes);
            if (checksumOfFile(path) != file.checksum)
                return "is damaged: its contents changed since it was stored (checksum)";
            if (path.extension() == ".npy") [[maybe_unused]]
                const MappedNpy opens(path);
            return {};
        } catch (const Error& error) {
            return "is damaged (" + std::string(error.what()) + ")";
        }
    }

    void checkStrangers() {
        for (const std::string& name : m_strangers)
            if (fs::exists(m_state.arrays() / name))
                add("arrays/" + name,
                    "arrays/" + name +
                        " belongs to no artifact of the catalogue; move it out of the project");
    }

    const Project& m_project;
    const ProjectState& m_state;
    std::set<std::string> m_strangers;  ///< names in arrays/ that no row has claimed yet
    std::vector<Damage> m_damages;
};

}  // namespace

std::vector<Damage> Project::check() const { return Checker(*this, *m_impl).damages(); }

}  // namespace winnow::store
