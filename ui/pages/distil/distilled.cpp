// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distilled.h"

#include "engine/store/error.h"
#include "ui/session/artifact_files.h"
#include "ui/session/json_text.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr std::int64_t kAnyLength = ArtifactFiles::kAny;

/// The context of this file's words.
struct DistilledText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Distil)
};

QString kernelInWords(const QString& kernel) {
    static const QList<QPair<QString, QString>> names{{"rbf", "RBF"},
                                                      {"linear", "Linear"},
                                                      {"convnet", "ConvNet"},
                                                      {"convvec", "Conv-Vec"},
                                                      {"conv", "Conv"},
                                                      {"myrtle", "Myrtle-"},
                                                      {"fc", "FC"}};
    for (const auto& [name, words] : names)
        if (kernel.startsWith(name)) return words + kernel.mid(name.size());
    return kernel;
}

std::shared_ptr<const DistilImages> readImages(const ArtifactFiles& load,
                                               std::int64_t samples,
                                               std::int64_t classes) {
    auto images = std::make_shared<DistilImages>();
    Mapped<std::int64_t> step, startSample, startClass;
    Mapped<float> shown, support, label;
    load.required(step, "step.npy", {kAnyLength});
    const std::int64_t t = step.dim(0);
    load.required(shown, "shown.npy", {t, kAnyLength, kAnyLength, kAnyLength, kAnyLength});
    const std::int64_t n = shown.dim(1);
    const store::Shape pixels{n, shown.dim(2), shown.dim(3), shown.dim(4)};
    load.required(support, "support.npy", {t, n, pixels[1], pixels[2], pixels[3]});
    load.required(label, "label.npy", {t, n, classes});
    load.required(startSample, "start_sample.npy", {n});
    load.required(startClass, "start_class.npy", {n});
    load.optional(images->frozen, "frozen.npy", pixels);
    images->shape = {n, pixels[1], pixels[2], pixels[3], classes};
    if (t == 0 || shown.empty() || !images->shape.isDrawable() ||
        !std::ranges::is_sorted(step.values(), std::less_equal<>()))
        throw badInput(load.id() +
                       " holds no images of one or three channels at rising steps; distil the "
                       "data set again");
    load.requireIds(startSample, "start_sample.npy", samples, -1);
    load.requireIds(startClass, "start_class.npy", classes, 0, "classes");
    for (std::int64_t i = 0; i < t; ++i)
        images->checkpoints.push_back({step[i], shown.row(i), support.row(i), label.row(i)});
    images->startSample.assign(startSample.values().begin(), startSample.values().end());
    images->startClass.assign(startClass.values().begin(), startClass.values().end());
    images->files = {shown, support, label};
    return images;
}

}  // namespace

QString DistilSettings::kernelsInWords() const {
    QStringList words;
    for (const QString& kernel : kernels) words << kernelInWords(kernel);
    return words.join(QStringLiteral(", "));
}

QString DistilSettings::inWords(std::int64_t samples) const {
    QStringList words{method == u"label-solve" ? DistilledText::tr("Label Solve")
                                               : DistilledText::tr("KIP")};
    if (!kernels.isEmpty())
        words << (kernels.size() > 1 ? DistilledText::tr("kernels %1").arg(kernelsInWords())
                                     : DistilledText::tr("%1 kernel").arg(kernelsInWords()));
    if (images > 0 && samples > 0)
        words << DistilledText::tr("%1 from %2").arg(imagesText(images), countText(samples));
    else if (images > 0)
        words << imagesText(images);
    if (labelsAreLearned()) words << DistilledText::tr("labels learned");
    if (corrupt > 0) words << DistilledText::tr("%1 stay noise").arg(percentText(corrupt, 0));
    return words.join(QStringLiteral(", "));
}

