// SPDX-License-Identifier: Apache-2.0
#include "engine/store/annotations.h"

#include "engine/store/project_state.h"
#include "engine/store/schema.h"

#include <algorithm>
#include <array>

namespace winnow::store {
namespace {

constexpr const char* kCounter = "annotation";
constexpr std::size_t kLongestLine = 100;
// In the order of Action.
constexpr std::array<const char*, 3> kActions{"keep", "exclude", "relabel"};

void requireLine(std::string_view text, const char* what) {
    const bool control = std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    const bool blank = std::ranges::all_of(text, [](char c) { return c == ' '; });
    if (blank || control || text.size() > kLongestLine)
        throw badInput(std::string(what) + " is one line of 1 to 100 bytes; \"" +
                       std::string(text.substr(0, kLongestLine)) + "\" is not");
}

/// Text of SQL, bound values by position; std::string and std::int64_t.
template <typename... Values>
SQLite::Statement statement(SQLite::Database& database, const char* text, const Values&... values) {
    SQLite::Statement made(database, text);
    int position = 0;
    (made.bind(++position, values), ...);
    return made;
}

/// One writing transaction: checks the data set, does `work`, and counts the change.
template <typename Work>
void change(const ProjectState& state, const std::string& dataset, Work&& work) {
    state.requireWrite();
    state.catalogue.write([&](SQLite::Database& database) {
        auto known = statement(
            database, "SELECT 1 FROM artifact WHERE id = ? AND kind = 'dataset'", dataset);
        if (!known.executeStep())
            throw badInput("there is no data set " + dataset + " in the project " +
                           state.folder.string());
        work(database);
        (void)nextId(database, kCounter);
    });
}

/// Runs a statement whose last question mark is a sample, for each of them.
void forEachSample(SQLite::Statement& statement, int position, std::span<const std::int64_t> ids) {
    for (const std::int64_t id : ids) {
        statement.bind(position, id);
        statement.exec();
        statement.reset();
    }
}

std::string packed(std::span<const std::int64_t> samples) {
    std::string bytes;
    bytes.reserve(samples.size() * 8);
    for (const std::int64_t sample : samples)
        for (int shift = 0; shift < 64; shift += 8)
            bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(sample) >> shift & 0xff));
    return bytes;
}

std::vector<std::int64_t> unpacked(std::string_view bytes) {
    std::vector<std::int64_t> samples(bytes.size() / 8);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        std::uint64_t value = 0;
        for (std::size_t b = 0; b < 8; ++b)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[8 * i + b]))
                     << 8 * b;
        samples[i] = static_cast<std::int64_t>(value);
    }
    return samples;
}

Subset subsetOf(SQLite::Statement& row) {
    return {row.getColumn(0).getString(),
            row.getColumn(1).getString(),
            row.getColumn(2).getString(),
            row.getColumn(3).getString(),
            unpacked(row.getColumn(4).getString()),
            row.getColumn(5).getString()};
}

}  // namespace

Annotations::Annotations(const Project& project) : m_state(project.m_impl.get()) {}

std::map<std::string, std::vector<std::int64_t>> Annotations::tags(std::string_view dataset) const {
    return m_state->catalogue.read([&](SQLite::Database& database) {
        auto query = statement(database,
                               "SELECT tag, sample FROM tag WHERE dataset = ? ORDER BY sample",
                               std::string(dataset));
        std::map<std::string, std::vector<std::int64_t>> tags;
        while (query.executeStep())
            tags[query.getColumn(0).getString()].push_back(query.getColumn(1).getInt64());
        return tags;
    });
}

void Annotations::tag(std::string_view dataset,
                      std::string_view tag,
                      std::span<const std::int64_t> samples) {
    requireLine(tag, "a tag");
    const std::string id(dataset);
    change(*m_state, id, [&](SQLite::Database& database) {
        auto insert = statement(database,
                                "INSERT OR IGNORE INTO tag(dataset, tag, created, sample) "
                                "VALUES (?, ?, ?, ?)",
                                id,
                                std::string(tag),
                                utcNow());
        forEachSample(insert, 4, samples);
    });
}

void Annotations::untag(std::string_view dataset,
                        std::string_view tag,
                        std::span<const std::int64_t> samples) {
    const std::string id(dataset);
    change(*m_state, id, [&](SQLite::Database& database) {
        auto remove = statement(database,
                                "DELETE FROM tag WHERE dataset = ? AND tag = ? AND sample = ?",
                                id,
                                std::string(tag));
        forEachSample(remove, 3, samples);
    });
}

