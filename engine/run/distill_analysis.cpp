// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_analysis.h"

#include "engine/data/stratified.h"
#include "engine/distill/analysis.h"
#include "engine/infinite/cost.h"
#include "engine/run/infinite_setup.h"
#include "engine/stats/summary.h"
#include "engine/store/index.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace winnow::run {
namespace {


/// Start and end: figures of both stand side by side.
struct Ends {
    std::vector<double> spectrum, bands, parts;
    store::Array kernel;  ///< of the end
};

/// Checkpoints whose gradient dimension is computed: it takes the kernel of every pair of images.
std::set<std::size_t> fewOf(std::size_t count) {
    constexpr std::size_t kFew = 12;
    std::set<std::size_t> chosen;
    for (std::size_t i = 0; i < kFew; ++i) chosen.insert(i * (count - 1) / (kFew - 1));
    return chosen;
}

class Analysis {
public:
    Analysis(const DistilledAnalysis& of, const jobs::JobContext& job) : m_of(of), m_job(job) {
        if (const distill::Targets* test = of.meter.testTargets())
            for (const std::int64_t row : of.plan.testRows)
                m_truth.push_back(test->classOf()[at(row)]);
    }

    [[nodiscard]] Ends ends() const {
        Ends both;
        const std::size_t last = m_of.record.steps().size() - 1;
        for (const std::size_t checkpoint : {std::size_t{0}, last}) {
            const store::Array images = this->images(checkpoint);
            store::Array kernel = distill::kernelMatrix(this->kernel(checkpoint), images, m_job);
            const auto values = distill::spectrum(kernel);
            both.spectrum.insert(both.spectrum.end(), values.begin(), values.end());
            addAccuracies(checkpoint, images, kernel, both);
            both.kernel = std::move(kernel);
        }
        return both;
    }

    /// [T, 4]
    [[nodiscard]] std::vector<double> dimensions() const {
        const std::size_t count = m_of.record.steps().size();
        const std::set<std::size_t> few = fewOf(count);
        std::vector<double> rows;
        for (std::size_t i = 0; i < count; ++i) {
            m_job.throwIfCancelled();
            m_job.report.progress(
                "dimensions", static_cast<std::int64_t>(i), static_cast<std::int64_t>(count));
            const store::Array images = this->images(i);
            const distill::Dimensions pixels = distill::imageDimensions(images);
            distill::Dimensions gradients{stats::kUndefined, stats::kUndefined};
            if (few.contains(i))
                gradients =
                    distill::gradientDimensions(distill::kernelMatrix(kernel(i), images, m_job));
            rows.insert(rows.end(),
                        {pixels.intrinsic, pixels.linear, gradients.intrinsic, gradients.linear});
        }
        return rows;
    }

    /// Rows of the targets: all where that is quick, else a random part.
    [[nodiscard]] std::vector<std::int64_t> searched() const {
        const std::int64_t n = m_of.plan.images;
        const auto cost =
            infinite::cost(m_of.plan.family.front(), shapeOf(m_of.plan.dataset), 1, n);
        const double most = kNearestFlop / (cost.flop * static_cast<double>(n));
        if (most >= static_cast<double>(m_of.train.size())) return m_of.train.allRows();
        return data::stratifiedChoice(
                   m_of.train.classOf(), static_cast<std::int64_t>(std::ceil(most)), m_of.seed)
            .rows;
    }

    /// With ids of samples instead of rows.
    [[nodiscard]] distill::Nearest nearest(const std::vector<std::int64_t>& rows) const {
        constexpr std::int64_t kCount = 5;
        const std::size_t last = m_of.record.steps().size() - 1;
        auto found =
            distill::nearestTargets(kernel(last), images(last), m_of.train, rows, kCount, m_job);
        for (std::int64_t& row : found.rows.as<std::int64_t>())
            if (row >= 0) row = m_of.train.samples()[at(row)];
        return found;
    }

private:
    [[nodiscard]] store::Array images(std::size_t checkpoint) const {
        return m_of.record.images(checkpoint, m_of.precision);
    }

    /// As it was then.
    [[nodiscard]] infinite::Kernel kernel(std::size_t checkpoint) const {
        return m_of.meter.kernel(m_of.record.gammas()[checkpoint]);
    }

    void addAccuracies(std::size_t checkpoint,
                       const store::Array& images,
                       const store::Array& kss,
                       Ends& both) const {
        const distill::Targets* test = m_of.meter.testTargets();
        if (test == nullptr) {
            both.bands.insert(both.bands.end(), 5, stats::kUndefined);
            both.parts.insert(both.parts.end(), 10, stats::kUndefined);
            return;
        }
        const store::Array labels = m_of.record.labels(checkpoint);
        const store::Array kts =
            distill::kernelAgainst(kernel(checkpoint), images, *test, m_of.plan.testRows, m_job);
        const auto bands = distill::bandAccuracy(kss, kts, labels, m_truth);
        both.bands.insert(both.bands.end(), bands.band.begin(), bands.band.end());
        for (const distill::SubsampleAccuracy& part :
             distill::subsampling(kss, kts, labels, m_truth, m_of.ridge, m_of.seed, m_job))
            both.parts.insert(both.parts.end(), {part.mean, part.deviation});
    }

    const DistilledAnalysis& m_of;
    const jobs::JobContext& m_job;
    std::vector<std::int64_t> m_truth;
};

}  // namespace

nlohmann::json writeAnalysis(const DistilledAnalysis& of,
                             store::ArtifactDraft& draft,
                             const jobs::JobContext& job) {
    const Analysis analysis(of, job);
    const std::int64_t n = of.plan.images;
    const Ends ends = analysis.ends();
    draft.write<double>("spectrum.npy", ends.spectrum, {2, n});
    draft.write<double>("band_accuracy.npy", ends.bands, {2, 5});
    draft.write<double>("subsample.npy", ends.parts, {2, 5, 2});
    draft.write("kernel_support.npy", ends.kernel);
    draft.write<double>("dimension.npy", analysis.dimensions(), {std::ssize(of.record.steps()), 4});
    const std::vector<std::int64_t> searched = analysis.searched();
    const distill::Nearest nearest = analysis.nearest(searched);
    draft.write("nearest.npy", nearest.rows);
    draft.write("nearest_distance.npy", nearest.distance);
    return {{"nearest_among", searched.size()}};
}

}  // namespace winnow::run
