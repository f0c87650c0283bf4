// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/engine_process.h"

#include "engine/store/error.h"
#include "ui/engine/locate.h"
#include "ui/session/json_text.h"
#include "ui/session/wording.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>
#include <utility>

namespace winnow::ui {
namespace {

constexpr std::chrono::minutes kSilenceLimit{2};

/// The job as `winnow-engine run` reads it. The fields go in as they are: a share 1.0 must not
/// become a count 1.
QByteArray jobText(const JobRequest& request, const QString& project) {
    const QByteArray head =
        jsonText({{QStringLiteral("kind"), request.kind},
                  {QStringLiteral("project"), QFileInfo(project).absoluteFilePath()}});
    return head.chopped(1) + ",\"fields\":" + request.fields + "}";
}

}  // namespace

EngineProcess::EngineProcess(QObject* parent) : QObject(parent) {
    m_silence.setSingleShot(true);
    m_silence.setInterval(kSilenceLimit);
    m_patience.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        m_silent = true;
        Q_EMIT silenceChanged(true);
    });
    connect(&m_patience, &QTimer::timeout, &m_process, &QProcess::kill);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &EngineProcess::readEvents);
    connect(&m_process, &QProcess::readyReadStandardError, this, &EngineProcess::readWords);
    connect(&m_process, &QProcess::started, this, [this] { m_pid = m_process.processId(); });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        end(status, code);
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) return;
        m_errorSentence = tr("winnow-engine did not start: %1.").arg(m_process.errorString());
        end(QProcess::NormalExit, 1);
    });
}

EngineProcess::~EngineProcess() {
    m_over = true;
    m_process.disconnect(this);
    if (!isRunning()) return;
    m_process.kill();
    m_process.waitForFinished();
}

void EngineProcess::setSilenceLimit(std::chrono::milliseconds limit) {
    m_silence.setInterval(limit);
}

void EngineProcess::start(const JobRequest& request, const QString& project) {
    m_clock.start();
    const EngineLocation engine = locateEngine();
    m_folder = std::make_unique<QTemporaryDir>();
    const QString path = m_folder->filePath(QStringLiteral("job.json"));
    QFile file(path);
    const QByteArray text = jobText(request, project);
    if (!engine.trouble.isEmpty()) {
        m_errorSentence = engine.trouble;
    } else if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() ||
               !file.flush()) {
        m_errorSentence = tr("The job could not be written to %1: %2. Free some space there.")
                              .arg(QDir::tempPath(), file.errorString());
    }
    if (!m_errorSentence.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this] { end(QProcess::NormalExit, 1); }, Qt::QueuedConnection);
        return;
    }
    m_silence.start();
    m_process.start(engine.program, {QStringLiteral("run"), path, QStringLiteral("--events")});
}

void EngineProcess::cancel(std::chrono::milliseconds patience) {
    if (!isRunning()) return;
    m_cancelled = true;
    m_process.terminate();
    m_patience.start(patience);
}

void EngineProcess::heard() {
    if (!m_over) m_silence.start();
    if (!std::exchange(m_silent, false)) return;
    Q_EMIT silenceChanged(false);
}

void EngineProcess::readEvents() {
    heard();
    for (const EngineEvent& each : m_reader.feed(m_process.readAllStandardOutput())) {
        if (each.kind == EngineEvent::Kind::Error) m_errorSentence = each.text;
        if (each.kind == EngineEvent::Kind::Done) {
            m_ending.artifact = each.text;
            m_ending.summary = each.summary;
        }
        Q_EMIT event(each);
    }
}

void EngineProcess::readWords() {
    heard();
    m_words += m_process.readAllStandardError();
    for (qsizetype end; (end = m_words.indexOf('\n')) >= 0;) {
        m_lastWords = QString::fromUtf8(m_words.left(end)).trimmed();
        m_words.remove(0, end + 1);
        Q_EMIT said(m_lastWords);
    }
}

QString EngineProcess::failureSentence(int code) const {
    if (!m_errorSentence.isEmpty()) return sentenceText(m_errorSentence);
    const QString prefix = QStringLiteral("winnow-engine: ");
    if (m_lastWords.startsWith(prefix)) return sentenceText(m_lastWords.mid(prefix.size()));
    if (code == exit_code::kBadInput) return tr("The engine refused the job; its log says why.");
    if (code == exit_code::kOutOfResources)
        return tr("Memory or disk ran out; a smaller job needs less.");
    return tr("The engine failed with code %1; its log says where.").arg(code);
}

void EngineProcess::end(QProcess::ExitStatus status, int code) {
    if (std::exchange(m_over, true)) return;
    if (m_process.isOpen()) {
        readEvents();
        readWords();
    }
    m_silence.stop();
    m_patience.stop();
    m_ending.exitCode = code;
    m_ending.seconds = static_cast<double>(m_clock.elapsed()) / 1000;
    if (status == QProcess::CrashExit) {
        // Its exit code is the signal.
        m_ending.state = m_cancelled ? JobState::Cancelled : JobState::Interrupted;
        if (!m_cancelled)
            m_ending.sentence =
                tr("The engine was ended from outside (signal %1); often memory ran out.")
                    .arg(code);
        else if (code == SIGKILL)
            m_ending.sentence = tr("It did not stop by itself and was ended.");
    } else if (code == exit_code::kCancelled) {
        m_ending.state = JobState::Cancelled;
    } else if (code != 0) {
        m_ending.state = JobState::Failed;
        m_ending.sentence = failureSentence(code);
    }
    Q_EMIT ended(m_ending);
}

}  // namespace winnow::ui
