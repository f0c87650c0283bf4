// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_plan.h"

#include "engine/data/stratified.h"
#include "engine/distill/schedule.h"
#include "engine/infinite/cost.h"
#include "engine/infinite/kernel.h"
#include "engine/jobs/declaration.h"
#include "engine/jobs/memory.h"
#include "engine/jobs/stopwatch.h"
#include "engine/models/device.h"
#include "engine/run/infinite_setup.h"
#include "engine/run/warning_keeper.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"
#include "engine/train/stored_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <span>

namespace winnow::run {
namespace {

using nlohmann::json;

constexpr double kSharedMemory = 0.3e9;      // LibTorch, tiles of targets, buffers of a step
constexpr double kTargetCache = 1e9;         // preprocessed targets are kept up to here
constexpr std::int64_t kMostHeldOut = 5000;  // methods/kip.md, section 5

std::int64_t bytesOf(const json& fields) {
    return precisionOf(fields) == models::Precision::Float64 ? 8 : 4;
}

/// Splits the training rows where a part is held out.
void holdOut(DistillPlan& plan, const json& fields) {
    plan.open = allRows(plan.train.size());
    if (!plan.kip || fields.at("patience") == 0) return;
    constexpr std::int64_t kShare = 10;
    const std::int64_t count = std::min(kMostHeldOut, plan.train.size() / kShare);
    auto split = data::stratifiedChoice(plan.train.labels, count, fields.at("seed"));
    plan.heldOut = std::move(split.rows);
    plan.open = std::move(split.spares);
    std::ranges::sort(plan.open);
    if (plan.heldOut.empty())
        throw badInput(
            fmt::format("{} has {} training images, too few to hold some out; take "
                        "--patience 0",
                        plan.dataset.id,
                        plan.train.size()));
}

/// A set smaller than the batch is one batch.
void settleTargets(DistillPlan& plan, const json& fields, jobs::JobReporter& report) {
    plan.targets = fields.at(plan.kip ? "target-batch" : "targets");
    const auto open = std::ssize(plan.open);
    if (plan.targets < open) return;
    report.warning(fmt::format(
        "{} targets are asked and {} are there: all are taken every time", plan.targets, open));
    plan.targets = 0;
}

/// Kernels a step may draw.
double meanOver(const DistillPlan& plan, const auto& figure) {
    double sum = 0;
    for (const infinite::KernelSpec& spec : plan.family) sum += figure(spec);
    return sum / static_cast<double>(plan.family.size());
}

/// The same plan for n images.
DistillCost costOfImages(const DistillPlan& plan, const json& fields, std::int64_t n) {
    const infinite::ImageShape shape = shapeOf(plan.dataset);
    const std::int64_t t = plan.targetCount(), bytes = bytesOf(fields);
    const auto d = static_cast<double>(shape.values()), images = static_cast<double>(n);
    DistillCost cost;
    double working = 0;
    const auto between = [&](const infinite::KernelSpec& spec) {
        return infinite::cost(spec, shape, t, n, bytes);
    };
    for (const infinite::KernelSpec& spec : plan.family) {
        const infinite::Cost one = between(spec);
        working = std::max(working, plan.kip ? one.workingBytesVjp : one.workingBytes);
    }
    cost.pairsPerStep = between(plan.family.front()).pairs +
                        infinite::symmetricCost(plan.family.front(), shape, n, bytes).pairs;
    cost.flopPerStep = cost.pairsPerStep * meanOver(plan, [&](const infinite::KernelSpec& spec) {
                           const infinite::Cost one = between(spec);
                           return plan.kip ? one.reverseFlop : one.flop;
                       });
    constexpr double kDouble = 8, kFloat = 4, kMatrices = 4, kStates = 6;
    const auto open = static_cast<double>(plan.train.size());
    cost.bytesPerStep = kSharedMemory + working * models::threadsInUse() +
                        std::min(kTargetCache, open * d * static_cast<double>(bytes)) +
                        kMatrices * kDouble * images * images + kStates * kDouble * images * d;
    cost.bytes = cost.bytesPerStep;
    if (fields.at("preprocessing") == "zca") cost.bytes += 3 * kDouble * d * d;
    const auto measured = static_cast<double>(plan.testRows.size());
    if (fields.at("analysis") == "yes") cost.bytes += kDouble * images * measured;
    cost.checkpoints =
        plan.kip ? std::ssize(distill::checkpointSteps(plan.steps, fields.at("checkpoint-every")))
                 : 2;
    cost.diskBytes = 2 * kFloat * images * d * static_cast<double>(cost.checkpoints);
    cost.pairsPerTest = images * (measured + static_cast<double>(plan.heldOut.size()));
    const double nearest =
        fields.at("analysis") == "yes"
            ? std::min(images * open, kNearestFlop / between(plan.family.front()).flop)
            : 0;
    const std::int64_t all = plan.test ? plan.test->size() : 0;
    if (std::ssize(plan.testRows) < all) cost.pairsAtEnd = images * static_cast<double>(all);
    cost.pairsAtEnd += nearest;
    return cost;
}

/// What a step asks of the kernel.
void stepOn(const infinite::Kernel& kernel,
            const at::Tensor& targets,
            const at::Tensor& support,
            const jobs::JobContext& context) {
    at::Tensor matrix;
    (void)kernel.matrixAndVjp(
        targets,
        support,
        [](std::int64_t, std::span<const double>, std::span<double> g) {
            std::ranges::fill(g, 1.0);
        },
        matrix,
        context);
}

}  // namespace

DistillPlan distillPlan(const store::Project& project,
                        const json& fields,
                        jobs::JobReporter& report) {
    constexpr double kGrayRate = 0.01, kColourRate = 0.04;
    DistillPlan plan{.dataset =
                         store::openDataset(project, fields.at("dataset").get<std::string>())};
    plan.train = train::imagesOf(plan.dataset, plan.dataset.train);
    if (plan.dataset.test) plan.test = train::imagesOf(plan.dataset, *plan.dataset.test);
    if (plan.dataset.classes() < 2)
        throw badInput(
            fmt::format("{} has one class; a distillation needs two or more", plan.dataset.id));
    plan.kip = fields.at("method") == "kip";
    plan.family = kernelSpecsOf(fields, shapeOf(plan.dataset), report);
    if (!plan.kip && plan.family.size() > 1)
        throw badInput(fmt::format("method label-solve takes one kernel, not {}; give one --kernel",
                                   plan.family.size()));
    if (fields.contains("from"))
        plan.from = openDistilled(project, fields.at("from").get<std::string>(), {});
    plan.images = plan.from ? plan.from->size() : fields.at("images").get<std::int64_t>();
    plan.steps = plan.kip ? fields.at("steps").get<std::int64_t>() : 1;
    plan.rate = fields.value("rate", plan.dataset.channels == 1 ? kGrayRate : kColourRate);
    holdOut(plan, fields);
    settleTargets(plan, fields, report);
    if (plan.test) {
        const std::int64_t wanted = fields.at("test-samples");
        plan.testRows =
            wanted == 0 || wanted >= plan.test->size()
                ? allRows(plan.test->size())
                : data::stratifiedChoice(plan.test->labels, wanted, fields.at("seed")).rows;
    }
    return plan;
}

DistillCost costOf(const DistillPlan& plan, const json& fields) {
    return costOfImages(plan, fields, plan.images);
}

void requireMemory(const DistillPlan& plan, const json& fields) {
    const double bytes = costOf(plan, fields).bytes, free = jobs::availableMemory();
    if (bytes <= free) return;
    const std::int64_t classes = plan.dataset.classes();
    std::int64_t fewer = std::min(plan.images, std::ssize(plan.open));
    while (fewer > classes && costOfImages(plan, fields, fewer).bytes > free) fewer /= 2;
    fewer -= fewer % classes;
    const std::string advice =
        fewer >= classes
            ? fmt::format("--images {} would fit", fewer)
            : "smaller images (import with --size) or --preprocessing standard would need less";
    jobs::requireMemory(bytes, fmt::format("a distillation to {} images", plan.images), advice);
}

DistillTime timeOf(const DistillPlan& plan,
                   const DistillCost& cost,
                   const json& fields,
                   const jobs::JobContext& context) {
    constexpr double kProbeFlop = 2e9, kStartSeconds = 1;
    constexpr std::int64_t kMostTargets = 512, kMostImages = 16, kWidestLanes = 16;
    const infinite::ImageShape shape = shapeOf(plan.dataset);
    const auto type = precisionOf(fields) == models::Precision::Float64 ? at::kDouble : at::kFloat;
    jobs::SilentReporter silent;
    const jobs::JobContext quiet{context.stop, silent};
    const auto randomImages = [&](std::int64_t count) {
        return at::randn({count, shape.channels, shape.height, shape.width}, type);
    };
    const infinite::KernelOptions options = kernelOptionsOf(fields, silent);
    DistillTime time;
    double forward = 0;  // seconds a pair
    const double perPair = meanOver(plan, [&](const infinite::KernelSpec& spec) {
        const infinite::Cost one = infinite::cost(spec, shape, 1, 1, bytesOf(fields));
        const auto pairs = static_cast<std::int64_t>(kProbeFlop / one.reverseFlop);
        // As in a step, no lane of no thread is empty.
        const std::int64_t together = kWidestLanes * models::threadsInUse();
        const std::int64_t n =
            std::clamp(pairs / together, std::int64_t{1}, std::min(plan.images, kMostImages));
        const std::int64_t t =
            std::clamp(pairs / n, together, std::max(together, kMostTargets)) / together * together;
        const infinite::Kernel kernel(spec, shape, options);
        const at::Tensor x1 = randomImages(t), x2 = randomImages(n);
        (void)kernel.matrix(x1.narrow(0, 0, 1), x2, quiet);  // its memory is taken
        const jobs::Stopwatch watch;
        if (plan.kip)
            stepOn(kernel, x1, x2, quiet);
        else
            (void)kernel.matrix(x1, x2, quiet);
        const double seconds = watch.seconds() / static_cast<double>(t * n);
        if (forward == 0) forward = plan.kip ? seconds * one.flop / one.reverseFlop : seconds;
        return seconds;
    });
    time.perStep = cost.pairsPerStep * perPair;
    time.all =
        kStartSeconds + time.perStep * static_cast<double>(plan.steps) +
        forward * (cost.pairsPerTest * static_cast<double>(cost.checkpoints) + cost.pairsAtEnd);
    return time;
}

std::optional<std::string> warningOfTime(const DistillPlan& plan,
                                         const DistillCost& cost,
                                         const DistillTime& time) {
    constexpr double kHour = 3600, kDay = 24 * kHour;
    if (time.all <= kDay) return std::nullopt;
    return fmt::format(
        "it takes about {:.0f} hours here: {} steps of {:.3g} pairs of images at {:.3g} pairs a "
        "second; preset {} takes fewer steps on smaller batches",
        time.all / kHour,
        plan.steps,
        cost.pairsPerStep,
        cost.pairsPerStep / time.perStep,
        infinite::parseArchitecture(plan.family.front().architecture).convolutional() ? "convnet"
                                                                                      : "quick");
}

json distillCost(const store::Project& project,
                 const json& typed,
                 const jobs::JobContext& context) {
    json fields = jobs::validated(jobs::declaration("distill"), typed);
    fields["device"] =
        models::deviceName(models::chooseDevice(fields.at("device").get<std::string>()));
    jobs::SilentReporter silent;
    WarningKeeper listener(silent);
    const DistillPlan plan = distillPlan(project, fields, listener);
    const DistillCost cost = costOf(plan, fields);
    const DistillTime time = timeOf(plan, cost, fields, context);
    if (const auto warning = warningOfTime(plan, cost, time)) listener.warning(*warning);
    return {{"samples", plan.targetCount()},
            {"pairs", cost.pairsPerStep},
            {"flops", cost.flopPerStep * static_cast<double>(plan.steps)},
            {"memory", cost.bytes},
            {"disk", cost.diskBytes},
            {"seconds", time.all},
            {"seconds_per_step", time.perStep},
            {"bytes_per_step", cost.bytesPerStep},
            {"steps", plan.steps},
            {"checkpoints", cost.checkpoints},
            {"warnings", listener.warnings()}};
}

}  // namespace winnow::run
