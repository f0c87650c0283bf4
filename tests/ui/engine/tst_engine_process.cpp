// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/engine/engine_script.h"
#include "ui/engine/engine_process.h"
#include "ui/engine/locate.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace winnow;
using namespace winnow::ui;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(winnow::ui::JobState)
Q_DECLARE_METATYPE(winnow::ui::EngineEnding)

class TestEngineProcess : public QObject {
    Q_OBJECT

    [[nodiscard]] static EngineEnding endOf(QSignalSpy& ended) {
        if (ended.isEmpty() && !ended.wait(20000)) return {};
        return ended.front().front().value<EngineEnding>();
    }

private Q_SLOTS:
    void endsAreSentences_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<JobState>("state");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* body, JobState state, const char* text) {
            QTest::newRow(name) << QByteArray(body) << state << QString(text);
        };
        row("done", "echo '{\"event\":\"done\",\"seconds\":1}'", JobState::Done, "");
        row("an error event",
            "echo '{\"event\":\"error\",\"code\":2,\"message\":\"epochs is 0; it is 1 or more\"}'; "
            "exit 2",
            JobState::Failed,
            "Epochs is 0; it is 1 or more.");
        row("words alone",
            "echo 'winnow-engine: no such file x' >&2; exit 2",
            JobState::Failed,
            "No such file x.");
        row("bad input without words",
            "exit 2",
            JobState::Failed,
            "The engine refused the job; its log says why.");
        row("no room",
            "exit 4",
            JobState::Failed,
            "Memory or disk ran out; a smaller job needs less.");
        row("another code",
            "exit 77",
            JobState::Failed,
            "The engine failed with code 77; its log says where.");
        row("cancelled elsewhere", "exit 3", JobState::Cancelled, "");
        row("killed",
            "kill -9 $$",
            JobState::Interrupted,
            "The engine was ended from outside (signal 9); often memory ran out.");
    }
    void endsAreSentences() {
        QFETCH(QByteArray, body);
        QFETCH(JobState, state);
        QFETCH(QString, sentence);
        const test::EngineScript script(body);
        EngineProcess process;
        QSignalSpy ended(&process, &EngineProcess::ended);
        process.start({"train", "{}"}, "/p");
        const EngineEnding end = endOf(ended);
        QCOMPARE(ended.count(), 1);
        QCOMPARE(end.state, state);
        QCOMPARE(end.sentence, sentence);
        QVERIFY(!process.isRunning());
    }

    void theJobIsHandedOver() {
        const test::EngineScript script("cp \"$2\" \"$(dirname $0)/job\"; echo \"$1 $3\" >&2");
        EngineProcess process;
        QSignalSpy ended(&process, &EngineProcess::ended);
        const QSignalSpy said(&process, &EngineProcess::said);
        process.start({"select", "{\"keep\":1.0,\"floor\":1}"}, "/some/p.winnow");
        QCOMPARE(endOf(ended).state, JobState::Done);
        QCOMPARE(said.front().front().toString(), QString("run --events"));
        QFile file(script.folder() + "/job");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("\"keep\":1.0,\"floor\":1"), text);
        const QJsonObject json = QJsonDocument::fromJson(text).object();
        QCOMPARE(json["kind"].toString(), QString("select"));
        QCOMPARE(json["project"].toString(), QString("/some/p.winnow"));
    }

    void cancelAsksFirst() {
        const test::EngineScript script(
            "trap 'exit 3' TERM; echo up >&2; while :; do sleep 0.05; done");
        EngineProcess process;
        QSignalSpy ended(&process, &EngineProcess::ended);
        QSignalSpy said(&process, &EngineProcess::said);
        process.start({"train", "{}"}, "/p");
        QVERIFY(said.wait(20000));
        QVERIFY(process.processId() > 0);
        process.cancel();
        const EngineEnding end = endOf(ended);
        QCOMPARE(end.state, JobState::Cancelled);
        QCOMPARE(end.sentence, QString());
    }

    void cancelKillsWhatDoesNotListen() {
        const test::EngineScript script("trap '' TERM; echo up >&2; while :; do sleep 0.05; done");
        EngineProcess process;
        QSignalSpy ended(&process, &EngineProcess::ended);
        QSignalSpy said(&process, &EngineProcess::said);
        process.start({"train", "{}"}, "/p");
        QVERIFY(said.wait(20000));
        process.cancel(100ms);
        const EngineEnding end = endOf(ended);
        QCOMPARE(end.state, JobState::Cancelled);
        QCOMPARE(end.sentence, QString("It did not stop by itself and was ended."));
    }

    void silenceIsTold() {
        const test::EngineScript script(
            "while [ ! -e \"$(dirname $0)/go\" ]; do sleep 0.02; done; echo heard >&2; sleep 0.2");
        EngineProcess process;
        process.setSilenceLimit(50ms);
        QSignalSpy silent(&process, &EngineProcess::silenceChanged);
        QSignalSpy ended(&process, &EngineProcess::ended);
        process.start({"train", "{}"}, "/p");
        QVERIFY(silent.wait(20000));
        QCOMPARE(silent.takeFirst().front().toBool(), true);
        QFile(script.folder() + "/go").open(QIODevice::WriteOnly);
        QVERIFY(!silent.isEmpty() || silent.wait(20000));
        QCOMPARE(silent.front().front().toBool(), false);
        QCOMPARE(endOf(ended).state, JobState::Done);
    }

    void aMissingEngineIsASentence() {
        const QByteArray before = qgetenv("WINNOW_ENGINE");
        for (const char* place : {"/nowhere/winnow-engine", "/"}) {
            qputenv("WINNOW_ENGINE", place);
            QVERIFY(locateEngine().program.isEmpty());
            EngineProcess process;
            QSignalSpy ended(&process, &EngineProcess::ended);
            process.start({"train", "{}"}, "/p");
            const EngineEnding end = endOf(ended);
            QCOMPARE(end.state, JobState::Failed);
            QVERIFY2(end.sentence.contains(place), qPrintable(end.sentence));
        }
        qputenv("WINNOW_ENGINE", before);
    }
};

QTEST_GUILESS_MAIN(TestEngineProcess)
#include "tst_engine_process.moc"