std::vector<Decision> Annotations::decisions(std::string_view dataset) const {
    return m_state->catalogue.read([&](SQLite::Database& database) {
        auto query = statement(
            database,
            "SELECT sample, action, label FROM decision WHERE dataset = ? ORDER BY sample",
            std::string(dataset));
        std::vector<Decision> decisions;
        while (query.executeStep()) {
            const std::string action = query.getColumn(1).getString();
            const auto at = std::ranges::find(kActions, action) - kActions.begin();
            decisions.push_back({query.getColumn(0).getInt64(),
                                 static_cast<Action>(at),
                                 query.getColumn(2).isNull() ? -1 : query.getColumn(2).getInt64()});
        }
        return decisions;
    });
}

void Annotations::decide(std::string_view dataset, std::span<const Decision> decisions) {
    const std::string id(dataset);
    change(*m_state, id, [&](SQLite::Database& database) {
        auto insert = statement(database,
                                "INSERT OR REPLACE INTO decision(dataset, created, sample, "
                                "action, label) VALUES (?, ?, ?, ?, ?)",
                                id,
                                utcNow());
        for (const Decision& decision : decisions) {
            if (decision.sample < 0 || (decision.action == Action::Relabel && decision.label < 0))
                throw badInput("sample " + std::to_string(decision.sample) +
                               " cannot be given the class " + std::to_string(decision.label) +
                               "; both count from 0");
            insert.bind(3, decision.sample);
            insert.bind(4, kActions.at(static_cast<std::size_t>(decision.action)));
            if (decision.action == Action::Relabel)
                insert.bind(5, decision.label);
            else
                insert.bind(5);
            insert.exec();
            insert.reset();
        }
    });
}

void Annotations::withdraw(std::string_view dataset, std::span<const std::int64_t> samples) {
    const std::string id(dataset);
    change(*m_state, id, [&](SQLite::Database& database) {
        auto remove =
            statement(database, "DELETE FROM decision WHERE dataset = ? AND sample = ?", id);
        forEachSample(remove, 2, samples);
    });
}

std::vector<Subset> Annotations::subsets(std::string_view dataset) const {
    return m_state->catalogue.read([&](SQLite::Database& database) {
        // Ids end in a running number, so the shorter of two is the older one.
        auto query = statement(database,
                               "SELECT id, dataset, name, rule, samples, created FROM selection "
                               "WHERE dataset = ? ORDER BY length(id), id",
                               std::string(dataset));
        std::vector<Subset> subsets;
        while (query.executeStep()) subsets.push_back(subsetOf(query));
        return subsets;
    });
}

Subset Annotations::subset(std::string_view dataset, std::string_view idOrName) const {
    const std::vector<Subset> all = subsets(dataset);
    const auto it = std::ranges::find_if(all, [&](const Subset& subset) {
        return subset.id == idOrName || subset.name == idOrName;
    });
    if (it != all.end()) return *it;
    std::string known;
    for (const Subset& subset : all) known += (known.empty() ? "" : ", ") + subset.name;
    throw badInput("there is no subset \"" + std::string(idOrName) + "\" of " +
                   std::string(dataset) + "; " +
                   (known.empty() ? "none has been saved" : "there are " + known));
}

std::string Annotations::put(Subset subset) {
    requireLine(subset.name, "the name of a subset");
    std::ranges::sort(subset.samples);
    change(*m_state, subset.dataset, [&](SQLite::Database& database) {
        auto taken = statement(database,
                               "SELECT 1 FROM selection WHERE dataset = ? AND name = ? AND id <> ?",
                               subset.dataset,
                               subset.name,
                               subset.id);
        if (taken.executeStep())
            throw badInput("there is a subset \"" + subset.name + "\" of " + subset.dataset +
                           " already; choose another name");
        if (subset.id.empty()) subset.id = nextId(database, "subset");
        auto insert = statement(database,
                                "INSERT OR REPLACE INTO selection(id, dataset, name, rule, "
                                "created, samples) VALUES (?, ?, ?, ?, ?, ?)",
                                subset.id,
                                subset.dataset,
                                subset.name,
                                subset.rule,
                                utcNow());
        const std::string bytes = packed(subset.samples);
        insert.bind(6, bytes.data(), static_cast<int>(bytes.size()));
        insert.exec();
    });
    return subset.id;
}

void Annotations::removeSubset(std::string_view id) {
    m_state->requireWrite();
    m_state->catalogue.write([&](SQLite::Database& database) {
        statement(database, "DELETE FROM selection WHERE id = ?", std::string(id)).exec();
        (void)nextId(database, kCounter);
    });
}

std::int64_t Annotations::version() const {
    return m_state->catalogue.run([](SQLite::Database& database) -> std::int64_t {
        auto query =
            statement(database, "SELECT last FROM counter WHERE kind = ?", std::string(kCounter));
        return query.executeStep() ? query.getColumn(0).getInt64() : 0;
    });
}

}  // namespace winnow::store
