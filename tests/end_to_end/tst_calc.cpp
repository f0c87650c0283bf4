// SPDX-License-Identifier: Apache-2.0
// `winnow-engine calc` against every fixture it has a verb for, and its refusals.
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "tests/end_to_end/engine_program.h"
#include "tests/support/closeness.h"
#include "tests/support/kip_fixtures.h"
#include "tests/support/shared_data.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace winnow;

namespace {

QString fixture(const QString& relative) {
    return QString::fromStdString(test::shared("fixtures").string()) + "/" + relative;
}

store::Array readFixture(const QString& relative) {
    return store::readNpy(fixture(relative).toStdString());
}

/// The column of the largest value of every row.
std::vector<std::ptrdiff_t> largestOfRows(const store::Array& matrix) {
    std::vector<std::ptrdiff_t> columns;
    for (auto rest = matrix.as<double>(); !rest.empty();
         rest = rest.subspan(static_cast<std::size_t>(matrix.shape[1]))) {
        const auto row = rest.first(static_cast<std::size_t>(matrix.shape[1]));
        columns.push_back(std::ranges::max_element(row) - row.begin());
    }
    return columns;
}

}  // namespace

class TestCalc : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString file(const QString& name) const { return m_folder.filePath(name); }
    /// The files of a network's fixture; float32 copies where `wide` is false.
    QStringList networkInputs(const QString& network, bool wide) const {
        const QString folder = "lpntk/" + network + "/";
        QString images = fixture(folder + "images.npy");
        if (!wide) {
            const auto values = test::asDoubles(readFixture(folder + "images.npy"));
            const std::vector<float> narrow(values.begin(), values.end());
            images = file(network + "-float32.npy");
            store::writeNpy<float>(
                images.toStdString(), narrow, readFixture(folder + "images.npy").shape);
        }
        return {"--model",
                network == "lenet5" ? "lenet5" : "resnet18",
                "--weights",
                fixture(folder + "weights.npz"),
                "--images",
                images,
                "--labels",
                fixture(folder + "labels.npy")};
    }

