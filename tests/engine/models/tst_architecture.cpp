// SPDX-License-Identifier: Apache-2.0
#include "engine/models/architecture.h"
#include "engine/models/network.h"
#include "engine/store/error.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <functional>

using namespace winnow;
using models::ArchitectureOptions;

namespace {

QString sentenceOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromStdString(error.what())
                                                   : QString("not bad input");
    }
    return "accepted";
}

store::NamedArrays lenetWeights() {
    const models::Network network(models::buildArchitecture(ArchitectureOptions{}), 1);
    return network.weights();
}

}  // namespace

class TestArchitecture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasTheParametersThePapersCount_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("side");
        QTest::addColumn<qint64>("parameters");
        QTest::addRow("lenet5") << "lenet5" << 1 << 28 << qint64{61706};
        QTest::addRow("lenet-code") << "lenet-code" << 1 << 28 << qint64{1199882};
        QTest::addRow("resnet18") << "resnet18" << 3 << 32 << qint64{11173962};
        QTest::addRow("mlp") << "mlp" << 1 << 28
                             << qint64{784 * 256 + 256 + 256 * 128 + 128 + 1290};
        // 28 -> 14 -> 7 -> 3
        QTest::addRow("convnet") << "convnet" << 1 << 28
                                 << qint64{128 * 10 + 3 * 128 * (9 * 128 + 1) +
                                           10 * (9 * 128 + 1)};
    }
    void hasTheParametersThePapersCount() {
        QFETCH(QString, kind);
        QFETCH(int, channels);
        QFETCH(int, side);
        QFETCH(qint64, parameters);
        ArchitectureOptions options;
        options.kind = kind.toStdString();
        options.channels = channels;
        options.height = options.width = side;
        QCOMPARE(models::buildArchitecture(options).parameterCount(), parameters);
    }

    void countsMultiplyAddsOfTheForwardPass() {
        // 28*28*6*25 + 10*10*16*150 + 400*120 + 120*84 + 84*10
        QCOMPARE(models::buildArchitecture(ArchitectureOptions{}).forwardMacs(),
                 std::int64_t{117600 + 240000 + 48000 + 10080 + 840});
    }

    void readsWidthsAndClassesFromWeights() {
        ArchitectureOptions narrow;
        narrow.kind = "resnet18";
        narrow.channels = 3;
        narrow.height = narrow.width = 16;
        narrow.classes = 7;
        narrow.baseWidth = 4;
        const models::Network network(models::buildArchitecture(narrow), 1);
        const auto read =
            models::architectureFor("resnet18", network.weights(), {3, 16, 16}, "W.npz");
        QCOMPARE(read.baseWidth, std::int64_t{4});
        QCOMPARE(read.classes, std::int64_t{7});
        QCOMPARE(read.parameterCount(), network.architecture().parameterCount());
    }

    void namesTheFirstMisfit() {
        const auto weights = lenetWeights();
        QCOMPARE(sentenceOf([&] {
                     (void)models::architectureFor("lenet5", weights, {3, 28, 28}, "W.npz");
                 }),
                 QString("conv1.weight is [6,1,5,5] in W.npz but the model lenet5 with 3 channels "
                         "needs [6,3,5,5]"));
        QVERIFY(sentenceOf([&] {
                    (void)models::architectureFor("lenet5", weights, {1, 32, 32}, "W.npz");
                }).startsWith("fc1.weight is [120,400]"));
        QCOMPARE(
            sentenceOf([&] {
                (void)models::architectureFor("resnet18", weights, {1, 28, 28}, "W.npz");
            }),
            QString("W.npz has no linear.weight of 2 dimensions, which the model resnet18 needs"));
        auto extra = weights;
        extra["fc9.weight"] = extra.at("fc3.weight");
        QCOMPARE(sentenceOf([&] {
                     (void)models::architectureFor("lenet5", extra, {1, 28, 28}, "W.npz");
                 }),
                 QString("W.npz holds fc9.weight, which the model lenet5 does not have"));
    }

    void refusesWhatCannotBeBuilt() {
        ArchitectureOptions tiny;
        tiny.height = tiny.width = 6;
        QVERIFY(sentenceOf([&] {
                    (void)models::buildArchitecture(tiny);
                }).contains("too small for the model lenet5"));
        ArchitectureOptions single;
        single.classes = 1;
        QCOMPARE(sentenceOf([&] { (void)models::buildArchitecture(single); }),
                 QString("a classifier needs at least 2 classes, not 1"));
        ArchitectureOptions unknown;
        unknown.kind = "vgg";
        ArchitectureOptions small;
        small.kind = "convnet";
        small.height = small.width = 7;
        QCOMPARE(sentenceOf([&] { (void)models::buildArchitecture(small); }),
                 QString("convnet needs at least 8x8, images are 7x7"));
        QVERIFY(sentenceOf([&] {
                    (void)models::buildArchitecture(unknown);
                }).contains("there are lenet5, lenet-code, resnet18, mlp, convnet"));
    }
};

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
