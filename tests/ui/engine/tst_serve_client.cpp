// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/session/sample_project.h"
#include "ui/engine/serve_client.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <optional>

using namespace winnow;
using namespace winnow::ui;

class TestServeClient : public QObject {
    Q_OBJECT

    const test::SampleProject m_project{20, false};

    [[nodiscard]] static QJsonObject ping() { return {{"ask", "ping"}}; }

private Q_SLOTS:
    void theRealEngineAnswers() {
        ServeClient client;
        client.setProject(m_project.folder());
        std::optional<ServeAnswer> pong, refused;
        client.ask(ping(), this, [&](const ServeAnswer& answer) { pong = answer; });
        client.neighbours("kernel-1", 3, 5, this, [&](const ServeAnswer& a) { refused = a; });
        QTRY_VERIFY_WITH_TIMEOUT(refused, 60000);
        QVERIFY(pong && pong->ok);
        QVERIFY(!refused->ok);
        QVERIFY2(refused->error.contains("kernel") && refused->error.endsWith('.'),
                 qPrintable(refused->error));
    }

    void itIsStartedAgainWhenItDies() {
        ServeClient client;
        client.setProject(m_project.folder());
        int answers = 0;
        const auto count = [&](const ServeAnswer& answer) { answers += answer.ok ? 1 : 0; };
        client.ask(ping(), this, count);
        QTRY_COMPARE_WITH_TIMEOUT(answers, 1, 60000);
        const qint64 first = client.processId();
        QVERIFY(first > 0);
        ::kill(static_cast<pid_t>(first), SIGKILL);
        client.ask(ping(), this, count);
        QTRY_COMPARE_WITH_TIMEOUT(answers, 2, 60000);
        QVERIFY(client.processId() != first);
    }

    void onlyTheNewestOfATopicIsAsked() {
        const test::EngineScript script(
            "while read line; do echo \"$line\" >> \"$(dirname $0)/asked\"; sleep 0.1; "
            "echo \"$line\" | sed 's/}/,\"ok\":true}/'; done");
        ServeClient client;
        client.setProject(m_project.folder());
        QStringList answers;
        for (int i = 0; i < 5; ++i)
            client.ask(
                {{"ask", "neighbours"}, {"sample", i}},
                this,
                [&](const ServeAnswer& answer) {
                    answers += answer.ok ? QString::number(answer.body["sample"].toInt()) : "no";
                },
                "row");
        QTRY_COMPARE(answers, (QStringList{"no", "no", "no", "no", "4"}));
    }

    void anEngineThatAlwaysDiesIsASentence() {
        const test::EngineScript script("echo 'winnow-engine: the module is missing' >&2; exit 1");
        ServeClient client;
        client.setProject(m_project.folder());
        const QSignalSpy failed(&client, &ServeClient::failed);
        std::optional<ServeAnswer> answer;
        client.ask(ping(), this, [&](const ServeAnswer& a) { answer = a; });
        QTRY_VERIFY(answer);
        QVERIFY(!answer->ok);
        QVERIFY2(answer->error.contains("the module is missing"), qPrintable(answer->error));
        QCOMPARE(failed.count(), 1);
    }

    void nobodyIsCalledWhoHasGone() {
        const test::EngineScript script("while read line; do echo \"$line\"; done");
        ServeClient client;
        client.setProject(m_project.folder());
        int calls = 0;
        auto gone = std::make_unique<QObject>();
        client.ask(ping(), gone.get(), [&](const ServeAnswer&) { ++calls; });
        gone.reset();
        bool answered = false;
        client.ask(ping(), this, [&](const ServeAnswer&) { answered = true; });
        QTRY_VERIFY(answered);
        QCOMPARE(calls, 0);
    }

    void closingAnswersWhatWaits() {
        const test::EngineScript script("while read line; do sleep 60; done");
        ServeClient client;
        client.setProject(m_project.folder());
        std::optional<ServeAnswer> answer;
        client.ask(ping(), this, [&](const ServeAnswer& a) { answer = a; });
        QTRY_VERIFY(client.isRunning());
        client.setProject({});
        QTRY_VERIFY(answer);
        QVERIFY(!answer->ok);
        QVERIFY(!client.isRunning());
    }
};

QTEST_GUILESS_MAIN(TestServeClient)
#include "tst_serve_client.moc"
