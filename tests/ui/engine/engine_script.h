// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

namespace winnow::test {

/// A shell script in the place of winnow-engine (WINNOW_ENGINE) for as long as this object lives:
/// ends, silences and crashes that a real engine shows only now and then.
class EngineScript {
public:
    explicit EngineScript(const QByteArray& body) : m_before(qgetenv("WINNOW_ENGINE")) {
        const QString path = m_dir.filePath(QStringLiteral("engine"));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write("#!/bin/sh\n" + body + "\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("WINNOW_ENGINE", path.toUtf8());
    }
    ~EngineScript() { qputenv("WINNOW_ENGINE", m_before); }
    EngineScript(const EngineScript&) = delete;
    EngineScript& operator=(const EngineScript&) = delete;

    [[nodiscard]] QString folder() const { return m_dir.path(); }

private:
    QTemporaryDir m_dir;
    QByteArray m_before;
};

/// No winnow-engine for as long as this object lives.
class NoEngine {
public:
    NoEngine() : m_before(qgetenv("WINNOW_ENGINE")) { qputenv("WINNOW_ENGINE", "/nowhere/engine"); }
    ~NoEngine() { qputenv("WINNOW_ENGINE", m_before); }
    NoEngine(const NoEngine&) = delete;
    NoEngine& operator=(const NoEngine&) = delete;

private:
    QByteArray m_before;
};

}  // namespace winnow::test
