// SPDX-License-Identifier: Apache-2.0
#include "engine/data/stratified.h"
#include "engine/distill/krr.h"
#include "engine/jobs/memory.h"
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/infinite_setup.h"
#include "engine/run/stored_values.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/run/warning_keeper.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/stored_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

/// Kernel machines on few natural images: Tables A1 and A2 of Nguyen et al., ICLR 2021
/// (methods/kip.md, section 9).
namespace winnow::run {
namespace {

using nlohmann::json;

/// One fit of every kernel: a random part of a size, or a stored selection.
struct Part {
    std::int64_t images = 0, repeat = 0;
    std::string selection;                ///< id; empty: random
    std::vector<std::int64_t> samples{};  ///< of the selection
};

class KernelCurve {
public:
    KernelCurve(const JobInput& input, const jobs::JobContext& job);
    void run();
    JobOutcome store(double seconds);

private:
    void addRandomParts();
    void addSelections();
    [[nodiscard]] store::NamedArrays fit(const Part& part, const jobs::JobContext& job) const;
    void keep(std::int64_t task, const store::NamedArrays& result);
    [[nodiscard]] json rows() const;

    const JobInput& m_input;
    WarningKeeper m_report;
    jobs::JobContext m_job;
    store::Dataset m_dataset;
    train::ImageSource m_train, m_test;
    std::vector<infinite::KernelSpec> m_specs;
    infinite::KernelOptions m_kernelOptions;
    distill::Preprocessing m_preprocessing;
    distill::DatasetTargets m_targets;  ///< test images
    std::vector<std::int64_t> m_testRows;
    std::vector<Part> m_parts;
    std::vector<double> m_accuracy, m_loss, m_ridge;  ///< [part, kernel]
};

KernelCurve::KernelCurve(const JobInput& input, const jobs::JobContext& job)
    : m_input(input),
      m_report(job.report),
      m_job{job.stop, m_report},
      m_dataset(store::openDataset(input.project, input.fields.at("dataset").get<std::string>())),
      m_train(train::imagesOf(m_dataset, m_dataset.train)),
      m_test(testImagesOf(m_dataset)),
      m_specs(kernelSpecsOf(input.fields, shapeOf(m_dataset), m_report)),
      m_kernelOptions(kernelOptionsOf(input.fields, m_report)),
      m_preprocessing(preprocessingOf(input, m_dataset, m_train, {}, m_job)),
      m_targets(m_test, m_dataset.classes(), m_preprocessing, precisionOf(input.fields)) {
    const std::int64_t wanted = input.fields.at("test-samples");
    m_testRows = wanted == 0
                     ? m_targets.allRows()
                     : data::stratifiedChoice(m_test.labels, wanted, input.fields.at("seed")).rows;
    addRandomParts();
    addSelections();
    if (m_parts.empty())
        throw badInput(
            fmt::format("{} has too few training images for any of --images", m_dataset.id));
    std::int64_t largest = 0;
    for (const Part& part : m_parts) largest = std::max(largest, part.images);
    constexpr double kMatrices = 4, kDouble = 8;
    const auto n = static_cast<double>(largest);
    jobs::requireMemory(kMatrices * kDouble * n * n,
                        fmt::format("a kernel machine of {} images", largest),
                        "smaller --images would fit");
    m_accuracy.assign(m_parts.size() * m_specs.size(), stats::kUndefined);
    m_loss = m_ridge = m_accuracy;
}

void KernelCurve::addRandomParts() {
    std::vector<std::int64_t> perClass(at(m_dataset.classes()));
    for (const std::int64_t label : m_train.labels) ++perClass[at(label)];
    const std::int64_t most = *std::ranges::min_element(perClass) * m_dataset.classes();
    const std::int64_t repeats = m_input.fields.at("repeat");
    for (const std::int64_t images : m_input.fields.at("images").get<std::vector<std::int64_t>>()) {
        if (images > most) {
            m_report.warning(
                fmt::format("{} has no {} images with as many of every class; that "
                            "size is left out",
                            m_dataset.id,
                            images));
            continue;
        }
        for (std::int64_t repeat = 0; repeat < repeats; ++repeat)
            m_parts.push_back({images, repeat, {}, {}});
    }
}

void KernelCurve::addSelections() {
    if (!m_input.fields.contains("selection")) return;
    for (const std::string& name : m_input.fields.at("selection").get<std::vector<std::string>>()) {
        const store::ArtifactRow row = m_input.project.find("selection", name);
        const auto kept =
            storedValues<std::uint8_t>(m_input.project, row.id, "kept.npy", m_dataset.train.size());
        Part part{0, 0, row.id, {}};
        for (std::size_t i = 0; i < kept.size(); ++i)
            if (kept[i] != 0) part.samples.push_back(static_cast<std::int64_t>(i));
        part.images = std::ssize(part.samples);
        if (part.images == 0) throw badInput(row.id + " keeps no sample");
        m_parts.push_back(std::move(part));
    }
}

store::NamedArrays KernelCurve::fit(const Part& part, const jobs::JobContext& job) const {
    const json& fields = m_input.fields;
    const auto seed =
        fields.at("seed").get<std::uint64_t>() + static_cast<std::uint64_t>(part.repeat);
    const std::int64_t classes = m_dataset.classes();
    const std::vector<std::int64_t> samples = part.selection.empty()
                                                  ? distill::balancedRows(m_train.labels,
                                                                          classes,
                                                                          part.images,
                                                                          "images",
                                                                          seed,
                                                                          part.images,
                                                                          m_dataset.classNames)
                                                  : part.samples;
    distill::Support support =
        distill::naturalSupport(m_train, classes, samples, m_preprocessing, precisionOf(fields));
    if (fields.at("corrupt") > 0) (void)distill::corrupt(support, corruptionOf(fields, seed));
    std::vector<double> accuracy, loss, ridge;
    for (const infinite::KernelSpec& spec : m_specs) {
        const infinite::Kernel kernel(spec, shapeOf(m_dataset), m_kernelOptions);
        const auto measured = distill::evaluate(kernel,
                                                ridgeOf(fields),
                                                support.images,
                                                support.labels,
                                                m_targets,
                                                m_testRows,
                                                false,
                                                job);
        accuracy.push_back(measured.accuracy);
        loss.push_back(measured.loss);
        ridge.push_back(measured.ridge.reg);
    }
    const store::Shape shape{std::ssize(m_specs)};
    return {{"accuracy", store::Array::from<double>(accuracy, shape)},
            {"loss", store::Array::from<double>(loss, shape)},
            {"ridge", store::Array::from<double>(ridge, shape)}};
}

void KernelCurve::keep(std::int64_t task, const store::NamedArrays& result) {
    const auto first = static_cast<std::ptrdiff_t>(at(task) * m_specs.size());
    std::ranges::copy(result.at("accuracy").as<double>(), m_accuracy.begin() + first);
    std::ranges::copy(result.at("loss").as<double>(), m_loss.begin() + first);
    std::ranges::copy(result.at("ridge").as<double>(), m_ridge.begin() + first);
    const Part& part = m_parts[at(task)];
    const auto names = m_input.fields.at("kernel").get<std::vector<std::string>>();
    for (std::size_t k = 0; k < m_specs.size(); ++k)
        m_job.report.metric(
            "accuracy " + names[k], part.images, m_accuracy[at(task) * m_specs.size() + k]);
}

/// One worker: a kernel uses all threads itself.
void KernelCurve::run() {
    (void)runTasks(
        {.stage = "fit",
         .count = std::ssize(m_parts),
         .work = [&](std::int64_t task,
                     const jobs::JobContext& job) { return fit(m_parts[at(task)], job); },
         .done = [&](std::int64_t task, const store::NamedArrays& result) { keep(task, result); },
         .workers = 1},
        m_input.workFolder / "parts",
        m_job);
}

json KernelCurve::rows() const {
    const auto names = m_input.fields.at("kernel").get<std::vector<std::string>>();
    const double asked = m_input.fields.at("reg");
    json rows = json::array();
    for (std::size_t k = 0; k < m_specs.size(); ++k)
        for (std::size_t first = 0; first < m_parts.size();) {
            const Part& part = m_parts[first];
            std::vector<double> accuracy, loss;
            std::int64_t raised = 0;
            std::size_t p = first;
            for (; p < m_parts.size() && m_parts[p].images == part.images &&
                   m_parts[p].selection == part.selection;
                 ++p) {
                accuracy.push_back(m_accuracy[p * m_specs.size() + k]);
                loss.push_back(m_loss[p * m_specs.size() + k]);
                raised += m_ridge[p * m_specs.size() + k] > asked ? 1 : 0;
            }
            rows.push_back({{"kernel", names[k]},
                            {"images", part.images},
                            {"selection", part.selection.empty() ? json() : json(part.selection)},
                            {"accuracy", figuresOf(stats::summarise(accuracy))},
                            {"loss", figuresOf(stats::summarise(loss))},
                            {"ridge_raised", raised}});
            first = p;
        }
    return rows;
}

JobOutcome KernelCurve::store(double seconds) {
    std::vector<std::string> parents;
    for (const Part& part : m_parts)
        if (!part.selection.empty()) parents.push_back(part.selection);
    parents.push_back(m_dataset.id);
    store::ArtifactDraft draft(m_input.project,
                               artifactRow(m_input,
                                           "kernel-curve",
                                           "kernel-curve",
                                           m_input.fields.value("name", std::string()),
                                           parents));
    const store::Shape shape{std::ssize(m_parts), std::ssize(m_specs)};
    std::vector<std::int64_t> images;
    for (const Part& part : m_parts) images.push_back(part.images);
    draft.write<std::int64_t>("images.npy", images, {std::ssize(m_parts)});
    draft.write<double>("accuracy.npy", m_accuracy, shape);
    draft.write<double>("loss.npy", m_loss, shape);
    json result{{"rows", rows()},
                {"dataset", m_dataset.id},
                {"kernels", m_input.fields.at("kernel")},
                {"preset", m_input.fields.at("preset")},
                {"repeats", m_input.fields.at("repeat")},
                {"classes", m_dataset.classes()},
                {"zero_loss", distill::zeroLoss(m_dataset.classes())},
                {"test_samples", m_testRows.size()},
                {"warnings", m_report.warnings()}};
    writeResult(draft, result, m_input.fields, seconds);
    nlohmann::ordered_json told{{"dataset", m_dataset.id}, {"test_samples", m_testRows.size()}};
    for (const json& row : result["rows"])
        told["rows"].push_back({{"kernel", row["kernel"]},
                                {"images", row["images"]},
                                {"selection", row["selection"]},
                                {"accuracy", row["accuracy"]["mean"]},
                                {"deviation", row["accuracy"]["deviation"]},
                                {"loss", row["loss"]["mean"]}});
    return {draft.commit(json(told), seconds), told.dump()};
}

}  // namespace

JobOutcome runKernelCurve(const JobInput& input, const jobs::JobContext& job) {
    const jobs::Stopwatch watch;
    KernelCurve curve(input, job);
    curve.run();
    return curve.store(watch.seconds());
}

}  // namespace winnow::run
