// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTemporaryDir>

namespace winnow::test {

/// A project the real engine made once: 240 samples of the planted set, LeNet-5 after two epochs
/// with a snapshot of each, kernel "stored" (centred, with its matrix), its clusters "cluster-1"
/// and map, kernel "streamed" (lpntk, without matrix) and its clusters "of lpntk", and kernel
/// "bare" of a run "bare" without snapshots. `trouble` is empty when all went well.
class EngineProject {
public:
    static constexpr int kSamples = 240;

    EngineProject();

    [[nodiscard]] QString folder() const;
    QString trouble;

private:
    void run(const QStringList& arguments);

    QTemporaryDir m_dir;
};

}  // namespace winnow::test
