// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/engine_events.h"
#include "ui/engine/job.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <chrono>
#include <memory>

namespace winnow::ui {

/// How a job's process ended, for the person.
struct EngineEnding {
    JobState state = JobState::Done;  ///< Done, Cancelled, Failed or Interrupted
    int exitCode = 0;                 ///< 0, or one of winnow::exit_code
    QString sentence;                 ///< empty when done
    QString artifact;
    QByteArray summary;
    double seconds = 0;
};

/// One job in a winnow-engine of its own, `winnow-engine run JOB.json --events`.
class EngineProcess : public QObject {
    Q_OBJECT

public:
    explicit EngineProcess(QObject* parent = nullptr);
    /// An engine still running is killed: its work folder lets the job be resumed.
    ~EngineProcess() override;

    /// Once per object. What goes wrong here comes as ended(), later.
    void start(const JobRequest& request, const QString& project);
    /// Asks the engine to stop; kills it when it has not stopped after `patience`.
    void cancel(std::chrono::milliseconds patience = std::chrono::seconds(10));
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] qint64 processId() const { return m_pid; }

    /// After how long without a word silent() comes. Long stages report at least each second.
    void setSilenceLimit(std::chrono::milliseconds limit);

Q_SIGNALS:
    void event(const winnow::ui::EngineEvent& event);
    /// What the engine said on its standard error, line by line.
    void said(const QString& line);
    /// True: nothing has been heard for the limit. False: it speaks again.
    void silenceChanged(bool silent);
    void ended(const winnow::ui::EngineEnding& ending);

private:
    void readEvents();
    void readWords();
    void heard();
    void end(QProcess::ExitStatus status, int code);
    [[nodiscard]] QString failureSentence(int code) const;

    QProcess m_process;
    std::unique_ptr<QTemporaryDir> m_folder;  // of the job's file
    EventReader m_reader;
    QTimer m_silence, m_patience;
    QElapsedTimer m_clock;
    EngineEnding m_ending;
    QString m_errorSentence, m_lastWords;
    QByteArray m_words;
    qint64 m_pid = 0;
    bool m_cancelled = false;
    bool m_silent = false;
    bool m_over = false;
};

}  // namespace winnow::ui
