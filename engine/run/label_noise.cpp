// SPDX-License-Identifier: Apache-2.0
#include "engine/run/label_noise.h"

#include "engine/data/stratified.h"
#include "engine/empirical/sweep.h"
#include "engine/models/device.h"
#include "engine/run/fold_training.h"
#include "engine/run/training_setup.h"
#include "engine/select/label_evidence.h"
#include "engine/select/records.h"
#include "engine/stats/summary.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"
#include "engine/train/pass.h"
#include "engine/train/predictions.h"
#include "engine/train/stored_run.h"
#include "engine/train/trainer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace winnow::run {

using nlohmann::json;

namespace {

/// One training on the changed labels, and every score of it: [kLabelScoreCount, n].
class Repeat {
public:
    Repeat(const json& fields,
           const store::Dataset& dataset,
           const LabelNoise& noise,
           std::int64_t number,
           double memoryBytes,
           const std::filesystem::path& folder,
           const jobs::JobContext& job)
        : m_fields(fields),
          m_dataset(dataset),
          m_noise(noise),
          m_seed(fields.at("seed").get<std::int64_t>() + number),
          m_memoryBytes(memoryBytes),
          m_folder(folder),
          m_job(job),
          m_n(std::ssize(noise.ids)),
          m_scores(at(kLabelScoreCount * m_n), stats::kUndefined) {}

    store::Array run() {
        train::RunFacts facts = runFactsOf(m_fields, m_dataset);
        facts.seed = m_seed;
        const auto model = newModel(m_fields, facts);
        const train::TrainResult result = trained(*model);
        predicted(*model);
        recorded(result);
        judged(kernelOf(*model));
        combined(result);
        std::filesystem::remove_all(m_folder);
        return store::Array::from<double>(m_scores, {kLabelScoreCount, m_n});
    }

private:
    [[nodiscard]] std::span<double> scores(std::string_view name) {
        const auto found = std::ranges::find(kLabelScores, name, &LabelScore::name);
        return std::span(m_scores).subspan(at((found - kLabelScores.begin()) * m_n), at(m_n));
    }

    train::TrainResult trained(models::Model& model) const {
        train::TrainOptions options = trainOptionsOf(m_fields);
        options.validation = m_fields.at("validation");
        options.seed = static_cast<std::uint64_t>(m_seed);
        std::filesystem::create_directories(m_folder);
        return train::train(
            model, {m_noise.source, std::nullopt, m_dataset.classes()}, options, m_folder, m_job);
    }

    void predicted(const models::Model& model) {
        m_seen = train::predict(
            *train::passOver(model, m_noise.source), allRows(m_n), m_noise.source.labels, m_job);
        std::ranges::copy(m_seen.margin, scores("margin").begin());
        std::ranges::copy(m_seen.loss, scores("loss").begin());
    }

    void recorded(const train::TrainResult& result) {
        std::vector<std::uint8_t> correct;
        std::vector<float> loss;
        for (const train::EpochRecord& record : result.records) {
            correct.insert(correct.end(), record.correct.begin(), record.correct.end());
            loss.insert(loss.end(), record.loss.begin(), record.loss.end());
        }
        const std::int64_t epochs = std::ssize(result.records);
        std::ranges::copy(select::forgettingEvents(correct, epochs, m_n),
                          scores("forgetting").begin());
        std::ranges::copy(select::learningDifficulty<float>(loss, epochs, m_n),
                          scores("difficulty").begin());
    }

    /// Over all pairs of samples, with the changed labels.
    [[nodiscard]] store::NamedArrays kernelOf(const models::Model& model) const {
        empirical::SweepOptions options;
        options.kind = empirical::kernelKind(m_fields.at("kernel-kind").get<std::string>());
        options.neighbours =
            std::max(options.neighbours, m_fields.at("nearest").get<std::int64_t>());
        options.seed = static_cast<std::uint64_t>(m_seed);
        options.device = models::deviceNamed(m_fields.at("device").get<std::string>());
        options.memoryBytes = m_memoryBytes;
        const empirical::SampleSet samples{m_noise.source.pixels,
                                           {m_dataset.channels, m_dataset.height, m_dataset.width},
                                           m_noise.source.mean,
                                           m_noise.source.deviation,
                                           allRows(m_n),
                                           m_noise.labels.labels};
        return empirical::sweep(model, samples, options, {}, m_job).arrays;
    }

