// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/kip.h"
#include "engine/distill/krr.h"
#include "engine/distill/label_solve.h"
#include "engine/run/calc_inputs.h"
#include "engine/run/calc_verbs.h"
#include "engine/run/float_arrays.h"
#include "engine/run/infinite_setup.h"
#include "engine/run/kernel_spec.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/npz.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace winnow::run {
namespace {

using nlohmann::json;
using store::DType;

/// Labels [n,K] of `rows` images, as float64.
store::Array readLabelMatrix(const std::string& file, std::int64_t rows) {
    store::Array labels = store::readNpy(file);
    if (labels.shape.size() != 2 || labels.shape[0] != rows || labels.shape[1] < 2)
        throw badInput(
            fmt::format("{} has shape {}; the labels of {} images are [{},K], K at "
                        "least 2",
                        fileNameOf(file),
                        store::shapeText(labels.shape),
                        rows,
                        rows));
    if (labels.dtype != DType::Float64 && labels.dtype != DType::Float32)
        throw badInput(fmt::format("{} holds {}; label matrices are float32 or float64",
                                   fileNameOf(file),
                                   store::dtypeName(labels.dtype)));
    if (const auto position = firstNotFinite(labels))
        throw badInput(fmt::format("{} holds NaN or infinity in the label of image {}",
                                   fileNameOf(file),
                                   *position / labels.shape[1]));
    return asFloat64(std::move(labels));
}

/// What the three verbs read: a kernel, support images and targets.
struct RidgeProblem {
    store::Array support;
    distill::ArrayTargets targets;
    infinite::KernelSpec spec;
    distill::RidgeOptions ridge;
    infinite::KernelOptions options;

    [[nodiscard]] infinite::ImageShape shape() const {
        return {support.shape[1], support.shape[2], support.shape[3]};
    }
    void tellRemarks(jobs::JobReporter& report) const {
        for (const std::string& remark : infinite::validate(spec, shape())) report.warning(remark);
    }
    [[nodiscard]] infinite::Kernel kernel(jobs::JobReporter& report) const {
        tellRemarks(report);
        return {spec, shape(), options};
    }
};

RidgeProblem readProblem(const json& fields, jobs::JobReporter& report) {
    const std::string targetFile = fields.at("target-x");
    store::Array support = readFiniteImages(fields.at("support-x"));
    store::Array targets = readFiniteImages(targetFile);
    if (support.dtype != targets.dtype) {  // nothing given is rounded
        support = asFloat64(std::move(support));
        targets = asFloat64(std::move(targets));
    }
    if (support.shape[0] == 0 || targets.shape[0] == 0)
        throw badInput("support-x and target-x hold at least one image each");
    const store::Array labels = readLabelMatrix(fields.at("target-y"), targets.shape[0]);
    return {std::move(support),
            distill::ArrayTargets(targets, labels),
            kernelSpecOf(fields, fields.at("kernel")),
            ridgeOf(fields),
            kernelOptionsOf(fields, report)};
}

store::Array oneNumber(double value) { return store::Array::from<double>({&value, 1}, {1}); }

void tellRidge(const distill::RidgeReport& ridge, jobs::JobReporter& report) {
    if (ridge.raised) report.warning(ridge.message());
}

/// 1 = frozen, of a file that says 1 where a coordinate may change.
store::Array readFrozen(const json& fields) {
    if (!fields.contains("mask")) return {};
    const std::string file = fields.at("mask");
    store::Array mask = store::readNpy(file);
    if (mask.dtype == DType::Bool) mask.dtype = DType::UInt8;
    if (mask.dtype != DType::UInt8)
        throw badInput(fmt::format("{} holds {}; a mask is uint8, 1 where a coordinate may change",
                                   fileNameOf(file),
                                   store::dtypeName(mask.dtype)));
    for (std::uint8_t& flag : mask.as<std::uint8_t>()) flag = flag == 0 ? 1 : 0;
    return mask;
}

/// Given images and labels as the start of a distillation.
distill::Support givenSupport(store::Array images, store::Array labels) {
    const auto n = static_cast<std::size_t>(images.shape[0]);
    distill::Support support{.images = std::move(images),
                             .labels = std::move(labels),
                             .startSample = std::vector<std::int64_t>(n, -1),
                             .startClass = {},
                             .scales = std::vector<distill::ImageScale>(n)};
    support.startClass =
        distill::classesOf(std::as_const(support.labels).as<double>(), support.classes());
    return support;
}

/// The class that krr predicted elsewhere for every one of as many targets of as many classes.
std::vector<std::int64_t> readPredicted(const std::string& file, const distill::Targets& targets) {
    const store::NamedArrays arrays = store::readNpz(file);
    const auto found = arrays.find("prediction");
    const store::Shape shape{targets.size(), targets.classes()};
    if (found == arrays.end() || found->second.dtype != DType::Float64 ||
        found->second.shape != shape)
        throw badInput(
            fmt::format("{} holds no prediction {} of float64; give what krr wrote for "
                        "the same targets",
                        fileNameOf(file),
                        store::shapeText(shape)));
    return distill::classesOf(found->second.as<double>(), targets.classes());
}

void appendTo(store::Array& all, const store::Array& part) {
    all.bytes.insert(all.bytes.end(), part.bytes.begin(), part.bytes.end());
    ++all.shape[0];
}

store::Array emptyStack(const store::Array& part) {
    store::Array stack;
    stack.dtype = part.dtype;
    stack.shape = part.shape;
    stack.shape.insert(stack.shape.begin(), 0);
    return stack;
}

}  // namespace

