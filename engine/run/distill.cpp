// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/kip.h"
#include "engine/distill/label_solve.h"
#include "engine/distill/schedule.h"
#include "engine/jobs/stopwatch.h"
#include "engine/run/distill_analysis.h"
#include "engine/run/distill_figures.h"
#include "engine/run/distill_meter.h"
#include "engine/run/distill_plan.h"
#include "engine/run/distill_record.h"
#include "engine/run/distill_start.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/infinite_setup.h"
#include "engine/run/warning_keeper.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/npz.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace winnow::run {
namespace {

using nlohmann::json;

/// What goes on inside a step or a measurement is told where it is long; elsewhere the person sees
/// steps.
class PairReporter final : public jobs::ForwardingReporter {
public:
    PairReporter(jobs::JobReporter& outer, std::string_view stage)
        : ForwardingReporter(outer), m_stage(stage) {}
    void progress(std::string_view, std::int64_t done, std::int64_t total) override {
        constexpr double kLong = 2;
        if (m_watch.seconds() > kLong) outer().progress(m_stage, done, total);
    }

private:
    jobs::Stopwatch m_watch;
    std::string_view m_stage;
};

DistillPlan plannedWithin(const JobInput& input, jobs::JobReporter& report) {
    DistillPlan plan = distillPlan(input.project, input.fields, report);
    requireMemory(plan, input.fields);
    return plan;
}

/// Images mean something only to the whitening they were made with, whichever images a run that
/// goes on from them holds out.
distill::Preprocessing preprocessingFor(const JobInput& input,
                                        const DistillPlan& plan,
                                        const jobs::JobContext& job) {
    if (plan.from) return preprocessingOf(input.project, *plan.from);
    return preprocessingOf(input, plan.dataset, plan.train, plan.open, job);
}

class Distillation {
public:
    Distillation(const JobInput& input, const jobs::JobContext& job);
    void run() { m_plan.kip ? moveImages() : solveLabels(); }
    JobOutcome store();

private:
    void solveLabels();
    void moveImages();
    [[nodiscard]] distill::KipOptions kipOptions() const;
    void makeStep(distill::Kip& kip);
    void save(const distill::Kip& kip);
    void keep(const distill::Support& support, double gamma, std::int64_t step);
    void tell(const DistillPoint& point) const;
    [[noreturn]] void endDiverged(const Error& why);
    [[nodiscard]] store::ArtifactRow row() const;

