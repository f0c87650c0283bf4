// SPDX-License-Identifier: GPL-3.0-or-later
// What is read of distilled sets, of jobs that make them and of networks trained on them; and what
// is said of files that are missing, damaged or disagree.
#include "engine/store/dataset.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "tests/ui/pages/distil/distil_project.h"
#include "ui/pages/distil/distil_curves.h"
#include "ui/pages/distil/distilled.h"
#include "ui/pages/distil/paper_rows.h"
#include "ui/pages/distil/transfer.h"

#include <QJsonDocument>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace winnow;
using namespace winnow::ui;
using test::DistilProject;

namespace {

Distilled readOf(const DistilProject& project, const std::string& id = "distilled-1") {
    const auto opened = store::Project::open(project.path(), store::Access::Read);
    const auto row = opened.artifact(id);
    return readDistilled(opened, *row, 600, project.shape().classes);
}

/// The sentence of what reading throws; empty: it throws nothing.
template <typename Read>
QString sentenceOf(Read&& read) {
    try {
        (void)read();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

std::filesystem::path fileOf(const DistilProject& project, const char* file) {
    return project.path() / "arrays" / "distilled-1" / file;
}

QList<double> stepsOf(const QList<QPointF>& points) {
    QList<double> steps;
    for (const QPointF& point : points) steps << point.x();
    return steps;
}

}  // namespace

class TestDistilled : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSetIsRead() {
        DistilProject project({.classes = 4, .perClass = 2, .side = 8, .steps = {0, 4, 40}});
        project.addDistilled("two");
        const Distilled made = readOf(project);
        QCOMPARE(made.images->shape.images, 8);
        QCOMPARE(made.images->shape.classes, 4);
        QCOMPARE(made.images->checkpoints.size(), std::size_t(3));
        QCOMPARE(made.images->checkpoints[1].step, 4);
        const auto image = made.images->image(made.images->checkpoints[1].shown, 5);
        QCOMPARE(image[17], static_cast<float>(project.value(5, 4, 17)));
        const auto label = made.images->labelOf(made.images->checkpoints[2].label, 5);
        QCOMPARE(label[2], static_cast<float>(project.label(5, 40, 2)));
        QCOMPARE(made.settings.inWords(), QString("KIP, FC1 kernel, 8 images, labels learned"));
        QCOMPARE(DistilSettings{.images = 1}.inWords(), QString("KIP, 1 image"));
        QCOMPARE(made.figures.best.n, 5);
        QCOMPARE(made.figures.zeroLoss, 3.0 / 32);
        QCOMPARE(made.nearest[5 * 5], 4 + 2);
        QCOMPARE(made.kernelSupport.dim(0), 8);
    }

    void imagesAreOrderedByClass() {
        DistilProject project({.classes = 3, .perClass = 2, .side = 4, .steps = {0, 1}});
        project.addDistilled("small");
        const Distilled made = readOf(project);
        QCOMPARE(made.images->onePerClass(), (std::vector<std::int64_t>{0, 2, 4}));
        QCOMPARE(made.images->byClass(), (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5}));
    }

    void aSetWithoutAnalysisIsRead() {
        DistilProject project({.classes = 3, .side = 4, .steps = {0, 1}});
        project.addDistilled("plain", project.fields(), {.analysis = false});
        const Distilled made = readOf(project);
        QVERIFY(!made.nearest && !made.spectrum && !made.kernelSupport);
        QVERIFY(dimensionChart(made, true).series.isEmpty());
        QVERIFY(bandChart(made).bars.isEmpty());
        QVERIFY(spectrumChart(made).series.isEmpty());
        QVERIFY(subsampleChart(made).series.isEmpty());
    }