    void judged(const store::NamedArrays& kernel) {
        const std::vector<std::int64_t> ids = allRows(m_n);
        const std::span<const std::int64_t> labels = m_noise.source.labels;
        const auto diagonal = kernel.at("diagonal").as<float>();
        const auto means = kernel.at("class_mean").as<float>();
        const std::int64_t classes = m_dataset.classes();
        m_shares = select::neighbourShares({ids,
                                            kernel.at("neighbours").as<std::int64_t>(),
                                            kernel.at("neighbour_values").as<float>(),
                                            diagonal},
                                           labels,
                                           classes,
                                           m_fields.at("nearest"));
        std::ranges::copy(kernel.at("contradictory").as<std::int64_t>(),
                          scores("contradictory").begin());
        for (std::size_t i = 0; i < at(m_n); ++i) {
            const std::size_t own = i * at(classes) + at(labels[i]);
            scores("own-class")[i] = means[own];
            scores("own-class-by-length")[i] =
                diagonal[i] > 0 ? means[own] / std::sqrt(double{diagonal[i]}) : stats::kUndefined;
            scores("neighbours")[i] = 1 - double{m_shares[own]};
        }
    }

    void combined(const train::TrainResult& result) {
        select::LabelEvidence evidence{.classes = m_dataset.classes(),
                                       .labels = m_noise.labels.labels,
                                       .probability = m_seen.probability,
                                       .learning = {},
                                       .neighbours = m_shares};
        if (const std::int64_t folds = m_fields.at("folds"); folds > 0) {
            train::Predictions unseen = predictedUnseen(folds, result.bestEpoch);
            std::ranges::copy(unseen.margin, scores("margin-unseen").begin());
            evidence.probability = std::move(unseen.probability);
        }
        for (const double difficulty : scores("difficulty"))
            evidence.learning.push_back(
                std::exp(-difficulty / static_cast<double>(result.records.size())));
        std::ranges::copy(select::suspicion(evidence).score, scores("combined").begin());
    }

    train::Predictions predictedUnseen(std::int64_t folds, std::int64_t epochs) const {
        const FoldTraining training =
            foldTraining(m_fields, m_dataset, m_noise.source, epochs, folds, m_seed);
        std::vector<train::Predictions> parts;
        for (std::int64_t fold = 0; fold < folds; ++fold)
            parts.push_back(predictFold(training, fold, m_job));
        return joined(training, parts);
    }

    const json& m_fields;
    const store::Dataset& m_dataset;
    const LabelNoise& m_noise;
    std::int64_t m_seed;
    double m_memoryBytes;
    const std::filesystem::path& m_folder;
    const jobs::JobContext& m_job;
    std::int64_t m_n;
    std::vector<double> m_scores;
    train::Predictions m_seen;
    std::vector<float> m_shares;  ///< [n, classes]
};

}  // namespace

void plantNoise(LabelNoise& noise, const json& fields, const store::Dataset& dataset) {
    const auto labels = dataset.train.labels();
    const auto seed = fields.at("seed").get<std::uint64_t>();
    const std::int64_t n = dataset.train.size(), wanted = fields.at("samples");
    noise.source = train::imagesOf(dataset, dataset.train);
    noise.ids = data::stratifiedChoice(labels, wanted == 0 ? n : wanted, seed).rows;
    std::vector<std::int64_t> given;
    for (const std::int64_t id : noise.ids) given.push_back(labels[at(id)]);
    noise.labels = data::flipLabels(given, dataset.classes(), fields.at("share"), seed);
    if (noise.labels.count == 0 || noise.labels.count == std::ssize(given))
        throw badInput(
            fmt::format("share is {}, which changes {} of {} labels; some must be "
                        "changed, and not all",
                        fields.at("share").get<double>(),
                        noise.labels.count,
                        given.size()));
    noise.source.labels = noise.labels.labels;
    if (std::ssize(noise.ids) == n) return;
    const std::size_t size = at(dataset.imageSize());
    for (const std::int64_t id : noise.ids) {
        const auto image = dataset.train.pixels().subspan(at(id) * size, size);
        noise.pixels.insert(noise.pixels.end(), image.begin(), image.end());
    }
    noise.source.pixels = noise.pixels;
}

store::Array scoresOfTraining(const json& fields,
                              const store::Dataset& dataset,
                              const LabelNoise& noise,
                              std::int64_t number,
                              double memoryBytes,
                              const std::filesystem::path& folder,
                              const jobs::JobContext& job) {
    return Repeat(fields, dataset, noise, number, memoryBytes, folder, job).run();
}

}  // namespace winnow::run
