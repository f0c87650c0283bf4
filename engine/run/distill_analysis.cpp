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

/// What is seen on the way; of start and end, side by side, more.
struct Course {
    std::vector<double> dimensions;  ///< [T, 4]
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

    [[nodiscard]] Course course() const {
        const std::size_t count = m_of.record.steps().size();
        const std::set<std::size_t> few = fewOf(count);
        Course course;
        for (std::size_t i = 0; i < count; ++i) {
            m_job.throwIfCancelled();
            m_job.report.progress(
                "dimensions", static_cast<std::int64_t>(i), static_cast<std::int64_t>(count));
            const store::Array images = this->images(i);
            const distill::Dimensions pixels = distill::imageDimensions(images);
            distill::Dimensions gradients{stats::kUndefined, stats::kUndefined};
            if (few.contains(i)) {  // start and end are
                course.kernel = distill::kernelMatrix(kernel(i), images, m_job);
                gradients = distill::gradientDimensions(course.kernel);
                if (i == 0) addEnd(i, images, course);
                if (i == count - 1) addEnd(i, images, course);
            }
            course.dimensions.insert(
                course.dimensions.end(),
                {pixels.intrinsic, pixels.linear, gradients.intrinsic, gradients.linear});
        }
        return course;
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

    /// `course` has the checkpoint's kernel.
    void addEnd(std::size_t checkpoint, const store::Array& images, Course& course) const {
        const auto values = distill::spectrum(course.kernel);
        course.spectrum.insert(course.spectrum.end(), values.begin(), values.end());
        const distill::Targets* test = m_of.meter.testTargets();
        if (test == nullptr) {
            course.bands.insert(course.bands.end(), 5, stats::kUndefined);
            course.parts.insert(course.parts.end(), 10, stats::kUndefined);
            return;
        }
        const store::Array labels = m_of.record.labels(checkpoint);
        const store::Array kts =
            distill::kernelAgainst(kernel(checkpoint), images, *test, m_of.plan.testRows, m_job);
        const auto bands = distill::bandAccuracy(course.kernel, kts, labels, m_truth);
        course.bands.insert(course.bands.end(), bands.band.begin(), bands.band.end());
        for (const distill::SubsampleAccuracy& part : distill::subsampling(
                 course.kernel, kts, labels, m_truth, m_of.ridge, m_of.seed, m_job))
            course.parts.insert(course.parts.end(), {part.mean, part.deviation});
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
    const Course course = analysis.course();
    draft.write<double>("spectrum.npy", course.spectrum, {2, n});
    draft.write<double>("band_accuracy.npy", course.bands, {2, 5});
    draft.write<double>("subsample.npy", course.parts, {2, 5, 2});
    draft.write("kernel_support.npy", course.kernel);
    draft.write<double>("dimension.npy", course.dimensions, {std::ssize(of.record.steps()), 4});
    const std::vector<std::int64_t> searched = analysis.searched();
    const distill::Nearest nearest = analysis.nearest(searched);
    draft.write("nearest.npy", nearest.rows);
    draft.write("nearest_distance.npy", nearest.distance);
    return {{"nearest_among", searched.size()}};
}

}  // namespace winnow::run
