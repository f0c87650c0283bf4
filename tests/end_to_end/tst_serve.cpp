// SPDX-License-Identifier: Apache-2.0
// `winnow-engine serve` answers what the stored kernel says, and its pairs add up.
#include "engine/store/npy.h"
#include "tests/end_to_end/engine_program.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace winnow;

namespace {

bool near(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance * (1 + std::abs(b));
}

}  // namespace

class TestServe : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_project;

    QList<QJsonObject> ask(const QByteArray& lines) const {
        return test::engine({"serve", m_project}, lines).events();
    }
    store::Array array(const char* file) const {
        return store::readNpy((m_project + "/arrays/kernel-1/" + file).toStdString());
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("serve.winnow");
        QCOMPARE(
            test::engine({"import", m_project, "planted", "--name", "p", "--limit", "200"}).code,
            0);
        QCOMPARE(
            test::engine({"train", m_project, "--dataset", "p", "--epochs", "4", "--threads", "1"})
                .code,
            0);
        QCOMPARE(
            test::engine(
                {"kernel", m_project, "--run", "run-1", "--neighbours", "20", "--threads", "1"})
                .code,
            0);
    }

    void neighboursAreThoseOfTheKernel() {
        const auto answers =
            ask(R"({"id":7,"ask":"neighbours","kernel":"kernel-1","sample":11,"count":5})"
                "\n");
        QCOMPARE(answers.size(), 1);
        const QJsonObject& answer = answers[0];
        QVERIFY2(answer["ok"].toBool(), qPrintable(answer["error"].toString()));
        QCOMPARE(answer["id"].toInt(), 7);
        const store::Array ids = array("neighbours.npy"), values = array("neighbour_values.npy"),
                           lowest = array("opposed.npy");
        const QJsonArray partners = answer["interchangeable"].toArray();
        QCOMPARE(partners.size(), 5);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(partners[i].toObject()["sample"].toInteger(),
                     qint64{ids.as<std::int64_t>()[11 * 20 + i]});
            QVERIFY(near(
                partners[i].toObject()["kappa"].toDouble(), values.as<float>()[11 * 20 + i], 1e-6));
        }
        QCOMPARE(answer["contradictory"].toArray()[0].toObject()["sample"].toInteger(),
                 qint64{lowest.as<std::int64_t>()[11 * 20]});
        QVERIFY(!answer["unrelated"].toArray().isEmpty());
    }

    void aPairAddsUp() {
        const std::int64_t partner = array("neighbours.npy").as<std::int64_t>()[3 * 20];
        const double kappa = array("neighbour_values.npy").as<float>()[3 * 20];
        const auto answers =
            ask(QStringLiteral(R"({"ask":"pair","kernel":"latest","samples":[3,%1]})")
                    .arg(partner)
                    .toUtf8() +
                "\n");
        QCOMPARE(answers.size(), 1);
        const QJsonObject& answer = answers[0];
        QVERIFY2(answer["ok"].toBool(), qPrintable(answer["error"].toString()));
        QVERIFY(near(answer["kappa"].toDouble(), kappa, 1e-4));
        double layers = 0;
        for (const auto& layer : answer["layers"].toArray())
            layers += layer.toObject()["kappa"].toDouble();
        QCOMPARE(answer["layers"].toArray().size(), 5);
        QVERIFY(near(layers, kappa, 1e-4));
        // kappa = s^T E s / K from the logit block, by the definition.
        const QJsonArray block = answer["logit_block"].toArray();
        const QJsonArray classes = answer["classes"].toArray();
        double sum = 0;
        for (int a = 0; a < 10; ++a)
            for (int b = 0; b < 10; ++b)
                sum += (a == classes[0].toInt() ? 1 : -1) * (b == classes[1].toInt() ? 1 : -1) *
                       block[a].toArray()[b].toDouble();
        QVERIFY(near(sum / 10, kappa, 1e-4));
        const QJsonObject statistics = answer["block_statistics"].toObject();
        double diagonal = 0, largest = -1e30;
        int negative = 0, place = 0;
        for (int i = 0; i < 100; ++i) {
            const double value = block[i / 10].toArray()[i % 10].toDouble();
            if (i / 10 == i % 10) diagonal += std::abs(value);
            negative += value < 0 ? 1 : 0;
            if (value > largest) place = i;
            largest = std::max(largest, value);
        }
        QVERIFY(near(statistics["diagonal_sum"].toDouble(), diagonal, 1e-6));
        QCOMPARE(statistics["negative"].toDouble(), negative / 100.0);
        QCOMPARE(statistics["largest_at_labels"].toBool(),
                 place == classes[0].toInt() * 10 + classes[1].toInt());
        QVERIFY(statistics["largest_to_second"].toDouble() >= 1);
        double probability = 0;
        for (const auto& q : answer["probabilities"].toArray()[0].toArray())
            probability += q.toDouble();
        QVERIFY(near(probability, 1, 1e-6));
    }

    void aBlockHoldsTheKernelAndItsMeans() {
        const store::Array ids = array("neighbours.npy"), values = array("neighbour_values.npy"),
                           diagonal = array("diagonal.npy");
        const std::int64_t partner = ids.as<std::int64_t>()[5 * 20];
        const QString rows = QStringLiteral("[5,%1,7,8]").arg(partner);
        const auto answers =
            ask(QStringLiteral(
                    R"({"ask":"block","kernel":"kernel-1","rows":%1,"columns":[5,9,%2]})"
                    "\n"
                    R"({"ask":"block","kernel":"kernel-1","rows":%1,"columns":%1,"members":2})"
                    "\n"
                    R"({"ask":"block","kernel":"kernel-1","rows":%1,"columns":%1})"
                    "\n"
                    R"({"ask":"block","kernel":"kernel-1","rows":[5],"columns":%1,)"
                    R"("values":"cosine"})"
                    "\n")
                    .arg(rows)
                    .arg(partner)
                    .toUtf8());
        QCOMPARE(answers.size(), 4);
        for (const QJsonObject& answer : answers)
            QVERIFY2(answer["ok"].toBool(), qPrintable(answer["error"].toString()));
        const auto value = [&](int answer, int at) {
            return answers[answer]["values"].toArray()[at].toDouble();
        };
        QCOMPARE(answers[0]["shape"].toArray(), (QJsonArray{4, 3}));
        const double own = diagonal.as<float>()[5], other = diagonal.as<float>()[partner],
                     between = values.as<float>()[5 * 20];
        QVERIFY(near(value(0, 0), own, 1e-5));
        QVERIFY(near(value(0, 2), between, 1e-5));
        QVERIFY(near(value(0, 3), between, 1e-5));
        QCOMPARE(answers[1]["shape"].toArray(), (QJsonArray{2, 2}));
        QVERIFY(near(value(1, 0), (own + other + 2 * between) / 4, 1e-5));
        QVERIFY(
            near(value(1, 1), (value(2, 2) + value(2, 3) + value(2, 6) + value(2, 7)) / 4, 1e-5));
        QVERIFY(near(value(3, 0), 1, 1e-5));
        QVERIFY(near(value(3, 1), between / std::sqrt(own * other), 1e-5));
    }

    void aBadBlockIsRefused_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QString>("says");
        QTest::newRow("no rows") << QByteArray(R"("rows":[],"columns":[1])") << "1 to 512";
        QTest::newRow("an unknown sample")
            << QByteArray(R"("rows":[1],"columns":[200])") << "0 to 199";
        QTest::newRow("members that do not divide")
            << QByteArray(R"("rows":[1,2,3],"columns":[1,2],"members":2)") << "divide";
        QTest::newRow("no members")
            << QByteArray(R"("rows":[1],"columns":[1],"members":0)") << "divide";
        QTest::newRow("unknown values")
            << QByteArray(R"("rows":[1],"columns":[1],"values":"angle")") << "kappa or cosine";
    }
    void aBadBlockIsRefused() {
        QFETCH(QByteArray, fields);
        QFETCH(QString, says);
        const auto answers = ask(R"({"ask":"block","kernel":"kernel-1",)" + fields + "}\n");
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers[0]["code"].toInt(), 2);
        QVERIFY2(answers[0]["error"].toString().contains(says),
                 qPrintable(answers[0]["error"].toString()));
    }

    void theCostOfAKernelIsToldBefore() {
        const auto answers =
            ask("{\"ask\":\"cost\",\"kind\":\"kernel\",\"fields\":{\"run\":\"run-1\"}}\n"
                "{\"ask\":\"cost\",\"kind\":\"kernel\",\"fields\":{\"run\":\"run-1\","
                "\"scope\":\"per-class\",\"store-matrix\":true}}\n"
                "{\"ask\":\"cost\",\"kind\":\"train\",\"fields\":{}}\n"
                "{\"ask\":\"cost\",\"kind\":\"kernel\",\"fields\":{\"run\":\"run-7\"}}\n");
        QCOMPARE(answers.size(), 4);
        QVERIFY2(answers[0]["ok"].toBool(), qPrintable(answers[0]["error"].toString()));
        const double n = answers[0]["samples"].toDouble();
        QCOMPARE(answers[0]["pairs"].toDouble(), n * (n + 1) / 2);
        QCOMPARE(answers[0]["disk"].toDouble(), 0);
        QVERIFY(answers[0]["seconds"].toDouble() > 0);
        QVERIFY(answers[0]["memory"].toDouble() > 0);
        // A class at a time holds less, and stores its own matrix only.
        QVERIFY(answers[1]["pairs"].toDouble() < answers[0]["pairs"].toDouble());
        QVERIFY(answers[1]["memory"].toDouble() < answers[0]["memory"].toDouble());
        QVERIFY(answers[1]["disk"].toDouble() > 0);
        QVERIFY(answers[1]["disk"].toDouble() < 4 * n * n);
        for (const int refused : {2, 3}) QCOMPARE(answers[refused]["code"].toInt(), 2);
    }

    void aPreviewStoresNothing() {
        const auto answers = ask(
            R"({"ask":"preview","fields":{"method":"redundant","kernel":"kernel-1","keep":"60%"}})"
            "\n"
            R"({"ask":"preview","fields":{"method":"random","keep":0}})"
            "\n"
            R"({"ask":"preview","fields":{"method":"random","keep":0.5,"colour":"red"}})"
            "\n");
        QCOMPARE(answers.size(), 3);
        QVERIFY2(answers[0]["ok"].toBool(), qPrintable(answers[0]["error"].toString()));
        const QString stage = answers[0]["stage"].toString();
        QCOMPARE(stage.size(), 200);
        QCOMPARE(stage.count('0'), answers[0]["kept"].toInteger());
        QCOMPARE(stage.count('1'), answers[0]["redundant"].toInteger());
        QCOMPARE(stage.count('4'), answers[0]["validation"].toInteger());
        double open = 0;
        for (const auto& count : answers[0]["open"].toArray()) open += count.toDouble();
        QVERIFY(near(answers[0]["kept"].toDouble(), 0.6 * open, 0.01));
        QCOMPARE(answers[1]["code"].toInt(), 2);
        QVERIFY(answers[1]["error"].toString().contains("keep"));
        QVERIFY(answers[2]["error"].toString().contains("colour"));
        QVERIFY(!QDir(m_project + "/arrays").exists("selection-1"));
    }

    void aBadRequestIsAnsweredAndEndsNothing() {
        const auto answers = ask(R"({"id":1,"ask":"neighbours","kernel":"kernel-1","sample":9999})"
                                 "\n"
                                 R"({"id":2,"ask":"pair","kernel":"kernel-1","samples":[1]})"
                                 "\n"
                                 R"({"id":3,"ask":"neighbours","kernel":"kernel-9","sample":1})"
                                 "\n"
                                 R"({"id":4,"ask":"what"})"
                                 "\n"
                                 R"({"id":5,"ask":"ping"})"
                                 "\n");
        QCOMPARE(answers.size(), 5);
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(answers[i]["id"].toInt(), i + 1);
            QCOMPARE(answers[i]["code"].toInt(), 2);
            QVERIFY(!answers[i]["error"].toString().isEmpty());
        }
        QVERIFY(answers[4]["ok"].toBool());
    }
};

QTEST_GUILESS_MAIN(TestServe)
#include "tst_serve.moc"
