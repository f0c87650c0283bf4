// SPDX-License-Identifier: Apache-2.0
#include "engine/run/test_neighbours.h"

#include "engine/empirical/gram.h"
#include "engine/empirical/sample_features.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace winnow::run {

using nlohmann::json;

namespace {

constexpr std::int64_t kRows = 1024;  // training samples whose features pass at once

struct Partner {
    std::int64_t sample = 0;
    double kappa = 0, own = 0;
};

/// The `count` strongest of what is offered, by `before`; equals in the order they came.
class Strongest {
public:
    Strongest(std::int64_t count, bool (*before)(double, double))
        : m_count(static_cast<std::size_t>(count)), m_before(before) {}

    void offer(const Partner& partner) {
        if (m_partners.size() == m_count && !m_before(partner.kappa, m_partners.back().kappa))
            return;
        const auto at = std::ranges::find_if(
            m_partners, [&](const Partner& one) { return m_before(partner.kappa, one.kappa); });
        m_partners.insert(at, partner);
        if (m_partners.size() > m_count) m_partners.pop_back();
    }
    [[nodiscard]] const std::vector<Partner>& partners() const { return m_partners; }

private:
    std::size_t m_count;
    bool (*m_before)(double, double);
    std::vector<Partner> m_partners;
};

empirical::SampleSet testSample(const models::RunNetwork& source, std::int64_t sample) {
    const store::Dataset& data = source.dataset;
    if (!data.test) throw badInput(data.name + " has no test samples; import it with a test split");
    const std::int64_t n = data.test->size();
    if (sample < 0 || sample >= n)
        throw badInput(
            fmt::format("test_sample is {}; {} has 0 to {} to test", sample, data.name, n - 1));
    return {.pixels = data.test->pixels(),
            .imageShape = {data.channels, data.height, data.width},
            .mean = source.mean,
            .deviation = source.deviation,
            .ids = {sample},
            .labels = {data.test->labels()[static_cast<std::size_t>(sample)]}};
}

std::vector<double> probabilitiesOf(const empirical::KernelArtifact& kernel,
                                    const empirical::SampleSet& set) {
    const at::NoGradGuard noGrad;
    const at::Tensor image = models::normalisedImages(set.pixels,
                                                      set.imageShape,
                                                      set.ids,
                                                      set.mean,
                                                      set.deviation,
                                                      kernel.options.precision,
                                                      models::Device::Cpu);
    const at::Tensor q =
        at::softmax(kernel.source.model->logits(image, models::Mode::Evaluation).to(at::kDouble), 1)
            .contiguous();
    return {q.const_data_ptr<double>(), q.const_data_ptr<double>() + q.numel()};
}

json listOf(const Strongest& strongest, double own, std::span<const std::int64_t> labels) {
    json list = json::array();
    for (const Partner& partner : strongest.partners()) {
        json one{{"sample", partner.sample},
                 {"class", labels[static_cast<std::size_t>(partner.sample)]},
                 {"kappa", partner.kappa}};
        if (own > 0 && partner.own > 0)
            one["cosine"] = partner.kappa / std::sqrt(own * partner.own);
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace

json testNeighbours(const empirical::KernelArtifact& kernel,
                    std::int64_t sample,
                    std::int64_t count,
                    const jobs::JobContext& context) {
    if (count < 1) throw badInput(fmt::format("count is {}; it is 1 or more", count));
    const models::RunNetwork& source = kernel.source;
    empirical::SweepOptions options = kernel.options;
    options.projection = 0;
    const empirical::SampleSet test = testSample(source, sample);
    const empirical::SampleSet train = empirical::sampleSet(source, empirical::trainingIds(source));
    const empirical::Block column =
        empirical::SampleFeatures(*source.model, test, options).at(0, 1);
    const empirical::SampleFeatures features(*source.model, train, options);
    Strongest largest(count, [](double a, double b) { return a > b; });
    Strongest smallest(count, [](double a, double b) { return a < b; });
    for (std::int64_t begin = 0; begin < std::ssize(train.ids); begin += kRows) {
        const empirical::Block rows =
            features.at(begin, std::min(kRows, std::ssize(train.ids) - begin), &context);
        const at::Tensor kappa = empirical::gram(rows, column).to(at::kDouble).contiguous();
        const at::Tensor own = empirical::squaredNorms(rows);
        for (std::int64_t r = 0; r < kappa.size(0); ++r) {
            const Partner partner{train.ids[static_cast<std::size_t>(begin + r)],
                                  kappa.const_data_ptr<double>()[r],
                                  own.const_data_ptr<double>()[r]};
            largest.offer(partner);
            smallest.offer(partner);
        }
    }
    const double own = empirical::gram(column, column).to(at::kDouble).item<double>();
    const std::vector<double> probabilities = probabilitiesOf(kernel, test);
    const auto labels = source.dataset.train.labels();
    return {{"kernel", kernel.row.id},
            {"test_sample", sample},
            {"class", test.labels.front()},
            {"prediction", std::ranges::max_element(probabilities) - probabilities.begin()},
            {"probabilities", probabilities},
            {"kappa_own", own},
            {"interchangeable", listOf(largest, own, labels)},
            {"contradictory", listOf(smallest, own, labels)}};
}

}  // namespace winnow::run
