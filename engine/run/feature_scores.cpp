// SPDX-License-Identifier: Apache-2.0
#include "engine/run/feature_scores.h"

#include "engine/empirical/head_influence.h"
#include "engine/models/device.h"
#include "engine/models/run_network.h"
#include "engine/select/herding.h"
#include "engine/stats/correlation.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/last_layer.h"
#include "engine/train/stored_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace winnow::run {
namespace {

using nlohmann::json;

constexpr double kSteady = 0.9;  // rank correlation at ten times the damping

std::vector<std::int64_t> fittedSamples(const std::vector<std::uint8_t>& fitted, std::int64_t n) {
    std::vector<std::int64_t> samples;
    for (std::int64_t i = 0; i < n; ++i)
        if (fitted.empty() || fitted[at(i)] != 0) samples.push_back(i);
    return samples;
}

struct Inputs {
    std::vector<std::int64_t> samples, labels;
    std::int64_t classes = 0;
    train::LastLayer layer;
};

double weightDecayOf(const store::ArtifactRow& run) {
    return store::fieldsOf(run).value("weight-decay", 0.0);
}

/// Score and facts of the influence on the last layer.
void scoreInfluence(const store::ArtifactRow& run,
                    const json& fields,
                    const Inputs& in,
                    FeatureScores& result,
                    const jobs::JobContext& job) {
    empirical::HeadInfluence head({in.layer.features, in.labels, in.classes}, in.layer.theta);
    double damping = weightDecayOf(run);
    std::string origin = "weight decay of the training";
    if (fields.contains("damping")) {
        damping = fields.at("damping");
        origin = "given";
    } else if (damping <= 0) {
        damping = 1e-3 * head.meanCurvature();
        origin = "a thousandth of the mean curvature";
    }
    const bool refit = fields.at("refit") == "head";
    const double gradient = refit ? head.refit(damping, job) : head.gradientNorm(damping);
    result.score = head.norms(damping, job);
    const double steady = stats::spearman(result.score, head.norms(10 * damping, job));
    if (steady < kSteady)
        result.warnings.push_back(
            fmt::format("the influence scores hang on the damping: at ten times {:g} their ranks "
                        "correlate by {:.2f} only",
                        damping,
                        steady));
    result.facts = json{
        {"layer", in.layer.name},
        {"parameters", head.theta().size()},
        {"way", "exact"},
        {"damping", damping},
        {"damping_from", origin},
        {"refit", fields.at("refit")},
        {"gradient_norm", gradient},
        {"rank_correlation_at_tenfold_damping",
         steady}}.dump();
}

void scoreHerding(const json& fields,
                  const Inputs& in,
                  FeatureScores& result,
                  const jobs::JobContext& job) {
    const select::FeatureRows rows{in.layer.features, in.labels, in.classes};
    const bool centre = fields.at("herding") == "centre";
    result.score =
        centre ? select::centreScores(rows)
               : select::matchingScores(rows, static_cast<unsigned>(models::threadsInUse()), job);
    result.facts = json{{"layer", in.layer.name},
                        {"features", in.layer.width},
                        {"herding", fields.at("herding")}}
                       .dump();
}

FeatureScores computed(const store::Project& project,
                       const store::ArtifactRow& run,
                       const json& fields,
                       const std::vector<std::uint8_t>& fitted,
                       const jobs::JobContext& job) {
    const models::RunNetwork opened =
        models::openRun(project, run.id, "best", models::Precision::Float32, models::Device::Cpu);
    train::ImageSource source = train::imagesOf(opened.dataset, opened.dataset.train);
    source.mean = opened.mean;
    source.deviation = opened.deviation;
    Inputs in;
    in.samples = fittedSamples(fitted, source.size());
    in.classes = opened.dataset.classes();
    for (const std::int64_t sample : in.samples) in.labels.push_back(source.labels[at(sample)]);
    in.layer = train::lastLayer(*opened.model, run.id, source, in.samples, job);
    FeatureScores result;
    if (fields.at("method") == "herding")
        scoreHerding(fields, in, result, job);
    else
        scoreInfluence(run, fields, in, result, job);
    std::vector<double> all(at(source.size()), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < in.samples.size(); ++i) all[at(in.samples[i])] = result.score[i];
    result.score = std::move(all);
    return result;
}

/// What decides the scores, as text.
std::string keyOf(const store::ArtifactRow& run, const json& fields) {
    json key{{"run", run.id}};
    for (const char* name : {"method", "herding", "damping", "refit"})
        if (fields.contains(name)) key[name] = fields.at(name);
    return store::canonical(key);
}

}  // namespace

FeatureScores featureScores(const store::Project& project,
                            const store::ArtifactRow& run,
                            const json& fields,
                            const std::vector<std::uint8_t>& fitted,
                            FeatureScoreCache* cache,
                            const jobs::JobContext& job) {
    if (fields.contains("damping")) empirical::requireDamping(fields.at("damping"));
    if (cache == nullptr) return computed(project, run, fields, fitted, job);
    const std::string key = keyOf(run, fields);
    auto found = cache->find(key);
    if (found == cache->end())
        found = cache->emplace(key, computed(project, run, fields, fitted, job)).first;
    return found->second;
}

}  // namespace winnow::run
