// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

#include <cstdint>
#include <optional>

namespace winnow::ui {

/// One line of `winnow-engine ... --events`.
struct EngineEvent {
    enum class Kind { Progress, Metric, Artifact, Warning, Error, Done };
    Kind kind = Kind::Progress;

    QString text;                       ///< stage, metric's name, artifact's id, or the sentence
    QString artifactKind;               ///< Artifact
    std::int64_t done = 0, total = 0;   ///< Progress; total 0: unknown
    std::optional<double> secondsLeft;  ///< Progress
    std::int64_t step = 0;              ///< Metric
    double value = 0;                   ///< Metric, NaN where not finite; Done: seconds
    int code = 0;                       ///< Error: as the exit code
    QByteArray summary;                 ///< Done: JSON object, may be empty
};

/// Decodes the engine's standard output, which arrives in pieces of any size. Lines that are no
/// event are passed over and counted.
class EventReader {
public:
    [[nodiscard]] QVector<EngineEvent> feed(const QByteArray& bytes);
    [[nodiscard]] int strangeLines() const { return m_strange; }

private:
    QByteArray m_rest;
    int m_strange = 0;
};

}  // namespace winnow::ui
