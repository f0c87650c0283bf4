// SPDX-License-Identifier: Apache-2.0
#include "engine/train/trainer.h"

#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"
#include "engine/train/evaluation.h"
#include "engine/train/fitter.h"
#include "engine/train/pass.h"
#include "engine/train/scores.h"

#include <torch/torch.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace winnow::train {
namespace {

constexpr std::string_view kSource = "the checkpoint";
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr auto kNoneF = std::numeric_limits<float>::quiet_NaN();

EpochRecord emptyRecord(std::int64_t samples) {
    return {std::vector<float>(at(samples), kNoneF),
            std::vector<std::uint8_t>(at(samples), 0),
            std::vector<float>(at(samples), kNoneF)};
}

/// One training, epoch by epoch. All state that outlives an epoch is in the model, the optimiser
/// and m_state.
class Training {
public:
    Training(models::Model& model,
             const TrainData& data,
             const TrainOptions& options,
             const std::filesystem::path& workFolder,
             const jobs::JobContext& job);
    TrainResult run();

private:
    void resume();
    void oneEpoch();
    void fit(EpochRecord& record);
    void record(EpochRecord& record,
                const Outcome& outcome,
                std::span<const std::int64_t> samples) const;
    void closeEpoch(EpochRecord record);
    void evaluateInto(EpochRecord& record, std::vector<double>& row);
    void takeScores();
    void keepSnapshot() const;
    [[nodiscard]] std::vector<Snapshot> snapshotsUpTo(std::int64_t epoch) const;
    void report(std::span<const double> row) const;
    [[nodiscard]] bool improved(std::span<const double> row) const;
    [[nodiscard]] std::int64_t forgotten() const;
    [[nodiscard]] bool scoresWanted() const { return m_options.el2n || m_options.grand; }
    [[nodiscard]] std::int64_t scoreEpoch() const {
        return std::min(m_options.scoreEpoch, m_options.epochs);
    }
    void evaluateTest(TrainResult& result, std::int64_t epoch, bool keepPrediction);
    TrainResult finish();

    models::Model& m_model;
    const TrainData& m_data;
    const TrainOptions& m_options;
    const std::filesystem::path& m_folder;
    const jobs::JobContext& m_job;

    std::vector<std::uint8_t> m_mask;
    std::vector<std::int64_t> m_fitted, m_heldOut, m_all;
    std::unique_ptr<Pass> m_pass;
    Fitter m_fitter;
    Checkpoint m_state;
    std::vector<EpochRecord> m_records;
};

Training::Training(models::Model& model,
                   const TrainData& data,
                   const TrainOptions& options,
                   const std::filesystem::path& workFolder,
                   const jobs::JobContext& job)
    : m_model(model),
      m_data(data),
      m_options(options),
      m_folder(workFolder),
      m_job(job),
      m_mask(fittedMask(data.train.labels, data.classes, options.validation, options.seed)),
      m_fitted(samplesWhere(m_mask, 1)),
      m_heldOut(samplesWhere(m_mask, 0)),
      m_all(allRows(data.train.size())),
      m_pass(passOver(model, data.train)),
      m_fitter(model, *m_pass, data.train, options, m_fitted) {
    if (model.classes() != data.classes)
        throw badInput("the model tells " + std::to_string(model.classes()) +
                       " classes apart; the data set has " + std::to_string(data.classes));
}

void Training::resume() {
    std::optional<Resumption> found;
    try {
        found = readCheckpoint(m_folder, m_data.train.size());
        if (!found) return;
        m_fitter.optimizer().restore(found->checkpoint.optimizer);
        m_model.load(found->checkpoint.weights, kSource);
        for (const Snapshot& due : snapshotsUpTo(found->checkpoint.epochs))
            if (!std::filesystem::exists(due.file)) throw badInput(due.file.string() + " is gone");
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::BadInput) throw;
        throw badInput(std::string("the stopped training cannot go on (") + error.what() +
                       "); delete the folder " + m_folder.string() + " to begin anew");
    }
    m_state = std::move(found->checkpoint);
    m_records = std::move(found->records);
    m_job.report.note("going on after epoch " + std::to_string(m_state.epochs) + " of " +
                      std::to_string(m_options.epochs));
}

