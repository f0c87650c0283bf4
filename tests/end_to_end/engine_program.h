// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace winnow::test {

/// How a run of winnow-engine ended.
struct Finished {
    int code = -1;  ///< -1: it crashed or did not end
    QByteArray out, err;

    /// stdout as one JSON value; null when it is none.
    [[nodiscard]] QJsonValue json() const;
    /// stdout as JSON lines; a line that is no JSON object is an empty one.
    [[nodiscard]] QList<QJsonObject> events() const;
    [[nodiscard]] QList<QJsonObject> events(const QString& name) const;
    /// Exit code `wanted`, nothing on stdout, and one line on stderr that begins with the program's
    /// name and holds `says`; otherwise what was there instead.
    [[nodiscard]] QString refusedWith(int wanted, const QString& says) const;
};

/// Runs winnow-engine to its end. `input` goes to its stdin.
[[nodiscard]] Finished engine(const QStringList& arguments,
                              const QByteArray& input = {},
                              const QString& folder = {});

/// Empty when it cannot be read.
[[nodiscard]] QByteArray contentOf(const QString& path);
/// Where an artifact's files lie, with a slash at the end; `name` its name or id.
[[nodiscard]] QString folderOf(const QString& project, const QString& name);
/// Its result.json.
[[nodiscard]] QJsonObject resultOf(const QString& project, const QString& name);

/// A run of winnow-engine with --events that can be watched and stopped.
class WatchedEngine {
public:
    explicit WatchedEngine(const QStringList& arguments);
    ~WatchedEngine();
    /// Waits for a progress event with at least `done` in `stage`; false when the program ends
    /// before.
    [[nodiscard]] bool waitForProgress(const QString& stage, int done);
    void send(int signal);
    /// Waits for the end.
    [[nodiscard]] Finished finish();

private:
    QProcess m_process;
    QByteArray m_out;
};

}  // namespace winnow::test
