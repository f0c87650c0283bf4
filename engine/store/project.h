// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"
#include "engine/store/npy.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::store {

struct ProjectState;

/// One line of the catalogue: an array-bearing result and what made it.
struct ArtifactRow {
    std::string id;       ///< "dataset-1", "run-2", "kernel-1": kind and a running number per kind
    std::string kind;     ///< dataset, run, kernel, cluster, selection, embedding
    std::string name;     ///< unique per kind where the person named it, else empty
    std::string created;  ///< UTC, ISO 8601
    std::string spec;     ///< JSON: job kind and every field's value
    std::string summary;  ///< JSON: the few numbers a list or a card shows
    std::vector<std::string> parents;  ///< ids of the artifacts it was made from
    std::string version;               ///< git-describe of the program
    std::int64_t seed = 0;
    double seconds = 0;
    std::string job;  ///< id of the job that made it, empty when none
};

/// The values of every field of the job that made it, out of `spec`. Throws Error{BadInput}: it
/// does not say.
[[nodiscard]] nlohmann::json fieldsOf(const ArtifactRow& row);

/// A file of an artifact, relative to the project folder.
struct FileRow {
    std::string artifact;
    std::string path;
    std::int64_t bytes = 0;
    std::string checksum;  ///< "crc32:0a1b2c3d", as engine/store/checksum.h writes it
};

enum class JobState { Queued, Running, Done, Failed, Cancelled, Interrupted };
[[nodiscard]] std::string_view jobStateName(JobState state);

struct JobRow {
    std::string id;    ///< "job-7"
    std::string kind;  ///< as declared in engine/jobs
    std::string spec;  ///< JSON, canonical (sorted keys): equal specs are the same job
    JobState state = JobState::Queued;
    std::int64_t pid = 0;
    std::string created, started, ended;  ///< UTC, ISO 8601
    std::string stage;
    std::int64_t done = 0, total = 0;
    std::string message;   ///< last error, in a sentence
    std::string artifact;  ///< what it made
};

/// What `check` finds.
struct Damage {
    std::string where;     ///< relative path or artifact id
    std::string sentence;  ///< what is wrong and what to do
};

enum class Access { Read, Write };

/// A project folder NAME.winnow: the catalogue and the arrays. One object per thread.
/// Layout and guarantees: engine/store/README.md.
class Project {
public:
    /// Makes the folder and its catalogue; opens it when there is one already.
    [[nodiscard]] static Project create(const std::filesystem::path& folder);
    /// Throws Error{BadInput}: no project there, damaged, made by a newer version, not writable.
    [[nodiscard]] static Project open(const std::filesystem::path& folder, Access access);
    ~Project();
    Project(Project&&) noexcept;
    Project& operator=(Project&&) noexcept;

    [[nodiscard]] const std::filesystem::path& folder() const;

    // ---- artifacts
    /// Newest last. `kind` empty: all.
    [[nodiscard]] std::vector<ArtifactRow> artifacts(std::string_view kind = {}) const;
    /// By id, by name, or "latest"; throws Error{BadInput} that lists what there is.
    [[nodiscard]] ArtifactRow find(std::string_view kind, std::string_view idOrName) const;
    [[nodiscard]] std::optional<ArtifactRow> artifact(std::string_view id) const;
    [[nodiscard]] std::vector<FileRow> files(std::string_view artifact) const;
    /// Absolute path of a file of an artifact.
    [[nodiscard]] std::filesystem::path path(std::string_view artifact,
                                             std::string_view file) const;
    [[nodiscard]] Array read(std::string_view artifact, std::string_view file) const;
    [[nodiscard]] MappedNpy map(std::string_view artifact, std::string_view file) const;
    [[nodiscard]] bool has(std::string_view artifact, std::string_view file) const;

    // ---- jobs
    [[nodiscard]] std::vector<JobRow> jobs() const;
    /// What a job wrote to its log, while its work folder is there: a job that is done has none.
    [[nodiscard]] std::string jobLog(std::string_view id) const;

    /// Differs from the last answer of this object when another process or object has written to
    /// the catalogue since; costs no reading of it.
    [[nodiscard]] std::int64_t dataVersion() const;

    // ---- settings (window) -----------------------------------------------------------------
    [[nodiscard]] std::optional<std::string> setting(std::string_view key) const;
    void setSetting(std::string_view key, std::string_view value);

    [[nodiscard]] std::vector<Damage> check() const;

private:
    friend class Annotations;
    friend class ArtifactDraft;
    friend class JobLock;
    struct Impl;
    explicit Project(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// An artifact being written. Files go to a folder of temporary name; commit() syncs them,
/// renames the folder to its final place and adds the row, its parents and its files'
/// checksums in one transaction. Without commit() nothing of it remains.
class ArtifactDraft {
public:
    /// row.kind, name, spec, parents, seed, job are used; id, created and version are set here.
    /// Throws Error{BadInput} when the name is taken already for this kind.
    ArtifactDraft(Project& project, ArtifactRow row);
    ~ArtifactDraft();
    ArtifactDraft(ArtifactDraft&&) noexcept;

    /// Folder to write files into (any format; .npy for numbers).
    [[nodiscard]] const std::filesystem::path& folder() const;
    void write(std::string_view file, const Array& array);
    template <typename T>
    void write(std::string_view file, std::span<const T> values, Shape shape) {
        write(file, Array::from<T>(values, std::move(shape)));
    }
    [[nodiscard]] NpyWriter writer(std::string_view file, DType dtype, const Shape& shape);
    void writeText(std::string_view file, std::string_view text);
    /// Moves or links a finished file in (a partial result of a resumed job).
    void adopt(const std::filesystem::path& file, std::string_view as);

    /// Returns the id.
    std::string commit(const nlohmann::json& summary, double seconds);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A job in progress: its row, its exclusive lock, and a work folder that outlives a crash.
/// The same spec (canonical JSON) running elsewhere is refused: Error{BadInput}. A job whose
/// process has died is found `Interrupted`; the same spec again continues in its work folder.
class JobLock {
public:
    JobLock(Project& project, std::string_view kind, const nlohmann::json& spec);
    ~JobLock();  ///< without finish(): state Failed
    JobLock(JobLock&&) noexcept;

    [[nodiscard]] const std::string& id() const;
    /// work/<job id>/: tiles, epochs, checkpoints. Removed when the job is Done.
    [[nodiscard]] const std::filesystem::path& workFolder() const;
    /// True when an earlier, unfinished attempt left this work folder.
    [[nodiscard]] bool resumed() const;
    /// At most a few times a second reaches the catalogue; never throws.
    void progress(std::string_view stage, std::int64_t done, std::int64_t total);
    void finish(JobState state, std::string_view message, std::string_view artifact = {});

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Canonical text of a spec: keys sorted, no spaces.
[[nodiscard]] std::string canonical(const nlohmann::json& spec);

}  // namespace winnow::store
