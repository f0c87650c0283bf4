// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/preprocessing.h"
#include "engine/distill/zca.h"
#include "engine/models/tensors.h"
#include "engine/store/npz.h"
#include "tests/engine/distill/small_problem.h"
#include "tests/support/closeness.h"
#include "tests/support/saying.h"

#include <QTemporaryDir>
#include <QTest>
#include <torch/torch.h>

using namespace winnow;
using test::saying;

namespace {

distill::Zca fitted(const at::Tensor& images, const distill::ZcaOptions& options) {
    const test::Silence silence;
    return {[&](std::int64_t begin, std::int64_t count) { return images.narrow(0, begin, count); },
            images.size(0),
            images.size(1),
            options,
            silence.context};
}

at::Tensor normalRows(std::int64_t n, std::int64_t d, std::uint64_t seed) {
    return models::toTensor(test::normalArray({n, d}, seed));
}

store::Array fixture(const std::string& name) {
    return store::readNpy(test::shared("fixtures/zca/" + name + ".npy"));
}

}  // namespace

class TestZca : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fixtures_data() {
        QTest::addColumn<QString>("images");
        QTest::addColumn<QString>("order");
        QTest::addColumn<QString>("reg");
        QTest::addRow("32 literal") << "images32"
                                    << "literal"
                                    << "0.1";
        QTest::addRow("32 norm-first") << "images32"
                                       << "norm-first"
                                       << "0.1";
        for (const char* reg : {"0.1", "100", "0.01"})
            QTest::addRow("small literal %s", reg) << "images_small"
                                                   << "literal" << reg;
        for (const char* reg : {"0.1", "1e-05"})
            QTest::addRow("small norm-first %s", reg) << "images_small"
                                                      << "norm-first" << reg;
    }
    void fixtures() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, images);
        QFETCH(QString, order);
        QFETCH(QString, reg);
        const at::Tensor rows =
            models::toTensor(fixture(images.toStdString())).to(at::kDouble).flatten(1) / 255;
        const distill::Zca zca =
            fitted(rows, {.reg = reg.toDouble(), .order = distill::zcaOrder(order.toStdString())});
        const std::string folder = images.toStdString() + "_" +
                                   QString(order).replace('-', '_').toStdString() + "_lam" +
                                   reg.toStdString() + "/";
        const double tolerance = reg == "1e-05" ? 1e-6 : 1e-9;
        const auto close = [&](const at::Tensor& got, const store::Array& wanted) {
            return test::differs(
                models::toArray(got.contiguous()), wanted, 0, tolerance * test::largest(wanted));
        };
        const store::Array whitened = fixture(folder + "whitened");
        const auto apart = close(zca.apply(rows.narrow(0, 0, whitened.shape[0])), whitened);
        QVERIFY2(apart.empty(), apart.c_str());
        const store::Array eigenvalues = fixture(folder + "eigenvalues");
        WINNOW_CLOSE(zca.report().eigenvalues,
                     eigenvalues.as<double>(),
                     0,
                     tolerance * test::largest(eigenvalues));
        QVERIFY(std::abs(zca.report().meanTrace - fixture(folder + "mean_trace").as<double>()[0]) <
                1e-9);
        const bool whole = folder == "images_small_literal_lam0.1/";
        const store::Array transform = fixture(folder + (whole ? "transform" : "transform_rows"));
        at::Tensor got = zca.transform();
        if (!whole && images == "images32")
            got = got.index_select(0, at::tensor({0, 500, 1500, 3071}, at::kLong));
        else if (!whole)
            got = got.narrow(0, 0, 4);
        const auto off = close(got, transform);
        QVERIFY2(off.empty(), off.c_str());
    }

    /// Order Code with as many images as it likes: the covariance of what comes out is mu/(mu+r).
    void whitensInOrderCode() {
        const at::Tensor images = at::mm(normalRows(400, 12, 1), normalRows(12, 12, 2));
        for (const bool absolute : {false, true}) {
            const distill::Zca zca = fitted(images, {.reg = 0.05, .absolute = absolute});
            const at::Tensor white = zca.apply(images);
            const at::Tensor values =
                at::linalg_eigvalsh(at::mm(white.t(), white) / 400, "L").flip({0});
            const double ridge = absolute ? 0.05 : 0.05 * zca.report().meanTrace;
            for (std::int64_t i = 0; i < 12; ++i) {
                const double mu = zca.report().eigenvalues[static_cast<std::size_t>(i)];
                QVERIFY(std::abs(values[i].item<double>() - mu / (mu + ridge)) < 1e-9);
            }
            QVERIFY(zca.report().warnings.empty());
            QCOMPARE(zca.report().rank, 11);  // every image has mean 0
        }
    }
    void fewImagesLeaveDirectionsAlone() {
        const at::Tensor images = normalRows(5, 12, 3);
        const distill::Zca zca = fitted(images, {.reg = 0.1});
        QCOMPARE(zca.report().rank, 5);
        QCOMPARE(QString::fromStdString(zca.report().warnings.at(0)),
                 "5 images for 12 features: 7 directions have no image and are left as they are");
        // An image whose direction no other image reaches comes out with the length it had there.
        const at::Tensor z = images - images.mean({1}, true);
        const at::Tensor q = std::get<0>(at::linalg_qr(at::cat({z.t(), normalRows(12, 7, 4)}, 1)));
        const at::Tensor outside = q.narrow(1, 5, 7);
        QVERIFY((at::mm(zca.transform(), outside) - outside).abs().max().item<double>() < 1e-9);
    }
    void throughProductsAsThroughTheCovariance() {
        // 30 copies of 8 images give the same statistics as the 8.
        const at::Tensor few = normalRows(8, 12, 5);
        for (const auto order : {distill::ZcaOrder::Literal, distill::ZcaOrder::NormFirst}) {
            const at::Tensor a = fitted(few, {.reg = 0.3, .order = order}).transform();
            const at::Tensor b =
                fitted(few.repeat({30, 1}), {.reg = 0.3, .order = order}).transform();
            QVERIFY((a - b).abs().max().item<double>() < 1e-9 * b.abs().max().item<double>());
        }
    }
    void invertsWhatItDid() {
        const at::Tensor images = normalRows(60, 12, 6) + 2;
        for (const auto order : {distill::ZcaOrder::Code, distill::ZcaOrder::NormFirst}) {
            const distill::Zca zca = fitted(images, {.reg = 0.1, .order = order});
            const at::Tensor back = zca.invert(zca.apply(images), zca.scales(images));
            QVERIFY((back - images).abs().max().item<double>() < 1e-10);
        }
    }
    void refuses() {
        at::Tensor images = normalRows(40, 6, 7);
        QCOMPARE(saying([&] { (void)fitted(images, {.reg = -1}); }),
                 "reg is -1; the ridge of ZCA is 0 or more");
        QCOMPARE(saying([&] { (void)fitted(images, {.reg = 0}); }), "nothing");
        QVERIFY(saying([&] {
                    (void)fitted(images.narrow(0, 0, 4), {.reg = 0});
                }).startsWith("reg is 0 and the covariance has rank 4 of 5"));
        images.select(0, 3).fill_(0.25);
        QCOMPARE(saying([&] { (void)fitted(images, {}); }),
                 "image 3 is constant: whitening divides every image by its deviation; leave it "
                 "out");
        images.select(1, 2).fill_(0.5);
        QCOMPARE(saying([&] { (void)fitted(images, {.order = distill::ZcaOrder::Literal}); }),
                 "feature 2 is constant over all images: cannot standardise");
        QVERIFY_EXCEPTION_THROWN((void)distill::zcaOrder("other"), Error);
    }

    void preprocessingIsUndoneForDisplay_data() {
        QTest::addColumn<bool>("whiten");
        QTest::addRow("standard") << false;
        QTest::addRow("zca") << true;
    }
    void preprocessingIsUndoneForDisplay() {
        QFETCH(bool, whiten);
        const test::Silence silence;
        const test::SmallDataset data(200, 4, 3, 6);
        const distill::Preprocessing preprocessing =
            whiten ? distill::Preprocessing(data.source, {}, {.reg = 0.1}, silence.context)
                   : distill::Preprocessing(data.source);
        QCOMPARE(preprocessing.whitens(), whiten);
        const std::vector<std::int64_t> rows{0, 17, 101};
        const auto images = preprocessing.apply(data.source, rows, models::Precision::Float64);
        const auto shown = preprocessing.shown(images, preprocessing.scales(data.source, rows));
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = 0; j < 108; ++j)
                QVERIFY(std::abs(shown.as<float>()[i * 108 + j] -
                                 data.pixels[static_cast<std::size_t>(rows[i]) * 108 + j]) < 1e-3F);
        QCOMPARE(distill::shareOutOfRange(shown), 0.0);
        // The same after it was stored.
        const QTemporaryDir folder;
        const auto file = folder.filePath("p.npz").toStdString();
        store::writeNpz(file, preprocessing.stored());
        const distill::Preprocessing again(store::readNpz(file), "p.npz");
        QVERIFY(again.apply(data.source, rows, models::Precision::Float64).bytes == images.bytes);
    }
    void standardisesByTheTrainingSet() {
        const test::SmallDataset data(90, 3, 3, 5);
        const distill::Preprocessing preprocessing(data.source);
        std::vector<std::int64_t> all;
        for (std::int64_t i = 0; i < 90; ++i) all.push_back(i);
        const at::Tensor images =
            models::toTensor(preprocessing.apply(data.source, all, models::Precision::Float64));
        QVERIFY(images.mean({0, 2, 3}).abs().max().item<double>() < 1e-12);
        QVERIFY((images.square().mean({0, 2, 3}) - 1).abs().max().item<double>() < 1e-12);
    }
    void noiseIsShownWithTheMeanScale() {
        const test::Silence silence;
        const test::SmallDataset data(100, 4, 1, 6);
        const distill::Preprocessing zca(data.source, {}, {.reg = 0.1}, silence.context);
        const auto scale = zca.meanScale(data.source, {});
        QVERIFY(scale.norm > 1 && scale.norm < 10 && std::abs(scale.mean) < 1);
    }
    void refusesConstantsOfADataSet() {
        const test::Silence silence;
        test::SmallDataset data(40, 4, 1, 5);
        std::ranges::fill(std::span(data.pixels).subspan(7 * 25, 25), std::uint8_t{90});
        QVERIFY(saying([&] {
                    (void)distill::Preprocessing(data.source, {}, {.reg = 0.1}, silence.context);
                }).startsWith("image 7 is constant"));
        data.source.deviation[0] = 0;
        QCOMPARE(saying([&] { (void)distill::Preprocessing(data.source); }),
                 "channel 0 is constant: cannot standardise");
    }
};

QTEST_GUILESS_MAIN(TestZca)
#include "tst_zca.moc"
