// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>
#include <utility>

namespace winnow::store {

/// The SQLite file of a project: opening it, its transactions, and its failures as sentences.
/// Internal to engine/store: all SQL stays in this folder.
class Catalogue {
public:
    enum class Mode { Read, Write };

    /// Makes a catalogue of the present schema: it is there wholly or not at all. One that is there
    /// already, another process's perhaps, is left as it is.
    static void create(const std::filesystem::path& file);

    /// Checks what the file is before SQLite sees it, so that a catalogue that is refused stays
    /// untouched. Throws Error{BadInput}: absent, no catalogue, newer version, not writable.
    Catalogue(std::filesystem::path file, Mode mode);

    /// Calls `work(database)` and turns what SQLite throws into an Error.
    template <typename Work>
    decltype(auto) run(Work&& work) const {
        try {
            return std::forward<Work>(work)(m_database);
        } catch (const SQLite::Exception& failure) {
            throw error(failure);
        }
    }
    /// The same on one snapshot: nothing changes between the queries of `work`.
    template <typename Work>
    auto read(Work&& work) const {
        return run([&](SQLite::Database& database) {
            const SQLite::Transaction snapshot(database, SQLite::TransactionBehavior::DEFERRED);
            return work(database);
        });
    }
    /// The same as the only writer; all of it happens or nothing does.
    template <typename Work>
    auto write(Work&& work) const {
        return run([&](SQLite::Database& database) {
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            if constexpr (std::is_void_v<decltype(work(database))>) {
                work(database);
                transaction.commit();
            } else {
                auto result = work(database);
                transaction.commit();
                return result;
            }
        });
    }

private:
    [[nodiscard]] Error error(const SQLite::Exception& failure) const;
    void prepare(Mode mode);

    std::filesystem::path m_file;
    mutable SQLite::Database m_database;
};

}  // namespace winnow::store