void Training::record(EpochRecord& record,
                      const Outcome& outcome,
                      std::span<const std::int64_t> samples) const {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t sample = at(samples[i]);
        record.loss[sample] = static_cast<float>(outcome.loss[i]);
        record.margin[sample] = static_cast<float>(outcome.margin[i]);
        record.correct[sample] = outcome.prediction[i] == m_data.train.labels[sample] ? 1 : 0;
    }
}

void Training::fit(EpochRecord& record) {
    const std::int64_t epoch = m_state.epochs, steps = m_fitter.stepsPerEpoch();
    const auto stepMade =
        [&](std::int64_t step, std::span<const std::int64_t> batch, const Outcome& outcome) {
            this->record(record, outcome, batch);
            m_job.report.progress("train", epoch * steps + step + 1, m_options.epochs * steps);
        };
    m_fitter.fit(epoch, stepMade, m_job);
}

void Training::evaluateInto(EpochRecord& record, std::vector<double>& row) {
    const std::span<const std::int64_t> labels = m_data.train.labels;
    if (!m_heldOut.empty()) {
        const Outcome outcome = evaluate(*m_pass, m_heldOut, labels, {}, m_job);
        this->record(record, outcome, m_heldOut);
        row[kValidationLoss] = meanLoss(outcome);
        row[kValidationAccuracy] = accuracy(outcome, m_heldOut, labels);
    }
    if (m_options.records == RecordPass::Evaluation)
        this->record(record, evaluate(*m_pass, m_fitted, labels, {}, m_job), m_fitted);
    double loss = 0, right = 0;
    for (const std::int64_t sample : m_fitted) {
        loss += record.loss[at(sample)];
        right += record.correct[at(sample)];
    }
    row[kTrainLoss] = loss / static_cast<double>(m_fitted.size());
    row[kTrainAccuracy] = right / static_cast<double>(m_fitted.size());
}

void Training::takeScores() {
    if (!scoresWanted() || scoreEpoch() != m_state.epochs) return;
    const auto n = m_data.train.size();
    if (m_options.el2n) {
        const Outcome outcome = evaluate(*m_pass, m_all, m_data.train.labels, "el2n", m_job);
        m_state.scores["el2n"] = store::Array::from<double>(outcome.error, {n});
    }
    if (m_options.grand)
        m_state.scores["grand"] =
            store::Array::from<double>(lossGradientNorms(m_model, m_data.train, m_job), {n});
}

std::vector<Snapshot> Training::snapshotsUpTo(std::int64_t epoch) const {
    std::vector<Snapshot> kept;
    const std::int64_t every = m_options.snapshots;
    for (std::int64_t e = every; every > 0 && e <= epoch; e += every)
        kept.push_back({e, m_folder / snapshotName(e)});
    return kept;
}

void Training::keepSnapshot() const {
    if (m_options.snapshots == 0 || m_state.epochs % m_options.snapshots != 0) return;
    models::writeWeights(m_folder / snapshotName(m_state.epochs), m_state.weights);
}

bool Training::improved(std::span<const double> row) const {
    if (!m_options.keepBest || m_heldOut.empty() || m_state.bestEpoch == 0) return true;
    const std::size_t best = at((m_state.bestEpoch - 1) * kCurveColumns + kValidationAccuracy);
    return row[kValidationAccuracy] > m_state.curve[best];
}

std::int64_t Training::forgotten() const {
    if (m_records.size() < 2) return 0;
    const EpochRecord& before = m_records[m_records.size() - 2];
    const EpochRecord& now = m_records.back();
    std::int64_t events = 0;
    for (std::size_t i = 0; i < now.correct.size(); ++i)
        events += before.correct[i] > now.correct[i] ? 1 : 0;
    return events;
}