    void aFileThatDoesNotFitIsNamed_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<int>>("shape");
        QTest::newRow("steps") << "step.npy" << QList<int>{2, 1};
        QTest::newRow("images") << "shown.npy" << QList<int>{2, 3, 16};
        QTest::newRow("support") << "support.npy" << QList<int>{2, 3, 1, 4, 5};
        QTest::newRow("labels") << "label.npy" << QList<int>{2, 3, 4};
        QTest::newRow("start") << "start_sample.npy" << QList<int>{4};
        QTest::newRow("classes") << "start_class.npy" << QList<int>{2};
        QTest::newRow("curve") << "curve.npy" << QList<int>{5, 6};
        QTest::newRow("test") << "test.npy" << QList<int>{3, 3};
        QTest::newRow("nearest") << "nearest.npy" << QList<int>{3, 4};
        QTest::newRow("distance") << "nearest_distance.npy" << QList<int>{2, 5};
        QTest::newRow("spectrum") << "spectrum.npy" << QList<int>{2, 4};
        QTest::newRow("bands") << "band_accuracy.npy" << QList<int>{2, 4};
        QTest::newRow("dimension") << "dimension.npy" << QList<int>{2, 3};
        QTest::newRow("parts") << "subsample.npy" << QList<int>{2, 5};
        QTest::newRow("kernel") << "kernel_support.npy" << QList<int>{3, 2};
    }
    void aFileThatDoesNotFitIsNamed() {
        QFETCH(QString, file);
        QFETCH(QList<int>, shape);
        DistilProject project({.classes = 3, .side = 4, .steps = {0, 1}});
        project.addDistilled("small");
        const auto path = fileOf(project, qPrintable(file));
        const store::DType type = store::readNpy(path).dtype;
        store::writeNpy(path, store::Array(type, store::Shape(shape.begin(), shape.end())));
        const QString sentence = sentenceOf([&] { return readOf(project); });
        QVERIFY2(sentence.contains(file), qPrintable(sentence));
        // A file that the catalogue names must be there, whether the artifact needs it or not.
        std::filesystem::remove(path);
        const QString missing = sentenceOf([&] { return readOf(project); });
        QVERIFY2(missing.contains(file), qPrintable(missing));
    }

    void samplesAndClassesMustBeThoseOfTheDataSet() {
        DistilProject project({.classes = 3, .side = 4, .steps = {0, 1}});
        project.addDistilled("small");
        const std::int64_t far[] = {0, 1, 100000};
        store::writeNpy<std::int64_t>(fileOf(project, "start_sample.npy"), far, {3});
        QVERIFY(sentenceOf([&] { return readOf(project); }).contains("samples"));
        const std::int64_t noise[] = {0, -1, 2}, classes[] = {0, 1, 3};
        store::writeNpy<std::int64_t>(fileOf(project, "start_sample.npy"), noise, {3});
        QCOMPARE(sentenceOf([&] { return readOf(project); }), QString());
        store::writeNpy<std::int64_t>(fileOf(project, "start_class.npy"), classes, {3});
        QVERIFY(sentenceOf([&] { return readOf(project); }).contains("classes"));
    }

    void stepsMustRise() {
        DistilProject project({.classes = 3, .side = 4, .steps = {0, 1}});
        project.addDistilled("small");
        const std::int64_t twice[] = {4, 4};
        store::writeNpy<std::int64_t>(fileOf(project, "step.npy"), twice, {2});
        QVERIFY(sentenceOf([&] { return readOf(project); }).contains("rising steps"));
    }

    void figuresThatAreMissingAreNamed() {
        DistilProject project({.classes = 3, .side = 4, .steps = {0, 1}});
        project.addDistilled("small");
        std::ofstream(fileOf(project, "result.json")) << R"({"accuracy": 0.5})";
        const QString sentence = sentenceOf([&] { return readOf(project); });
        QVERIFY2(sentence.contains("result.json") && sentence.contains("\"loss\""),
                 qPrintable(sentence));
    }

    void theLabelMatrixIsStartTimesNow() {
        DistilProject project({.classes = 3, .perClass = 2, .side = 4, .steps = {0, 9}});
        project.addDistilled("small");
        const Distilled made = readOf(project);
        const std::vector<double> matrix = labelMatrix(*made.images, 1);
        double wanted = 0;
        for (int i = 0; i < 6; ++i) wanted += project.label(i, 0, 1) * project.label(i, 9, 2) / 6;
        QVERIFY(std::abs(matrix[1 * 3 + 2] - wanted) < 1e-6);
        // Centred one-hot labels: 2/9 on the diagonal, -1/9 beside it.
        const std::vector<double> begin = labelMatrix(*made.images, 0);
        QVERIFY(std::abs(begin[0] - 2.0 / 9) < 1e-6 && std::abs(begin[1] + 1.0 / 9) < 1e-6);
    }

    void liveImagesComeOneByOne() {
        DistilProject project({.classes = 3, .perClass = 2, .side = 4});
        LiveImages live;
        const QString folder = project.folder() + "/work/job-1";
        QVERIFY(live.read(folder) == nullptr);
        project.writeLive("job-1", 0);
        const auto first = live.read(folder);
        QCOMPARE(first->checkpoints.size(), std::size_t(1));
        QCOMPARE(first->startClass, (std::vector<std::int64_t>{0, 0, 1, 1, 2, 2}));
        QVERIFY(!first->checkpoints.front().support.empty());
        QCOMPARE(live.read(folder), first);
        project.writeLive("job-1", 10, false);
        project.writeLive("job-1", 2, false);
        const auto all = live.read(folder);
        QCOMPARE(all->checkpoints.size(), std::size_t(3));
        QCOMPARE(all->checkpoints[1].step, 2);
        QVERIFY(all->checkpoints[2].support.empty());
        // The files are gone when the job is done; what was read stays readable.
        std::filesystem::remove_all(project.path() / "work" / "job-1");
        QCOMPARE(all->image(all->checkpoints[2].shown, 1)[3],
                 static_cast<float>(project.value(1, 10, 3)));
    }

    void aLiveImageWithoutItsLabelWaits() {
        DistilProject project({.classes = 3, .side = 4});
        project.writeLive("job-1", 0);
        std::filesystem::remove(project.path() / "work/job-1/label-0.npy");
        LiveImages live;
        QVERIFY(live.read(project.folder() + "/work/job-1") == nullptr);
    }

    void liveImagesThatDoNotFitAreASentence() {
        DistilProject project({.classes = 3, .side = 4});
        project.writeLive("job-1", 0);
        project.writeLive("job-1", 5);
        const std::vector<float> less(2 * 16);
        store::writeNpy<float>(project.path() / "work/job-1/shown-5.npy", less, {2, 1, 4, 4});
        LiveImages live;
        const auto read = [&] { return live.read(project.folder() + "/work/job-1"); };
        QVERIFY(sentenceOf(read).contains("step 5"));
        QVERIFY(sentenceOf(read).contains("step 5"));  // and again, not the images without it
    }

    void reportedMetricsBecomeCurves() {
        const QVector<MetricPoint> metrics{{"test_accuracy", 0, 0.25},
                                           {"train_loss", 1, 0.05},
                                           {"train_accuracy", 1, 0.3},
                                           {"ridge", 1, 1e-6},
                                           {"train_loss", 2, 0.04},
                                           {"test_loss", 2, 0.045},
                                           {"checkpoint", 2, 2}};
        const DistilSettings settings =
            distilSettings(QJsonObject{{"method", "kip"}, {"steps", 100}, {"init", "images"}});
        const DistilCurve curve = curveOf(metrics, settings, 10);
        QCOMPARE(stepsOf(curve.trainLoss), (QList<double>{1, 2}));
        QCOMPARE(curve.zeroLoss, 0.045);
        QCOMPARE(curve.lastStep, 100);
        const LineChartData loss = distilLossChart(curve, true);
        QCOMPARE(loss.series.first().name, QString("zero predictor"));
        QCOMPARE(loss.series.first().points.first().y(), 0.045);
        const LineChartData accuracy = distilAccuracyChart(curve, false);
        QCOMPARE(accuracy.series.first().name, QString("natural, same count"));
        QCOMPARE(accuracy.series.first().points.last(), QPointF(100, 25));
        QVERIFY(accuracy.xAxis == std::nullopt && loss.xAxis->logarithmic);
        QVERIFY(
            distilLossChart(curveOf(QVector<MetricPoint>(), settings, 10), true).series.isEmpty());
    }

    void noiseHasNoNaturalImagesToBeat() {
        const QVector<MetricPoint> metrics{{"test_accuracy", 0, 0.1}, {"test_accuracy", 4, 0.4}};
        const DistilCurve curve =
            curveOf(metrics, distilSettings(QJsonObject{{"init", "noise"}}), 10);
        QCOMPARE(distilAccuracyChart(curve, true).series.size(), 1);
    }

    void thePapersValueStandsBesideItsOwnSetting_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<double>("accuracy");
        QTest::newRow("FC1, 10") << QByteArray(R"({"method":"kip","kernel":["fc1"],"images":10,
            "augment":"none","preprocessing":"standard"})")
                                 << 89.30;
        QTest::newRow("RBF, 100, a+l") << QByteArray(R"({"method":"kip","kernel":["rbf"],
            "images":100,"augment":"auto","learn-labels":true,"preprocessing":"standard"})")
                                       << 97.84;
        QTest::newRow("Label Solve") << QByteArray(R"({"method":"label-solve","kernel":["myrtle5"],
            "type":"ntk","images":100,"preprocessing":"standard"})")
                                     << 95.53;
        QTest::newRow("ConvNet") << QByteArray(R"({"method":"kip","kernel":["convnet"],
            "type":"ntk","images":10,"augment":"none","learn-labels":true,
            "preprocessing":"standard"})")
                                 << 97.3;
        QTest::newRow("other size") << QByteArray(R"({"method":"kip","kernel":["fc1"],"images":20,
            "augment":"none","preprocessing":"standard"})")
                                    << 0.0;
        QTest::newRow("family") << QByteArray(R"({"method":"kip","kernel":["fc1","fc2"],
            "images":10,"augment":"none","preprocessing":"standard"})")
                                << 0.0;
        QTest::newRow("corrupt") << QByteArray(R"({"method":"kip","kernel":["fc1"],"images":10,
            "augment":"none","preprocessing":"standard","corrupt":0.9})")
                                 << 0.0;
        QTest::newRow("labels without augmentation")
            << QByteArray(R"({"method":"kip","kernel":["fc1"],"images":10,"augment":"none",
            "learn-labels":true,"preprocessing":"standard"})")
            << 0.0;
    }
    void thePapersValueStandsBesideItsOwnSetting() {
        QFETCH(QByteArray, fields);
        QFETCH(double, accuracy);
        DistilProject project({.side = 4, .steps = {0, 1}});
        const auto opened = store::Project::open(project.path(), store::Access::Read);
        store::Dataset dataset = store::openDataset(opened, "dataset-1");
        const DistilSettings settings = distilSettings(QJsonDocument::fromJson(fields).object());
        dataset.name = "mnist";
        const auto value = distilPaperValue(dataset, settings);
        QCOMPARE(value ? value->accuracy : 0, accuracy);
        dataset.name = "planted";
        QVERIFY(!distilPaperValue(dataset, settings));
    }

    void networksAreRead() {
        DistilProject project({.side = 4, .steps = {0, 1}});
        const std::string set = project.addDistilled("small");
        project.addTransfer(set);
        const auto opened = store::Project::open(project.path(), store::Access::Read);
        const Transfer transfer = readTransfer(opened, "transfer-1");
        QCOMPARE(transfer.networks(), (QStringList{"lenet5", "resnet18"}));
        QCOMPARE(transfer.rows[0].verdict, QString("better"));
        QCOMPARE(transfer.rows[0].step, 1);
        QCOMPARE(transfer.rows[2].step, -1);
        QVERIFY(transfer.rows[2].verdict.isEmpty());
        const LineChartData chart = transferChart(transfer);
        QCOMPARE(chart.series.size(), 3);
        QCOMPARE(chart.series.first().name, QString("random"));
        QVERIFY(!chart.series.first().bandLow.isEmpty());
        QCOMPARE(chart.xAxis->ticks[1].text, QString("ResNet-18"));
    }

    void bandsStandInPairs() {
        DistilProject project({.side = 4, .steps = {0, 1}});
        project.addDistilled("small");
        const BarChartData bands = bandChart(readOf(project));
        QCOMPARE(bands.bars.size(), 10);
        QCOMPARE(bands.together, (QStringList{"start", "last"}));
        QCOMPARE(bands.bars[2].label, QString("20–40"));
        QCOMPARE(bands.bars[0].value, 0.48 / 0.48);
        QCOMPARE(bands.bars[1].value, 0.45 / 0.85);
    }
};

QTEST_MAIN(TestDistilled)
#include "tst_distilled.moc"
