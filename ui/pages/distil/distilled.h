// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distil_images.h"
#include "ui/session/result_object.h"

#include <QStringList>

#include <memory>

/// What an artifact of kind `distilled` says. T: checkpoints; n: images; K: classes; S: steps.
/// Accuracies are shares 0 to 1; losses are means over samples and classes of half the squared
/// error; NaN: not measured.
namespace winnow::ui {

/// What a person asked for, from the job's fields.
struct DistilSettings {
    QString method = {};       ///< "kip", "label-solve"
    QStringList kernels = {};  ///< one drawn per step where there are several
    QString type = {};         ///< "ntk", "nngp"
    std::int64_t images = 0, steps = 0;
    bool learnsLabels = false;
    QString init = {};     ///< "images", "noise"
    QString augment = {};  ///< "none": not at all
    QString preprocessing = {};
    double corrupt = 0;  ///< share of every image that stays noise

    /// Learned with the images, or solved for.
    [[nodiscard]] bool labelsAreLearned() const { return learnsLabels || method == u"label-solve"; }
    /// "KIP, FC1 kernel, 10 images, labels learned"; with `samples` "10 images from 60 000".
    [[nodiscard]] QString inWords(std::int64_t samples = 0) const;
    /// "FC1", "FC1, FC2, FC3": as the papers write them.
    [[nodiscard]] QString kernelsInWords() const;
};
/// Of a job's fields, a JSON object; what it does not say is empty.
[[nodiscard]] DistilSettings distilSettings(const QJsonObject& fields);
[[nodiscard]] DistilSettings distilSettings(const store::ArtifactRow& row);

struct DistilFigures {
    double accuracy = 0, loss = 0;  ///< of the last checkpoint, on all test samples
    SummaryFigures best = {};       ///< test accuracy of the five of lowest training loss
    double zeroLoss = 0;            ///< of a predictor that always says 0: (K-1)/(2 K^2)
    double ridge = 0, condition = 0;
    double outOfRange = 0;  ///< share of values outside 0 to 255
    double secondsPerStep = 0;
    double compression = 0;           ///< natural images of equal accuracy to one of these
    bool compressionAtLeast = false;  ///< it is more: no natural set is as accurate
    QStringList warnings = {};
};
/// Throws Error{BadInput}.
[[nodiscard]] DistilFigures readDistilFigures(const store::Project& project, const std::string& id);

struct Distilled {
    /// Columns of `curve`.
    enum Curve {
        Step,
        TrainLoss,
        TrainAccuracy,
        Ridge,
        Condition,
        OutOfRange,
        Seconds,
        CurveColumns
    };
    /// Columns of `test`.
    enum Test { TestLoss, TestAccuracy, LabelFloor, TestColumns };
    /// Columns of `dimension`.
    enum Dimension { TwoNn, Pca, GradientTwoNn, GradientPca, DimensionColumns };
    static constexpr std::int64_t kNearest = 5, kBands = 5, kParts = 5;
    /// Kept share of each part of `subsample`.
    static constexpr double kPartShares[kParts] = {0.9, 0.75, 0.5, 0.25, 0.1};

    QString id;
    DistilSettings settings;
    DistilFigures figures;
    std::shared_ptr<const DistilImages> images;
    Mapped<double> curve;            ///< [S,7] by Curve
    Mapped<double> test;             ///< [T,3] by Test
    Mapped<std::int64_t> nearest;    ///< [n,5] training samples; of the last checkpoint
    Mapped<double> nearestDistance;  ///< [n,5] kernel distance
    Mapped<double> spectrum;         ///< [2,n] eigenvalues of K_ss, start and last, falling
    Mapped<double> bandAccuracy;     ///< [2,5] test accuracy by fifths of the spectrum
    Mapped<double> dimension;        ///< [T,4] by Dimension
    Mapped<double> subsample;        ///< [2,5,2] start and last; mean and deviation of accuracy
    Mapped<double> kernelSupport;    ///< [n,n] K_ss of the last checkpoint
};

/// Throws Error{BadInput}: a file is missing, damaged, or disagrees with the others or with the
/// data set's `samples` and `classes`.
[[nodiscard]] Distilled readDistilled(const store::Project& project,
                                      const store::ArtifactRow& row,
                                      std::int64_t samples,
                                      std::int64_t classes);

/// Start labels times labels now over the number of images: [K,K]; entry (a,b) is how much of class
/// b the images of class a carry now. Of methods/kip.md, Figure 1b.
[[nodiscard]] std::vector<double> labelMatrix(const DistilImages& images, std::size_t checkpoint);

}  // namespace winnow::ui
