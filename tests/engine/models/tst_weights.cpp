// SPDX-License-Identifier: Apache-2.0
#include "engine/models/network.h"
#include "engine/models/safetensors.h"
#include "engine/store/error.h"
#include "tests/support/closeness.h"
#include "tests/support/shared_data.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace winnow;

namespace {

models::Network lenet(std::uint64_t seed) {
    return {models::buildArchitecture(models::ArchitectureOptions{}), seed};
}

bool same(const store::NamedArrays& a, const store::NamedArrays& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [name, array] : a)
        if (!b.contains(name) || b.at(name).bytes != array.bytes || b.at(name).shape != array.shape)
            return false;
    return true;
}

QByteArray contentOf(const QString& file) {
    QFile f(file);
    return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
}

}  // namespace

class TestWeights : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::filesystem::path file(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::filesystem::path written(const char* name, const QByteArray& content) const {
        QFile f(QString::fromStdString(file(name).string()));
        if (!f.open(QIODevice::WriteOnly)) qFatal("no temporary file");
        f.write(content);
        return file(name);
    }

private Q_SLOTS:
    void comeBackAsTheyWere_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addRow("npz") << QByteArray("w.npz");
        QTest::addRow("safetensors") << QByteArray("w.safetensors");
        QTest::addRow("spaces, quotes, emoji")
            << QByteArray("it's \"W\" \xF0\x9F\x90\xB8.safetensors");
    }
    void comeBackAsTheyWere() {
        QFETCH(QByteArray, name);
        const auto weights = lenet(3).weights();
        models::writeWeights(file(name.constData()), weights);
        QVERIFY(same(models::readWeights(file(name.constData())), weights));
    }

    void aSeedDecidesEveryBit() {
        QVERIFY(same(lenet(5).weights(), lenet(5).weights()));
        QVERIFY(!same(lenet(5).weights(), lenet(6).weights()));
    }

    void freshWeightsAreUniformWithinTheirBound() {
        const auto values = test::asDoubles(lenet(1).weights().at("fc1.weight"));
        const double bound = 1.0 / std::sqrt(400.0);
        double squares = 0;
        for (const double v : values) {
            QVERIFY(std::abs(v) <= bound);
            squares += v * v;
        }
        // Variance of a uniform distribution: bound^2 / 3, to 2 % with 48,000 numbers.
        QVERIFY(std::abs(squares / static_cast<double>(values.size()) / (bound * bound / 3) - 1) <
                0.02);
    }

    void rejectsATruncatedFile_data() {
        QTest::addColumn<int>("kept");
        for (const int kept : {0, 4, 8, 40, 400, 20000}) QTest::addRow("%d bytes", kept) << kept;
    }
    void rejectsATruncatedFile() {
        QFETCH(int, kept);
        models::writeWeights(file("whole.safetensors"), lenet(1).weights());
        const QByteArray whole =
            contentOf(QString::fromStdString(file("whole.safetensors").string()));
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)models::readSafetensors(written("cut.safetensors", whole.left(kept))));
    }

    void rejectsALyingHeader_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addRow("no object") << QByteArray("[]");
        QTest::addRow("no shape") << QByteArray(R"({"w":{"dtype":"F32","data_offsets":[0,4]}})");
        QTest::addRow("outside") << QByteArray(
            R"({"w":{"dtype":"F32","shape":[1000],"data_offsets":[0,4000]}})");
        QTest::addRow("backwards")
            << QByteArray(R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})");
        QTest::addRow("wrong size")
            << QByteArray(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})");
        QTest::addRow("huge shape") << QByteArray(
            R"({"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}})");
        QTest::addRow("unknown type")
            << QByteArray(R"({"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}})");
    }
    void rejectsALyingHeader() {
        QFETCH(QByteArray, header);
        QByteArray content(8, '\0');
        content[0] = static_cast<char>(header.size());
        QVERIFY_THROWS_EXCEPTION(
            Error,
            (void)models::readSafetensors(written("lie.safetensors", content + header + "1234")));
    }

    void widensHalfPrecision() {
        const QByteArray header =
            R"({"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})";
        QByteArray content(8, '\0');
        content[0] = static_cast<char>(header.size());
        // F16: 1.5, -2^-24 (the smallest subnormal); BF16: 1.0, -0.15625
        content += header + QByteArray::fromHex("003e0180") + QByteArray::fromHex("803f20be");
        const auto arrays = models::readSafetensors(written("half.safetensors", content));
        const std::vector<double> half{1.5, -std::ldexp(1.0, -24)}, brain{1.0, -0.15625};
        WINNOW_CLOSE(test::asDoubles(arrays.at("h")), half, 0, 0);
        WINNOW_CLOSE(test::asDoubles(arrays.at("b")), brain, 0, 0);
    }

    void refusesNumbersThatAreNone() {
        auto weights = lenet(1).weights();
        weights.at("fc2.bias").as<float>()[3] = std::numeric_limits<float>::quiet_NaN();
        try {
            const models::Network network(
                models::buildArchitecture(models::ArchitectureOptions{}), weights, "W.npz");
            QFAIL("NaN was accepted");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).startsWith("fc2.bias in W.npz holds NaN"));
        }
    }

    void pytorchReadsWhatWeWrite() {
        const QByteArray python = qgetenv("WINNOW_PEER_PYTHON");
        if (python.isEmpty()) QSKIP("WINNOW_PEER_PYTHON is not set");
        models::writeWeights(file("peer.npz"), lenet(9).weights());
        QProcess process;
        process.start(python,
                      {"-c",
                       "import sys, numpy as np, torch\n"
                       "w = {k: torch.from_numpy(v) for k, v in np.load(sys.argv[1]).items()}\n"
                       "n = torch.nn.Linear(120, 84)\n"
                       "n.load_state_dict({'weight': w['fc2.weight'], 'bias': w['fc2.bias']})\n"
                       "print(float(n.weight.double().sum()))",
                       QString::fromStdString(file("peer.npz").string())});
        QVERIFY(process.waitForFinished(60000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
        double sum = 0;
        for (const double v : test::asDoubles(lenet(9).weights().at("fc2.weight"))) sum += v;
        const std::vector<double> got{process.readAllStandardOutput().trimmed().toDouble()},
            wanted{sum};
        WINNOW_CLOSE(got, wanted, 1e-9, 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
