// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles of a stored matrix and tiles the engine computes again are the same values.
#include "engine/store/project.h"
#include "ui/engine/locate.h"
#include "ui/engine/serve_client.h"
#include "ui/scene/served_matrix_source.h"
#include "ui/scene/stored_matrix_source.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace winnow;
using namespace winnow::ui;

class TestMatrixSource : public QObject {
    Q_OBJECT
    static constexpr std::int64_t kSamples = 300;
    QTemporaryDir m_folder;
    QString m_project;
    KernelArrays m_kernel;
    std::vector<std::int64_t> m_labels;

    void engine(const QStringList& arguments) const {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(locateEngine().program, arguments);
        QVERIFY(process.waitForFinished(120000));
        QVERIFY2(process.exitCode() == 0, process.readAll().constData());
    }
    MatrixOrder order() const {
        std::vector<std::int64_t> ids(kSamples);
        std::iota(ids.begin(), ids.end(), 0);
        return matrixOrder(ids, m_labels);
    }
    static TilePointer tile(MatrixSource& source, const TileKey& key) {
        QSignalSpy ready(&source, &MatrixSource::tileReady);
        QSignalSpy failed(&source, &MatrixSource::failed);
        source.want({key});
        if (!QTest::qWaitFor([&] { return !ready.isEmpty() || !failed.isEmpty(); }, 60000))
            return nullptr;
        return ready.isEmpty() ? nullptr : ready[0][1].value<TilePointer>();
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("matrix.winnow");
        engine(
            {"import", m_project, "planted", "--name", "p", "--limit", QString::number(kSamples)});
        engine({"train", m_project, "--dataset", "p", "--epochs", "2", "--threads", "1"});
        engine({"kernel", m_project, "--run", "run-1", "--store-matrix", "--threads", "1"});
        const auto project = store::Project::open(m_project.toStdString(), store::Access::Read);
        m_kernel = kernelArrays(project, "kernel-1", kSamples);
        const store::Array labels = project.read("dataset-1", "labels.npy");
        m_labels.assign(labels.as<std::int64_t>().begin(), labels.as<std::int64_t>().end());
        QVERIFY(!m_kernel.matrix.empty());
    }

    void storedTilesAreTheMatrixInThisOrder() {
        StoredMatrixSource source(m_kernel, order(), MatrixValues::Kappa);
        const TilePointer found = tile(source, {0, 1, 2});
        QVERIFY(found);
        QCOMPARE(found->rows, 128);
        QCOMPARE(found->columns, kSamples - 256);
        QVERIFY(!found->sampled);
        const auto samples = source.order().samples;
        for (const auto& [r, c] : {std::pair{0, 0}, {17, 5}, {127, 43}})
            QCOMPARE(found->at(r, c),
                     m_kernel.matrix[samples[static_cast<std::size_t>(128 + r)] * kSamples +
                                     samples[static_cast<std::size_t>(256 + c)]]);
    }

    void cellsAreMeansOfTheirBlocks() {
        StoredMatrixSource source(m_kernel, order(), MatrixValues::Kappa);
        const TilePointer found = tile(source, {2, 0, 0});
        QVERIFY(found);
        QCOMPARE(found->rows, 75);
        double sum = 0;
        for (std::size_t r = 8; r < 12; ++r)
            for (std::size_t c = 20; c < 24; ++c)
                sum +=
                    m_kernel
                        .matrix[source.order().samples[r] * kSamples + source.order().samples[c]];
        QVERIFY(std::abs(found->at(2, 5) - sum / 16) < 1e-5 * (1 + std::abs(sum)));
    }

    void aSampleIsItsOwnDirection() {
        StoredMatrixSource source(m_kernel, order(), MatrixValues::Cosine);
        const TilePointer found = tile(source, {0, 0, 0});
        QVERIFY(found);
        QVERIFY(std::abs(found->at(9, 9) - 1) < 1e-5);
        QVERIFY(std::abs(found->at(9, 90)) <= 1.0001);
    }

    void theEngineComputesTheSameAgain_data() {
        QTest::addColumn<int>("level");
        QTest::addColumn<bool>("cosine");
        QTest::newRow("single values") << 0 << false;
        QTest::newRow("means") << 2 << false;
        QTest::newRow("cosines") << 0 << true;
    }
    void theEngineComputesTheSameAgain() {
        QFETCH(int, level);
        QFETCH(bool, cosine);
        const MatrixValues values = cosine ? MatrixValues::Cosine : MatrixValues::Kappa;
        ServeClient client;
        client.setProject(m_project);
        StoredMatrixSource stored(m_kernel, order(), values);
        ServedMatrixSource served(&client, "kernel-1", order(), values);
        const TileKey key{level, 0, 0};
        const TilePointer a = tile(stored, key), b = tile(served, key);
        QVERIFY(a && b);
        QCOMPARE(b->values.size(), a->values.size());
        for (std::size_t i = 0; i < a->values.size(); ++i)
            QVERIFY2(std::abs(a->values[i] - b->values[i]) <= 1e-4 * (1 + std::abs(a->values[i])),
                     qPrintable(QString("%1: %2 %3").arg(i).arg(a->values[i]).arg(b->values[i])));
    }

    void onlyWhatWasWantedLastIsMade() {
        StoredMatrixSource source(m_kernel, order(), MatrixValues::Kappa);
        QSignalSpy ready(&source, &MatrixSource::tileReady);
        source.want({{0, 0, 0}, {0, 0, 1}, {0, 0, 2}});
        source.want({{0, 1, 1}});
        QTRY_COMPARE(ready.size(), 2);
        QCOMPARE(ready[0][0].value<TileKey>(), (TileKey{0, 0, 0}));
        QCOMPARE(ready[1][0].value<TileKey>(), (TileKey{0, 1, 1}));
    }

    void aFailureIsSaidOnceAndCanBeTriedAgain() {
        ServeClient client;
        client.setProject(m_project);
        ServedMatrixSource source(&client, "kernel-9", order(), MatrixValues::Kappa);
        QSignalSpy failed(&source, &MatrixSource::failed);
        source.want({{0, 0, 0}, {0, 0, 1}});
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30000);
        QVERIFY(failed[0][0].toString().contains("kernel"));
        QVERIFY(source.hasFailed());
        source.retry();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 30000);
    }
};

QTEST_MAIN(TestMatrixSource)
#include "tst_matrix_source.moc"