    jobs::Stopwatch m_sinceStart;
    const JobInput& m_input;
    const json& m_fields;
    WarningKeeper m_report;
    jobs::JobContext m_job;
    DistillPlan m_plan;
    models::Precision m_precision;
    distill::RidgeOptions m_ridge;
    infinite::KernelOptions m_kernelOptions;
    distill::Preprocessing m_preprocessing;
    distill::DatasetTargets m_targets;
    DistillMeter m_meter;
    DistillStart m_start;
    DistillRecord m_record;
    jobs::Stopwatch m_sinceSaved, m_sinceTold;
    const char* m_stopped = "steps";
};

Distillation::Distillation(const JobInput& input, const jobs::JobContext& job)
    : m_input(input),
      m_fields(input.fields),
      m_report(job.report),
      m_job{job.stop, m_report},
      m_plan(plannedWithin(input, m_report)),
      m_precision(precisionOf(m_fields)),
      m_ridge(ridgeOf(m_fields)),
      m_kernelOptions(kernelOptionsOf(m_fields, m_report)),
      m_preprocessing(preprocessingFor(input, m_plan, m_job)),
      m_targets(m_plan.train,
                m_plan.dataset.classes(),
                m_preprocessing,
                m_precision,
                m_plan.open,
                augmentationOf(m_fields, input.project, m_plan.dataset)),
      m_meter(m_plan, m_preprocessing, m_precision, m_ridge, m_kernelOptions),
      m_start(startOf(m_fields, m_plan, m_preprocessing, m_targets)),
      m_record(input.workFolder) {
    (void)store::ArtifactDraft(input.project, row());  // a name that is taken is said now
    if (!m_plan.test)
        m_report.warning(m_plan.dataset.id + " has no test images: no accuracy is measured");
    if (input.resumed) return;  // the person knows how long it takes
    const DistillCost cost = costOf(m_plan, m_fields);
    if (const auto warning = warningOfTime(m_plan, cost, timeOf(m_plan, cost, m_fields, m_job)))
        m_report.warning(*warning);
}

store::ArtifactRow Distillation::row() const {
    return artifactRow(m_input,
                       "distill",
                       "distilled",
                       m_fields.value("name", std::string()),
                       {m_plan.dataset.id});
}

void Distillation::solveLabels() {
    const double gamma = m_plan.family.front().gamma;
    m_report.progress("labels", 0, 1);
    keep(m_start.support, gamma, 0);
    const std::vector<std::int64_t> rows = m_plan.targets > 0
                                               ? distill::balancedRows(m_targets.classOf(),
                                                                       m_targets.classes(),
                                                                       m_plan.targets,
                                                                       "targets",
                                                                       m_fields.at("seed"),
                                                                       0,
                                                                       m_plan.dataset.classNames)
                                               : m_targets.allRows();
    const jobs::Stopwatch watch;
    distill::SolvedLabels solved =
        distill::solveLabels(m_meter.kernel(gamma),
                             m_ridge,
                             m_start.support.images,
                             m_targets,
                             rows,
                             distill::labelSolver(m_fields.at("solver").get<std::string>()),
                             m_job);
    for (const std::string& warning : solved.warnings) m_report.warning(warning);
    m_start.support.labels = std::move(solved.labels);
    const DistillPoint point{.step = 1,
                             .loss = solved.loss,
                             .accuracy = DistillTest::kNone,
                             .ridge = solved.ridge.reg,
                             .condition = solved.ridge.condition,
                             .seconds = watch.seconds()};
    m_record.add(point);
    tell(point);
    keep(m_start.support, gamma, 1);
    m_report.progress("labels", 1, 1);
}

distill::KipOptions Distillation::kipOptions() const {
    distill::KipOptions options;
    options.family = m_plan.family;
    options.ridge = m_ridge;
    options.kernel = m_kernelOptions;
    options.rate = m_plan.rate;
    if (m_fields.value("schedule", std::string()) == "cosine") options.cosineSteps = m_plan.steps;
    options.learnLabels = m_fields.at("learn-labels");
    options.learnGamma = m_fields.at("learn-gamma");
    options.targetBatch = m_plan.targets;
    options.supportBatch = m_fields.at("support-batch");
    options.clip = m_fields.at("clip");
    options.seed = m_fields.at("seed");
    return options;
}

void Distillation::moveImages() {
    constexpr double kSaveCheckpoints = 1;  // seconds: saving takes longer than a quick step
    distill::Kip kip(m_start.support, m_start.frozen, m_targets, kipOptions(), &m_preprocessing);
    for (const std::string& warning : kip.warnings()) m_report.warning(warning);
    if (m_record.resume(kip)) {
        m_report.note(fmt::format("goes on after step {}", kip.steps()));
        m_report.metric(
            "checkpoint", m_record.steps().back(), static_cast<double>(m_record.steps().size()));
    }
    m_report.progress("steps", kip.steps(), m_plan.steps);
    const auto kept =
        distill::checkpointSteps(m_plan.steps, m_fields.at("checkpoint-every").get<std::int64_t>());
    try {
        for (;;) {
            if (std::ranges::binary_search(kept, kip.steps()) && !m_record.has(kip.steps())) {
                keep(kip.support(), kip.family().front().gamma, kip.steps());
                if (m_sinceSaved.seconds() > kSaveCheckpoints) save(kip);
            }
            if (kip.steps() >= m_plan.steps) break;
            if (distill::stopsEarly(m_record.heldOut(), m_fields.at("patience"))) {
                m_stopped = "patience";
                break;
            }
            makeStep(kip);
        }
    } catch (const Cancelled&) {
        if (!m_record.isSaved()) save(kip);
        m_report.progress("steps", kip.steps(), m_plan.steps);
        throw;
    }
    if (!m_record.isSaved()) save(kip);  // what follows may take long
}

void Distillation::makeStep(distill::Kip& kip) {
    constexpr double kSaveEvery = 60;  // seconds of work a kill may cost
    PairReporter report(m_report, "pairs of a step");
    distill::KipStep made;
    try {
        made = kip.step({m_job.stop, report});
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Internal) throw;
        endDiverged(error);
    }
    DistillPoint point{.step = static_cast<double>(made.step),
                       .loss = made.loss,
                       .accuracy = made.accuracy,
                       .ridge = made.ridge.reg,
                       .condition = made.ridge.condition,
                       .seconds = made.seconds};
    if (!m_preprocessing.whitens())  // undoing a whitening may cost more than the step
        point.outOfRange = distill::shareOutOfRange(
            m_preprocessing.shown(kip.support().images, kip.support().scales));
    if (made.ridge.raised) m_report.warning(made.ridge.message());
    m_record.add(point);
    m_report.progress("steps", made.step, m_plan.steps);
    constexpr double kTellEvery = 0.1;
    if (m_sinceTold.seconds() > kTellEvery || made.step == m_plan.steps) {
        tell(point);
        m_sinceTold = {};
    }
    if (m_sinceSaved.seconds() > kSaveEvery) save(kip);
}