DistilSettings distilSettings(const QJsonObject& fields) {
    const auto text = [&](const char* key) { return fields[QLatin1String(key)].toString(); };
    DistilSettings settings;
    settings.method = text("method");
    for (const QJsonValue& kernel : fields[QLatin1String("kernel")].toArray())
        settings.kernels << kernel.toString();
    settings.type = text("type");
    settings.images = fields[QLatin1String("images")].toInteger();
    // One solve is no step, whatever the field says.
    if (settings.method != u"label-solve")
        settings.steps = fields[QLatin1String("steps")].toInteger();
    settings.learnsLabels = fields[QLatin1String("learn-labels")].toBool();
    settings.init = text("init");
    settings.augment = text("augment");
    settings.preprocessing = text("preprocessing");
    settings.corrupt = fields[QLatin1String("corrupt")].toDouble();
    return settings;
}

DistilSettings distilSettings(const store::ArtifactRow& row) {
    return distilSettings(specFields(row.spec));
}

DistilFigures readDistilFigures(const store::Project& project, const std::string& id) {
    const ResultObject result = ResultObject::of(project, id);
    const auto orNone = [&](const char* key) {
        return result.has(key) ? result.number(key) : kNotDefined;
    };
    DistilFigures figures;
    figures.accuracy = result.number("accuracy");
    figures.loss = result.number("loss");
    figures.best = result.has("best")
                       ? result.summary("best")
                       : SummaryFigures{kNotDefined, kNotDefined, kNotDefined, kNotDefined, 0};
    figures.zeroLoss = result.number("zero_loss");
    figures.ridge = orNone("ridge");
    figures.condition = orNone("condition");
    figures.outOfRange = orNone("out_of_range");
    figures.secondsPerStep = orNone("seconds_per_step");
    figures.compression = orNone("compression_ratio");
    figures.compressionAtLeast =
        result.has("compression_at_least") && result.flag("compression_at_least");
    if (result.has("warnings")) figures.warnings = result.texts("warnings");
    return figures;
}

Distilled readDistilled(const store::Project& project,
                        const store::ArtifactRow& row,
                        std::int64_t samples,
                        std::int64_t classes) {
    const ArtifactFiles load(project, row.id);
    Distilled made;
    made.id = QString::fromStdString(row.id);
    made.settings = distilSettings(row);
    made.figures = readDistilFigures(project, row.id);
    made.images = readImages(load, samples, classes);
    const std::int64_t n = made.images->shape.images, t = std::ssize(made.images->checkpoints);
    load.optional(made.curve, "curve.npy", {kAnyLength, Distilled::CurveColumns});
    load.required(made.test, "test.npy", {t, Distilled::TestColumns});
    load.optional(made.nearest, "nearest.npy", {n, Distilled::kNearest});
    if (made.nearest) {
        load.required(made.nearestDistance, "nearest_distance.npy", {n, Distilled::kNearest});
        load.requireIds(made.nearest, "nearest.npy", samples, -1);
    }
    load.optional(made.spectrum, "spectrum.npy", {2, n});
    load.optional(made.bandAccuracy, "band_accuracy.npy", {2, Distilled::kBands});
    load.optional(made.dimension, "dimension.npy", {t, Distilled::DimensionColumns});
    load.optional(made.subsample, "subsample.npy", {2, Distilled::kParts, 2});
    load.optional(made.kernelSupport, "kernel_support.npy", {n, n});
    return made;
}

std::vector<double> labelMatrix(const DistilImages& images, std::size_t checkpoint) {
    const auto k = static_cast<std::size_t>(images.shape.classes);
    std::vector<double> matrix(k * k, 0);
    const std::span<const float> start = images.checkpoints.front().label;
    const std::span<const float> now = images.checkpoints[checkpoint].label;
    for (std::int64_t i = 0; i < images.shape.images; ++i) {
        const auto before = images.labelOf(start, i), after = images.labelOf(now, i);
        for (std::size_t a = 0; a < k; ++a)
            for (std::size_t b = 0; b < k; ++b)
                matrix[a * k + b] += static_cast<double>(before[a]) * static_cast<double>(after[b]);
    }
    for (double& each : matrix) each /= static_cast<double>(images.shape.images);
    return matrix;
}

}  // namespace winnow::ui
