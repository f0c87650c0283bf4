// SPDX-License-Identifier: Apache-2.0
#include "tests/end_to_end/engine_program.h"

#include "tests/support/shared_data.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>

#include <signal.h>

namespace winnow::test {
namespace {

constexpr int kLongest = 300'000;  // milliseconds; far beyond any of these runs on a loaded machine

QString program() { return QString::fromStdString(enginePath().string()); }

Finished ended(QProcess& process, const QByteArray& out) {
    Finished finished;
    if (process.waitForFinished(kLongest) && process.exitStatus() == QProcess::NormalExit)
        finished.code = process.exitCode();
    finished.out = out + process.readAllStandardOutput();
    finished.err = process.readAllStandardError();
    return finished;
}

QJsonObject objectIn(const QByteArray& line) { return QJsonDocument::fromJson(line).object(); }

}  // namespace

QJsonValue Finished::json() const {
    const auto document = QJsonDocument::fromJson(out);
    if (document.isArray()) return document.array();
    return document.isObject() ? QJsonValue(document.object()) : QJsonValue();
}

QList<QJsonObject> Finished::events() const {
    QList<QJsonObject> objects;
    auto lines = out.split('\n');
    if (!lines.isEmpty() && lines.back().isEmpty()) lines.removeLast();
    for (const auto& line : lines) objects.append(objectIn(line));
    return objects;
}

QList<QJsonObject> Finished::events(const QString& name) const {
    QList<QJsonObject> objects;
    for (const auto& object : events())
        if (object["event"] == name) objects.append(object);
    return objects;
}

QString Finished::refusedWith(int wanted, const QString& says) const {
    const bool oneLine =
        err.startsWith("winnow-engine: ") && err.endsWith('\n') && err.count('\n') == 1;
    if (code == wanted && out.isEmpty() && oneLine && QString::fromUtf8(err).contains(says))
        return {};
    return QString("code %1, stdout \"%2\", stderr \"%3\"")
        .arg(code)
        .arg(QString(out), QString::fromUtf8(err));
}

Finished engine(const QStringList& arguments, const QByteArray& input, const QString& folder) {
    QProcess process;
    if (!folder.isEmpty()) process.setWorkingDirectory(folder);
    process.start(program(), arguments);
    process.write(input);
    process.closeWriteChannel();
    return ended(process, {});
}

WatchedEngine::WatchedEngine(const QStringList& arguments) {
    m_process.start(program(), arguments + QStringList{"--events"});
    m_process.closeWriteChannel();
}

WatchedEngine::~WatchedEngine() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.kill();
    m_process.waitForFinished();
}

bool WatchedEngine::waitForProgress(const QString& stage, int done) {
    QElapsedTimer timer;
    timer.start();
    while (!timer.hasExpired(kLongest)) {
        if (!m_process.canReadLine() && !m_process.waitForReadyRead(1000)) {
            if (m_process.state() == QProcess::NotRunning) return false;
            continue;
        }
        while (m_process.canReadLine()) {
            const auto line = m_process.readLine();
            m_out += line;
            const auto event = objectIn(line);
            if (event["event"] == "progress" && event["stage"] == stage &&
                event["done"].toInt() >= done)
                return true;
        }
    }
    return false;
}

void WatchedEngine::send(int signal) { ::kill(static_cast<pid_t>(m_process.processId()), signal); }

Finished WatchedEngine::finish() { return ended(m_process, m_out); }

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString folderOf(const QString& project, const QString& name) {
    return project + "/arrays/" +
           engine({"show", project, name, "--json"}).json()["id"].toString() + "/";
}

QJsonObject resultOf(const QString& project, const QString& name) {
    return objectIn(contentOf(folderOf(project, name) + "result.json"));
}

}  // namespace winnow::test