void Training::report(std::span<const double> row) const {
    constexpr std::array kNames{
        "train_loss", "train_accuracy", "validation_loss", "validation_accuracy"};
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (!std::isnan(row[i])) m_job.report.metric(kNames[i], m_state.epochs, row[i]);
    m_job.report.metric("forgetting_events", m_state.epochs, static_cast<double>(forgotten()));
}

void Training::oneEpoch() {
    EpochRecord record = emptyRecord(m_data.train.size());
    fit(record);
    closeEpoch(std::move(record));
}

void Training::closeEpoch(EpochRecord record) {
    std::vector<double> row(kCurveColumns, kNone);
    evaluateInto(record, row);
    m_records.push_back(std::move(record));
    const bool better = improved(row);
    m_state.curve.insert(m_state.curve.end(), row.begin(), row.end());
    ++m_state.epochs;
    m_state.weights = m_model.weights();
    if (better) {
        m_state.bestEpoch = m_state.epochs;
        m_state.best = m_state.weights;
    }
    m_state.optimizer = m_fitter.optimizer().state();
    takeScores();
    report(row);
    keepSnapshot();  // before the checkpoint that says its epoch is done
    writeCheckpoint(m_folder, m_state, m_records.back());
}

void Training::evaluateTest(TrainResult& result, std::int64_t epoch, bool keepPrediction) {
    const ImageSource& test = *m_data.test;
    const auto pass = passOver(m_model, test);
    const std::vector<std::int64_t> all = allRows(test.size());
    Outcome outcome = evaluate(*pass, all, test.labels, "test", m_job);
    result.curve[at((epoch - 1) * kCurveColumns + kTestLoss)] = meanLoss(outcome);
    const double share = accuracy(outcome, all, test.labels);
    result.curve[at((epoch - 1) * kCurveColumns + kTestAccuracy)] = share;
    m_job.report.metric("test_accuracy", epoch, share);
    if (keepPrediction) result.testPrediction = std::move(outcome.prediction);
}

TrainResult Training::finish() {
    TrainResult result;
    result.bestEpoch = m_state.bestEpoch;
    result.weights = m_state.best;
    result.last = m_state.weights;
    result.curve = m_state.curve;
    result.fitted = m_mask;
    for (auto [name, scores] : {std::pair{"el2n", &result.el2n}, std::pair{"grand", &result.grand}})
        if (const auto it = m_state.scores.find(name); it != m_state.scores.end()) {
            const auto values = it->second.as<double>();
            scores->assign(values.begin(), values.end());
        }
    m_model.load(m_state.weights, kSource);
    if (m_data.test && m_state.bestEpoch != m_state.epochs)
        evaluateTest(result, m_state.epochs, false);
    m_model.load(m_state.best, kSource);
    if (m_data.test) evaluateTest(result, m_state.bestEpoch, true);
    Outcome outcome = evaluate(*m_pass, m_all, m_data.train.labels, "predict", m_job);
    result.prediction = std::move(outcome.prediction);
    result.probability.assign(outcome.probability.begin(), outcome.probability.end());
    result.records = std::move(m_records);
    result.snapshots = snapshotsUpTo(m_state.epochs);
    return result;
}

TrainResult Training::run() {
    resume();
    if (m_state.epochs == 0) takeScores();
    while (m_state.epochs < m_options.epochs) oneEpoch();
    return finish();
}

}  // namespace

TrainResult train(models::Model& model,
                  const TrainData& data,
                  const TrainOptions& options,
                  const std::filesystem::path& workFolder,
                  const jobs::JobContext& job) {
    check(options);
    check(data.train);
    if (data.test) check(*data.test);
    return Training(model, data, options, workFolder, job).run();
}

}  // namespace winnow::train