void calcKrr(const json& fields, const jobs::JobContext& context) {
    const RidgeProblem problem = readProblem(fields, context.report);
    const bool gradient = fields.at("grad");
    std::vector<std::int64_t> other;
    if (fields.contains("against")) other = readPredicted(fields.at("against"), problem.targets);
    const distill::KrrLoss loss =
        distill::krrLoss(problem.kernel(context.report),
                         problem.ridge,
                         problem.support,
                         readLabelMatrix(fields.at("support-y"), problem.support.shape[0]),
                         problem.targets,
                         {},
                         {},
                         {.prediction = true, .gradient = gradient},
                         context);
    tellRidge(loss.ridge, context.report);
    store::NamedArrays result{{"loss", oneNumber(loss.sum)},
                              {"prediction", loss.prediction},
                              {"ridge", oneNumber(loss.ridge.lambda)},
                              {"condition", oneNumber(loss.ridge.condition)}};
    if (gradient) {
        result.emplace("grad_x", loss.imageGradient);
        result.emplace("grad_y", loss.labelGradient);
    }
    if (!other.empty()) {
        const auto predicted =
            distill::classesOf(loss.prediction.as<double>(), problem.targets.classes());
        const distill::Approximation apart =
            distill::approximation(predicted, other, problem.targets.classOf());
        result.emplace("weak", oneNumber(apart.weak));
        result.emplace("strong", oneNumber(apart.strong));
    }
    store::writeNpz(fields.at("out").get<std::string>(), result);
}

void calcKipStep(const json& fields, const jobs::JobContext& context) {
    const RidgeProblem problem = readProblem(fields, context.report);
    problem.tellRemarks(context.report);
    distill::KipOptions options;
    options.family = {problem.spec};
    options.kernel = problem.options;
    options.ridge = problem.ridge;
    options.rate = fields.at("rate");
    options.learnLabels = fields.at("labels");
    distill::Kip kip(
        givenSupport(problem.support,
                     readLabelMatrix(fields.at("support-y"), problem.support.shape[0])),
        readFrozen(fields),
        problem.targets,
        options);
    for (const std::string& warning : kip.warnings()) context.report.warning(warning);
    store::Array images = emptyStack(kip.support().images);
    store::Array labels = emptyStack(kip.support().labels);
    std::vector<double> losses;
    const std::int64_t steps = fields.at("steps");
    for (std::int64_t step = 0; step < steps; ++step) {
        const distill::KipStep done = kip.step(context);
        tellRidge(done.ridge, context.report);
        losses.push_back(done.lossSum);
        appendTo(images, kip.support().images);
        appendTo(labels, kip.support().labels);
    }
    losses.push_back(distill::krrLoss(problem.kernel(context.report),
                                      problem.ridge,
                                      kip.support().images,
                                      kip.support().labels,
                                      problem.targets,
                                      {},
                                      {},
                                      {},
                                      context)
                         .sum);
    store::writeNpz(fields.at("out").get<std::string>(),
                    {{"x", images},
                     {"y", labels},
                     {"loss", store::Array::from<double>(losses, {std::ssize(losses)})}});
}

void calcLabelSolve(const json& fields, const jobs::JobContext& context) {
    const RidgeProblem problem = readProblem(fields, context.report);
    const distill::SolvedLabels solved =
        distill::solveLabels(problem.kernel(context.report),
                             problem.ridge,
                             problem.support,
                             problem.targets,
                             {},
                             distill::labelSolver(fields.at("solver").get<std::string>()),
                             context);
    for (const std::string& warning : solved.warnings) context.report.warning(warning);
    store::writeNpy(fields.at("out").get<std::string>(), solved.labels);
}

}  // namespace winnow::run