private Q_SLOTS:
    void kernels_data() {
        QTest::addColumn<QString>("network");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("wide");
        QTest::addColumn<double>("tolerance");
        for (const bool wide : {true, false})
            for (const auto& [network, narrowTolerance] :
                 {std::pair{"lenet5", 1e-4}, std::pair{"resnet18_w8", 1e-3}})
                for (const char* kind : {"lpntk", "pntk", "centred", "logits", "entk", "delta-q"})
                    QTest::addRow("%s %s %s", network, kind, wide ? "float64" : "float32")
                        << network << kind << wide << (wide ? 1e-10 : narrowTolerance);
    }
    void kernels() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, network);
        QFETCH(QString, kind);
        QFETCH(bool, wide);
        QFETCH(double, tolerance);
        const store::Array wanted =
            readFixture("lpntk/" + network + "/" + QString(kind).replace('-', '_') + ".npy");
        QStringList arguments = QStringList{"calc", "lpntk"} + networkInputs(network, wide) +
                                QStringList{"--kind", kind, "--out", file("k.npy")};
        if (kind == "entk" || kind == "delta-q")
            arguments += {"--first", QString::number(wanted.shape[0])};
        const auto done = test::engine(arguments);
        QVERIFY2(done.code == 0, done.err);
        const store::Array got = store::readNpy(file("k.npy").toStdString());
        QCOMPARE(got.dtype == store::DType::Float64, wide);
        WINNOW_CLOSE(got, wanted, 0, tolerance * test::largest(wanted));
    }

    void redundantSamples_data() {
        QTest::addColumn<QString>("kernel");
        QTest::addColumn<bool>("byClass");
        QTest::addColumn<QString>("wanted");
        QTest::addRow("all") << "lpntk" << false << "redundant_all";
        QTest::addRow("class") << "lpntk" << true << "redundant_class";
        QTest::addRow("pntk") << "pntk" << false << "redundant_all_pntk";
    }
    void redundantSamples() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, kernel);
        QFETCH(bool, byClass);
        QFETCH(QString, wanted);
        for (const QString network : {"lenet5", "resnet18_w8"}) {
            const QString folder = "lpntk/" + network + "/";
            QStringList arguments{"calc",
                                  "redundant",
                                  "--kernel",
                                  fixture(folder + kernel + ".npy"),
                                  "--out",
                                  file("r.npy")};
            if (byClass) arguments += {"--labels", fixture(folder + "labels.npy")};
            const auto done = test::engine(arguments);
            QVERIFY2(done.code == 0, done.err);
            const store::Array got = store::readNpy(file("r.npy").toStdString());
            const store::Array truth = readFixture(folder + wanted + ".npy");
            QVERIFY(got.dtype == store::DType::UInt8 && got.shape == truth.shape);
            // Samples 0 and 1 of lenet5 are exact duplicates, which rounding decides.
            for (std::size_t i = network == "lenet5" ? 2 : 0; i < got.bytes.size(); ++i)
                QCOMPARE(got.bytes[i], truth.bytes[i]);
        }
    }

    void farthestPointClusters_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("centroids");
        std::size_t rows = 0;
        const QDir root(QString::fromStdString(test::shared("fixtures/fpc").string()));
        for (const QString& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            for (const QString& found : QDir(root.filePath(name)).entryList({"M*_sizes.npy"})) {
                QTest::addRow("%s %s", qPrintable(name), qPrintable(found))
                    << name << found.mid(1).section('_', 0, 0);
                ++rows;
            }
        if (rows == 0)
            QTest::addRow("none") << QString() << QString();  // no row would be no failure
    }
    void farthestPointClusters() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        QFETCH(QString, centroids);
        QVERIFY2(!name.isEmpty(), "../shared/fixtures/fpc holds no clustering");
        const auto done = test::engine({"calc",
                                        "fpc",
                                        "--kernel",
                                        fixture("fpc/" + name + "/kernel.npy"),
                                        "--centroids",
                                        centroids,
                                        "--out",
                                        file("c.npz")});
        QVERIFY2(done.code == 0, done.err);
        const auto got = store::readNpz(file("c.npz").toStdString());
        for (const char* key : {"centroids", "assignment", "sizes"}) {
            const store::Array wanted =
                readFixture("fpc/" + name + "/M" + centroids + "_" + key + ".npy");
            QVERIFY2(got.at(key).dtype == store::DType::Int64 && got.at(key).bytes == wanted.bytes,
                     key);
        }
    }

    void scores_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("wanted");
        QTest::addRow("el2n") << "el2n"
                              << "lenet5_el2n";
        QTest::addRow("grand") << "grand"
                               << "lenet5_grand";
        QTest::addRow("loss") << "loss"
                              << "lenet5_cross_entropy";
        QTest::addRow("forgetting") << "forgetting"
                                    << "forgetting_events";
        QTest::addRow("forgetting-order") << "forgetting-order"
                                          << "forgetting_order_most_first";
        QTest::addRow("first-learned") << "first-learned"
                                       << "first_learned_epoch";
        QTest::addRow("never-learned") << "never-learned"
                                       << "never_learned";
        QTest::addRow("difficulty") << "difficulty"
                                    << "learning_difficulty";
    }
    void scores() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, kind);
        QFETCH(QString, wanted);
        QStringList arguments{"calc", "scores", "--kind", kind, "--out", file("s.npy")};
        if (wanted.startsWith("lenet5"))
            arguments += networkInputs("lenet5", true);
        else if (kind == "difficulty")
            arguments += {"--losses", fixture("scores/epoch_losses.npy")};
        else
            arguments += {"--correct", fixture("scores/correct.npy")};
        const auto done = test::engine(arguments);
        QVERIFY2(done.code == 0, done.err);
        const store::Array truth = readFixture("scores/" + wanted + ".npy");
        const store::Array got = store::readNpy(file("s.npy").toStdString());
        QVERIFY(got.dtype == truth.dtype);
        WINNOW_CLOSE(got, truth, truth.dtype == store::DType::Float64 ? 1e-10 : 0, 0);
    }

    // tst_infinite_kernels has all of these values; here the flags are what is tested.
    void infiniteKernels_data() {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QStringList>("flags");
        const auto row = [](const char* wanted, const char* flags) {
            QTest::addRow("%s", wanted) << wanted << QString(flags).split(' ');
        };
        row("28x28x1/fc1_ntk_12", "--kernel fc1");
        row("28x28x1/fc2_nngp_11", "--kernel fc2 --type nngp");
        row("28x28x1/rbf_12", "--kernel rbf");
        row("28x28x1/conv2_ntk_12", "--kernel conv2");
        row("8x8x3/conv3_ntk_12", "--kernel convvec3");
        row("8x8x3/myrtle10_nngp_11", "--kernel myrtle10 --type nngp");
        row("32x32x3_small/convnet_ntk_12", "--kernel convnet --sigma-b2 1e-4");
        row("28x28x1/fc3_std1024_ntk_12", "--kernel fc3 --parameterization standard --width 1024");
        row("28x28x1/fc2_allstd1024_ntk_12",
            "--kernel fc2 --parameterization standard --width 1024 --readout standard");
        row("8x8x3/conv2_std128_ntk_11", "--kernel conv2 --parameterization standard --width 128");
    }
    void infiniteKernels() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, wanted);
        QFETCH(QStringList, flags);
        const QString images = "kernels/inputs/" + wanted.section('/', 0, 0);
        QStringList arguments =
            QStringList{"calc", "ntk"} + flags +
            QStringList{"--x1", fixture(images + "_x1.npy"), "--out", file("k.npy")};
        if (wanted.endsWith("_12")) arguments += {"--x2", fixture(images + "_x2.npy")};
        const auto done = test::engine(arguments);
        QVERIFY2(done.code == 0, done.err);
        const store::Array got = store::readNpy(file("k.npy").toStdString());
        const store::Array truth = readFixture("kernels/" + wanted + ".npy");
        QVERIFY(got.dtype == store::DType::Float64);
        // As close as the values for parallel images are (the fixtures' README).
        WINNOW_CLOSE(got, truth, 0, 1e-7 * test::largest(truth));
    }

    void infiniteKernelRefusals_data() {
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QString>("sentence");
        QTest::addRow("name") << QStringList{"--kernel", "fc0"} << "there is no kernel \"fc0\"";
        QTest::addRow("too small") << QStringList{"--kernel", "cr crp crp crp crp f D"}
                                   << "needs at least 16x16, images are 8x8";
        QTest::addRow("shapes") << QStringList{"--kernel",
                                               "fc1",
                                               "--x2",
                                               fixture("kernels/inputs/16x16x3_x2.npy")}
                                << "the second images are 3x16x16, the kernel is for 3x8x8";
    }
    void infiniteKernelRefusals() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QStringList, flags);
        QFETCH(QString, sentence);
        const auto done = test::engine(
            QStringList{"calc", "ntk"} + flags +
            QStringList{"--x1", fixture("kernels/inputs/8x8x3_x1.npy"), "--out", file("k.npy")});
        QCOMPARE(done.code, 2);
        QVERIFY2(done.err.contains(sentence.toUtf8()), done.err);
    }

    void influence() {
        WINNOW_NEEDS_SHARED();
        const auto done = test::engine({"calc",
                                        "influence",
                                        "--features",
                                        fixture("influence/features.npy"),
                                        "--labels",
                                        fixture("influence/labels.npy"),
                                        "--damping",
                                        "0.01",
                                        "--out",
                                        file("influence.npy")});
        QVERIFY2(done.code == 0, done.err);
        const store::Array wanted = readFixture("influence/influence.npy");
        const store::Array got = store::readNpy(file("influence.npy").toStdString());
        WINNOW_CLOSE(got, wanted, 0, 1e-9 * test::largest(wanted));
    }

    /// The inputs of a folder of fixtures/kip_step for krr, kip-step and label-solve.
    QStringList ridgeInputs(const QString& name, bool labels) const {
        const QString folder = fixture("kip_step/" + name + "/");
        QStringList inputs{"--kernel",
                           name.section('_', 0, 0),
                           "--support-x",
                           folder + "x_s.npy",
                           "--target-x",
                           folder + "x_t.npy",
                           "--target-y",
                           folder + "y_t.npy"};
        if (labels) inputs += {"--support-y", folder + "y_s.npy"};
        return inputs;
    }
    void ridgeRegression_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : test::kKipFixtures) QTest::newRow(name) << name;
    }
    void ridgeRegression() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        const auto krr = test::engine(QStringList{"calc", "krr"} + ridgeInputs(name, true) +
                                      QStringList{"--grad", "--out", file("krr.npz")});
        QVERIFY2(krr.code == 0, krr.err);
        const auto got = store::readNpz(file("krr.npz").toStdString());
        for (const char* key : {"loss", "prediction", "grad_x", "grad_y"}) {
            const QString stored =
                QString(key).replace("grad_x", "grad_x_s").replace("grad_y", "grad_y_s");
            const store::Array wanted = readFixture("kip_step/" + name + "/" + stored + ".npy");
            WINNOW_CLOSE(got.at(key), wanted, 0, 1e-6 * test::largest(wanted));
        }
        // Another kernel beside it: how far the two agree, counted here once more.
        QStringList others = ridgeInputs(name, true);
        others[1] = "linear";
        const auto linear =
            test::engine(QStringList{"calc", "krr"} + others +
                         QStringList{"--against", file("krr.npz"), "--out", file("linear.npz")});
        QVERIFY2(linear.code == 0, linear.err);
        const auto beside = store::readNpz(file("linear.npz").toStdString());
        const auto here = largestOfRows(beside.at("prediction"));
        const auto there = largestOfRows(got.at("prediction"));
        const auto truth = largestOfRows(readFixture("kip_step/" + name + "/y_t.npy"));
        double apart = 0, disagreeing = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            apart += (here[i] == truth[i]) - (there[i] == truth[i]);
            disagreeing += here[i] != there[i];
        }
        const auto targets = static_cast<double>(truth.size());
        QCOMPARE(beside.at("weak").as<double>()[0], std::abs(apart) / targets);
        QCOMPARE(beside.at("strong").as<double>()[0], disagreeing / targets);
        const auto solve =
            test::engine(QStringList{"calc", "label-solve"} + ridgeInputs(name, false) +
                         QStringList{"--out", file("labels.npy")});
        QVERIFY2(solve.code == 0, solve.err);
        const store::Array labels = readFixture("kip_step/" + name + "/label_solve.npy");
        WINNOW_CLOSE(store::readNpy(file("labels.npy").toStdString()),
                     labels,
                     0,
                     1e-6 * test::largest(labels));
    }

    void kipSteps_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("series");
        QTest::addRow("fc1") << "fc1_28x28x1_s6_t8"
                             << "adam_lr0.04";
        QTest::addRow("rbf, labels") << "rbf_8x8x3_s6_t8"
                                     << "adam_lr0.01_labels";
        QTest::addRow("convnet, labels") << "convnet_8x8x3_s6_t8"
                                         << "adam_lr0.04_labels";
        QTest::addRow("fc1, mask") << "fc1_8x8x3_s6_t8"
                                   << "rho_adam_lr0.04";
    }
    void kipSteps() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        QFETCH(QString, series);
        QStringList arguments = QStringList{"calc", "kip-step"} + ridgeInputs(name, true) +
                                QStringList{"--steps",
                                            "5",
                                            "--rate",
                                            series.contains("0.04") ? "0.04" : "0.01",
                                            "--out",
                                            file("kip.npz")};
        const QString folder = "kip_step/" + name + "/";
        if (series.contains("labels")) arguments += "--labels";
        if (series.startsWith("rho"))
            arguments += {"--mask", fixture(folder + "rho_mask_trainable.npy")};
        const auto done = test::engine(arguments);
        QVERIFY2(done.code == 0, done.err);
        const auto got = store::readNpz(file("kip.npz").toStdString());
        const store::Array loss = readFixture(folder + series + "_loss.npy");
        WINNOW_CLOSE(got.at("loss"), loss, 0, 1e-6 * test::largest(loss));
        const store::Array images = readFixture(folder + series + "_x_s.npy");
        QCOMPARE(got.at("x").shape, images.shape);
        std::size_t off = 0;
        for (std::size_t i = 0; i < images.as<double>().size(); ++i)
            off += std::abs(got.at("x").as<double>()[i] - images.as<double>()[i]) > 1e-5;
        QVERIFY(static_cast<double>(off) <= 1e-3 * static_cast<double>(images.as<double>().size()));
        if (!series.contains("labels")) return;
        const store::Array labels = readFixture(folder + series + "_y_s.npy");
        WINNOW_CLOSE(got.at("y"), labels, 0, 1e-5);
    }

    void whitening_data() {
        QTest::addColumn<QString>("images");
        QTest::addColumn<QString>("order");
        QTest::addColumn<QString>("reg");
        for (const char* reg : {"0.1", "100", "0.01"})
            QTest::addRow("literal %s", reg) << "images_small"
                                             << "literal" << reg;
        for (const char* reg : {"0.1", "1e-05"})
            QTest::addRow("norm-first %s", reg) << "images_small"
                                                << "norm-first" << reg;
        QTest::addRow("32 literal") << "images32"
                                    << "literal"
                                    << "0.1";
        QTest::addRow("32 norm-first") << "images32"
                                       << "norm-first"
                                       << "0.1";
    }
    void whitening() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, images);
        QFETCH(QString, order);
        QFETCH(QString, reg);
        // The fixture divides by 255 in float64, calc in float32.
        store::Array pixels = readFixture("zca/" + images + ".npy");
        std::vector<double> scaled = test::asDoubles(pixels);
        for (double& value : scaled) value /= 255;
        store::writeNpy<double>(file("pixels.npy").toStdString(), scaled, pixels.shape);
        const auto done = test::engine({"calc",
                                        "zca",
                                        "--images",
                                        file("pixels.npy"),
                                        "--order",
                                        order,
                                        "--reg",
                                        reg,
                                        "--out",
                                        file("zca.npz")});
        QVERIFY2(done.code == 0, done.err);
        const auto got = store::readNpz(file("zca.npz").toStdString());
        const QString folder =
            "zca/" + images + "_" + QString(order).replace('-', '_') + "_lam" + reg + "/";
        const double tolerance = reg == "1e-05" ? 1e-6 : 1e-9;
        const store::Array whitened = readFixture(folder + "whitened.npy");
        const auto first = got.at("whitened").as<double>().first(whitened.as<double>().size());
        WINNOW_CLOSE(first, whitened.as<double>(), 0, tolerance * test::largest(whitened));
        const store::Array eigenvalues = readFixture(folder + "eigenvalues.npy");
        WINNOW_CLOSE(got.at("eigenvalues"), eigenvalues, 0, tolerance * test::largest(eigenvalues));
        WINNOW_CLOSE(got.at("mean_trace"), readFixture(folder + "mean_trace.npy"), 1e-9, 0);
    }
    void whiteningAsTheCodeDoes() {
        WINNOW_NEEDS_SHARED();
        for (const QStringList& reg :
             {QStringList{"--reg", "0.1"}, QStringList{"--reg-absolute", "1e-5"}}) {
            const auto done = test::engine(QStringList{"calc",
                                                       "zca",
                                                       "--images",
                                                       fixture("zca/images_small.npy"),
                                                       "--out",
                                                       file("zca.npz")} +
                                           reg);
            QVERIFY2(done.code == 0, done.err);
            QVERIFY2(done.err.contains("500 images for 768 features"), done.err);
            const auto got = store::readNpz(file("zca.npz").toStdString());
            QCOMPARE(got.at("whitened").shape, (store::Shape{500, 3, 16, 16}));
            QCOMPARE(got.at("transform").shape, (store::Shape{768, 768}));
        }
    }

    void dimensions_data() {
        QTest::addColumn<QStringList>("input");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("wanted");
        for (const char* name :
             {"linear3_in12", "swiss_roll2", "sphere7_in8", "gauss20", "images", "duplicates"})
            for (const char* kind : {"twonn", "pca90"})
                QTest::addRow("%s %s", name, kind)
                    << QStringList{"--images", QString("analysis/%1/X.npy").arg(name)} << kind
                    << QString("analysis/%1/%2.npy").arg(name, kind);
        const QStringList kernel{"--kernel", "analysis/gradient_fc1/ntk.npy"};
        QTest::addRow("gradients twonn") << kernel << "twonn"
                                         << "analysis/gradient_fc1/twonn.npy";
        QTest::addRow("gradients centred") << kernel << "pca90"
                                           << "analysis/gradient_fc1/pca90_centred.npy";
        QTest::addRow("gradients uncentred") << kernel + QStringList{"--uncentred"} << "pca90"
                                             << "analysis/gradient_fc1/pca90_uncentred.npy";
        QTest::addRow("spectrum") << kernel << "spectrum"
                                  << "analysis/gradient_fc1/spectrum_centred.npy";
        QTest::addRow("spectrum of images")
            << QStringList{"--images", "analysis/images/X.npy"} << "spectrum"
            << "analysis/images/pca_spectrum.npy";
    }
    void dimensions() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QStringList, input);
        QFETCH(QString, kind);
        QFETCH(QString, wanted);
        input[1] = fixture(input[1]);
        const auto done = test::engine(QStringList{"calc", "dimension"} + input +
                                       QStringList{"--kind", kind, "--out", file("d.npy")});
        QVERIFY2(done.code == 0, done.err);
        const std::vector<double> truth = test::asDoubles(readFixture(wanted));
        std::vector<double> printed;
        for (const QByteArray& line : done.out.trimmed().split('\n'))
            printed.push_back(line.toDouble());
        QVERIFY(printed.size() >= truth.size() && (kind == "spectrum" || printed.size() == 1));
        printed.resize(truth.size());
        const double largest = *std::ranges::max_element(truth);
        const double tolerance = kind == "twonn" && input[0] == "--kernel" ? 1e-6 : 1e-9;
        WINNOW_CLOSE(printed, truth, tolerance, kind == "spectrum" ? tolerance * largest : 0);
        const store::Array written = store::readNpy(file("d.npy").toStdString());
        QCOMPARE(written.as<double>()[0], printed[0]);
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        if (!test::hasShared()) {
            QTest::addRow("none") << QStringList() << QString();
            return;
        }
        const auto lenet = [&](const QString& flag, const QString& value) {
            QStringList inputs = networkInputs("lenet5", true);
            inputs[inputs.indexOf(flag) + 1] = value;
            return QStringList{"calc", "lpntk"} + inputs +
                   QStringList{"--out", file("refused.npy")};
        };
        auto broken = store::readNpz(fixture("lpntk/lenet5/weights.npz").toStdString());
        broken.at("fc1.bias").as<double>()[0] = std::numeric_limits<double>::quiet_NaN();
        store::writeNpz(file("nan.npz").toStdString(), broken);
        std::vector<std::int64_t> labels(48, 3);
        labels[7] = 10;
        store::writeNpy<std::int64_t>(file("label10.npy").toStdString(), labels, {48});
        store::writeNpy<std::int64_t>(
            file("short.npy").toStdString(), std::span<const std::int64_t>(labels).first(5), {5});
        const std::vector<double> skew{1, 0.5, 0.1, 1}, oblong{1, 0, 0, 1, 0, 0};
        store::writeNpy<double>(file("skew.npy").toStdString(), skew, {2, 2});
        store::writeNpy<double>(file("oblong.npy").toStdString(), oblong, {2, 3});
        const auto fpc = [&](const QString& kernel, const char* centroids) {
            return QStringList{"calc",
                               "fpc",
                               "--kernel",
                               kernel,
                               "--centroids",
                               centroids,
                               "--out",
                               file("refused.npz")};
        };
        QTest::addRow("NaN weights")
            << lenet("--weights", file("nan.npz")) << "fc1.bias in nan.npz holds NaN";
        QTest::addRow("another architecture")
            << lenet("--weights", fixture("lpntk/resnet18_w8/weights.npz"))
            << "the model lenet5 needs";
        QTest::addRow("other channels")
            << lenet("--images", fixture("lpntk/resnet18_w8/images.npy")) << "images";
        QTest::addRow("label") << lenet("--labels", file("label10.npy")) << "label 10 in row 7";
        QTest::addRow("label count")
            << lenet("--labels", file("short.npy")) << "48 images but short.npy has 5 labels";
        QTest::addRow("not square")
            << fpc(file("oblong.npy"), "1") << "oblong.npy is 2x3; a kernel is square";
        QTest::addRow("not symmetric")
            << fpc(file("skew.npy"), "1") << "skew.npy[0,1] differs from [1,0] by 0.4";
        QTest::addRow("too many centroids") << fpc(fixture("fpc/ties/kernel.npy"), "201")
                                            << "centroids is 201 but the kernel has 200 samples";
        const auto influence = [&](const QString& features, const char* damping) {
            return QStringList{"calc",
                               "influence",
                               "--features",
                               features,
                               "--labels",
                               fixture("influence/labels.npy"),
                               "--damping",
                               damping,
                               "--out",
                               file("refused.npy")};
        };
        auto spoiled = readFixture("influence/features.npy");
        spoiled.as<double>()[17 * 20] = std::numeric_limits<double>::infinity();
        store::writeNpy(file("infinite.npy").toStdString(), spoiled);
        QTest::addRow("damping") << influence(fixture("influence/features.npy"), "0")
                                 << "damping is 0: the Hessian of a softmax layer is singular";
        QTest::addRow("infinite features")
            << influence(file("infinite.npy"), "0.01") << "features row 17 is not finite";
        QTest::addRow("features of other samples")
            << influence(fixture("influence/test_features.npy"), "0.01")
            << "test_features.npy has 10 rows and there are 400 labels";
        const auto krr = [&](const QString& flag, const QString& value) {
            QStringList inputs = ridgeInputs("fc1_8x8x3_s6_t8", true);
            inputs[inputs.indexOf(flag) + 1] = value;
            return QStringList{"calc", "krr"} + inputs + QStringList{"--out", file("refused.npz")};
        };
        store::Array holed = readFixture("kip_step/fc1_8x8x3_s6_t8/x_s.npy");
        holed.as<double>()[4 * 192 + 70] = std::numeric_limits<double>::quiet_NaN();
        store::writeNpy(file("holed.npy").toStdString(), holed);
        const std::vector<double> flat(12 * 3 * 4, 1.0);
        store::writeNpy<double>(file("flat.npy").toStdString(), flat, {12, 3, 2, 2});
        store::writeNpy<double>(file("few.npy").toStdString(), std::span(flat).first(12), {4, 3});
        QTest::addRow("shapes") << krr("--target-x", fixture("kip_step/fc1_28x28x1_s6_t8/x_t.npy"))
                                << "support is 3x8x8, target is 1x28x28";
        QTest::addRow("NaN pixel") << krr("--support-x", file("holed.npy"))
                                   << "holed.npy holds NaN or infinity in image 4, channel 1";
        QTest::addRow("labels of others")
            << krr("--support-y", fixture("kip_step/fc1_8x8x3_s6_t8/y_t.npy"))
            << "y_t.npy has shape [8,10]; the labels of 6 images are [6,K]";
        QTest::addRow("unknown kernel") << krr("--kernel", "fancy") << "fancy";
        const QString others = file("others.npz");
        store::writeNpz(others.toStdString(),
                        {{"prediction", store::Array(store::DType::Float64, {8, 3})}});
        QTest::addRow("prediction of others")
            << krr("--kernel", "fc1") + QStringList{"--against", others}
            << "others.npz holds no prediction [8,10] of float64; give what krr wrote for the same "
               "targets";
        QTest::addRow("ridge") << krr("--kernel", "fc1") + QStringList{"--reg", "0"} << "reg";
        const auto zca = [&](const QString& images, const QStringList& reg) {
            return QStringList{"calc", "zca", "--images", images, "--out", file("refused.npz")} +
                   reg;
        };
        QTest::addRow("constant channel") << zca(file("flat.npy"), {"--reg", "0.1"})
                                          << "channel 0 is constant: cannot standardise";
        QTest::addRow("constant image")
            << zca(file("flat.npy"), {"--reg", "0.1", "--order", "norm-first"})
            << "image 0 is constant";
        QTest::addRow("rank") << zca(fixture("zca/images_small.npy"), {"--reg", "0"})
                              << "reg is 0 and the covariance has rank";
        QTest::addRow("no reg") << zca(file("flat.npy"), {}) << "reg";
        QTest::addRow("Two-NN")
            << QStringList{"calc", "dimension", "--images", file("few.npy"), "--kind", "twonn"}
            << "only 0 of 4 points have two different neighbours";
        QTest::addRow("no .npy") << fpc(fixture("fpc/README.md"), "1") << "README.md";
    }
    void refuses() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        QCOMPARE(test::engine(arguments).refusedWith(2, says), QString());
        QVERIFY(!QFile::exists(file("refused.npy")) && !QFile::exists(file("refused.npz")));
    }
};

QTEST_GUILESS_MAIN(TestCalc)
#include "tst_calc.moc"