void Distillation::save(const distill::Kip& kip) {
    m_record.save(kip.state());
    m_sinceSaved = {};
}

void Distillation::tell(const DistillPoint& point) const {
    const auto step = static_cast<std::int64_t>(point.step);
    const std::pair<const char*, double> figures[] = {{"train_loss", point.loss},
                                                      {"train_accuracy", point.accuracy},
                                                      {"ridge", point.ridge},
                                                      {"condition", point.condition},
                                                      {"out_of_range", point.outOfRange},
                                                      {"seconds_per_step", point.seconds}};
    for (const auto& [name, value] : figures)
        if (std::isfinite(value)) m_job.report.metric(name, step, value);
}

/// Files first, the metric last: whoever hears of a checkpoint finds it.
void Distillation::keep(const distill::Support& support, double gamma, std::int64_t step) {
    PairReporter report(m_report, "pairs of a measurement");
    const jobs::JobContext job{m_job.stop, report};
    const DistillTest test = m_meter.test(support.images, support.labels, gamma, false, job);
    const double heldOut = m_meter.heldOut(support, gamma, job);
    const store::Array shown = m_preprocessing.shown(support.images, support.scales);
    m_record.checkpoint(step, support, gamma, shown, test, heldOut);
    const std::pair<const char*, double> figures[] = {
        {"test_loss", test.loss},
        {"test_accuracy", test.accuracy},
        {"label_floor", test.labelFloor},
        {"held_out_accuracy", heldOut},
        {"out_of_range", distill::shareOutOfRange(shown)},
        {"checkpoint", static_cast<double>(m_record.steps().size())}};
    for (const auto& [name, value] : figures)
        if (std::isfinite(value)) m_report.metric(name, step, value);
}

/// The last good images are stored before the job fails.
void Distillation::endDiverged(const Error& why) {
    if (m_record.steps().empty()) throw why;
    m_stopped = "diverged";
    const std::string id = store().artifact;
    m_report.artifact(id, "distilled");
    throw internalError(
        fmt::format("{}; {} holds the images until step {}: go on with --from {} and that --rate",
                    why.what(),
                    id,
                    m_record.steps().back(),
                    id));
}

JobOutcome Distillation::store() {
    const double seconds = m_sinceStart.seconds();
    store::ArtifactDraft draft(m_input.project, row());
    m_record.write(draft);
    const distill::Support& support = m_start.support;
    draft.write<std::int64_t>("start_sample.npy", support.startSample, {support.size()});
    draft.write<std::int64_t>("start_class.npy", support.startClass, {support.size()});
    std::vector<double> scales;
    for (const distill::ImageScale& scale : support.scales)
        scales.insert(scales.end(), {scale.mean, scale.norm});
    draft.write<double>("scale.npy", scales, {support.size(), 2});
    if (!m_start.frozen.bytes.empty()) draft.write("frozen.npy", m_start.frozen);
    store::writeNpz(draft.folder() / kPreprocessingFile, m_preprocessing.stored());
    json result = distillFigures({.project = m_input.project,
                                  .fields = m_fields,
                                  .plan = m_plan,
                                  .preprocessing = m_preprocessing,
                                  .meter = m_meter,
                                  .record = m_record,
                                  .precision = m_precision,
                                  .stopped = m_stopped},
                                 m_job);
    if (m_fields.at("analysis") == "yes")
        result.update(writeAnalysis({.plan = m_plan,
                                     .meter = m_meter,
                                     .ridge = m_ridge,
                                     .record = m_record,
                                     .train = m_targets,
                                     .precision = m_precision,
                                     .seed = m_fields.at("seed")},
                                    draft,
                                    m_job));
    result["warnings"] = m_report.warnings();
    writeResult(draft, result, m_fields, seconds);
    for (const char* name : {"best_checkpoints", "preprocessing", "warnings"}) result.erase(name);
    return {draft.commit(result, seconds), result.dump()};
}

}  // namespace

JobOutcome runDistill(const JobInput& input, const jobs::JobContext& job) {
    Distillation distillation(input, job);
    distillation.run();
    return distillation.store();
}

}  // namespace winnow::run
