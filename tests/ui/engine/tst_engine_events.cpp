// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/engine_events.h"

#include <QTest>

#include <cmath>

using namespace winnow::ui;

using Kind = EngineEvent::Kind;

class TestEngineEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEachKind() {
        EventReader reader;
        const auto events = reader.feed(
            "{\"event\":\"progress\",\"stage\":\"train\",\"done\":6,\"total\":60,\"eta_s\":1.5}\n"
            "{\"event\":\"progress\",\"stage\":\"train\",\"done\":7,\"total\":0,\"eta_s\":null}\n"
            "{\"event\":\"metric\",\"name\":\"train_loss\",\"step\":3,\"value\":0.25}\n"
            "{\"event\":\"metric\",\"name\":\"train_loss\",\"step\":4,\"value\":null}\n"
            "{\"event\":\"artifact\",\"id\":\"run-1\",\"kind\":\"run\"}\n"
            "{\"event\":\"warning\",\"message\":\"w\"}\n"
            "{\"event\":\"error\",\"code\":4,\"message\":\"e\"}\n"
            "{\"event\":\"done\",\"seconds\":2.5,\"artifact\":\"run-1\",\"summary\":{\"a\":1}}\n");
        QCOMPARE(events.size(), 8);
        QCOMPARE(events[0].text, QString("train"));
        QCOMPARE(events[0].done, std::int64_t{6});
        QCOMPARE(events[0].total, std::int64_t{60});
        QCOMPARE(events[0].secondsLeft, std::optional(1.5));
        QVERIFY(!events[1].secondsLeft);
        QCOMPARE(events[2].step, std::int64_t{3});
        QCOMPARE(events[2].value, 0.25);
        QVERIFY(std::isnan(events[3].value));
        QCOMPARE(events[4].artifactKind, QString("run"));
        QCOMPARE(events[5].kind, Kind::Warning);
        QCOMPARE(events[6].code, 4);
        QCOMPARE(events[7].summary, QByteArray("{\"a\":1}"));
        QCOMPARE(reader.strangeLines(), 0);
    }

    void piecesOfAnySizeGiveTheSame_data() {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 7, 64}) QTest::addRow("%d bytes", size) << size;
    }
    void piecesOfAnySizeGiveTheSame() {
        QFETCH(int, size);
        QByteArray bytes;
        for (int i = 0; i < 20; ++i)
            bytes +=
                "{\"event\":\"warning\",\"message\":\"line " + QByteArray::number(i) + "\"}\r\n";
        EventReader reader;
        QStringList lines;
        for (qsizetype at = 0; at < bytes.size(); at += size)
            for (const EngineEvent& event : reader.feed(bytes.mid(at, size))) lines += event.text;
        QCOMPARE(lines.size(), 20);
        QCOMPARE(lines.back(), QString("line 19"));
    }

    void strangeLinesArePassedOver() {
        EventReader reader;
        const auto events =
            reader.feed("hello\n\n{\"event\":\"new\"}\n[1]\n{\"event\":\"warning\"}\n");
        QCOMPARE(events.size(), 1);
        QCOMPARE(reader.strangeLines(), 3);
    }
};

QTEST_GUILESS_MAIN(TestEngineEvents)
#include "tst_engine_events.moc"
