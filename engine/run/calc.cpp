// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/batched_features.h"
#include "engine/empirical/full_ntk.h"
#include "engine/empirical/gram.h"
#include "engine/empirical/head_influence.h"
#include "engine/empirical/kind.h"
#include "engine/jobs/memory.h"
#include "engine/models/device.h"
#include "engine/models/tensors.h"
#include "engine/run/calc_inputs.h"
#include "engine/run/calc_verbs.h"
#include "engine/run/executor.h"
#include "engine/run/float_arrays.h"
#include "engine/select/fpc.h"
#include "engine/select/records.h"
#include "engine/select/redundancy.h"
#include "engine/select/stored_columns.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "engine/train/scores.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace winnow::run {
namespace {

using nlohmann::json;
using store::DType;

std::filesystem::path outputOf(const json& fields) { return fields.at("out").get<std::string>(); }

// ---- lpntk

at::Tensor onDevice(const LabelledImages& input, const json& fields) {
    const auto device = models::deviceNamed(fields.at("device").get<std::string>());
    return models::toTensor(input.images).to(models::torchDevice(device));
}

at::Tensor logitsOf(const models::Model& model, const at::Tensor& images) {
    const at::NoGradGuard noGrad;
    return model.logits(images, models::Mode::Evaluation);
}

at::Tensor kernelMatrix(const LabelledImages& input,
                        const at::Tensor& images,
                        empirical::KernelKind kind,
                        const jobs::JobContext& context) {
    const std::int64_t n = images.size(0);
    const std::int64_t classes = input.model->classes();
    const empirical::FeatureExtractor extractor(*input.model);
    const auto item = static_cast<double>(images.element_size());
    jobs::requireMemory(
        item * static_cast<double>(n) * static_cast<double>(n + extractor.numbersPerSample()),
        fmt::format("a kernel of {} samples", n),
        "take fewer with --first, or use the job `kernel`, which needs no matrix");
    const std::vector<double> values = empirical::outputVectors(kind, input.labels, classes);
    const at::Tensor vectors = at::tensor(values, at::kDouble)
                                   .view({n, classes})
                                   .to(images.device(), images.scalar_type());
    constexpr double kBatchBytes = 256e6;
    const auto batch = std::clamp<std::int64_t>(
        static_cast<std::int64_t>(
            kBatchBytes / (item * static_cast<double>(extractor.workingNumbersPerSample()))),
        1,
        n);
    const empirical::Block all =
        empirical::batchedFeatures(extractor, images, vectors, batch, context);
    return empirical::gram(all, all);
}

void calcLpNtk(const json& fields, const jobs::JobContext& context) {
    const LabelledImages input = readLabelledImages(fields);
    const at::Tensor images = onDevice(input, fields);
    const std::string kind = fields.at("kind");
    at::Tensor result;
    if (kind == "logits")
        result = logitsOf(*input.model, images);
    else if (kind == "entk")
        result = empirical::fullNtk(*input.model, images);
    else if (kind == "delta-q")
        result = empirical::predictedChange(
            empirical::fullNtk(*input.model, images), logitsOf(*input.model, images), input.labels);
    else
        result = kernelMatrix(input, images, empirical::kernelKind(kind), context);
    store::writeNpy(outputOf(fields), models::toArray(result));
}

// ---- fpc

template <typename T>
void calcFpcOf(const store::Array& kernel, const json& fields, const jobs::JobContext& context) {
    const std::int64_t n = kernel.shape.at(0);
    const std::int64_t wanted = fields.at("centroids");
    if (wanted > n)
        throw badInput(
            fmt::format("centroids is {} but the kernel has {} samples; give at most as many "
                        "centroids as samples",
                        wanted,
                        n));
    select::StoredColumns<T> columns(kernel.as<T>(), n);
    const auto clusters = select::farthestPointClusters<T>(columns, {wanted, false}, context);
    const auto asArray = [](const std::vector<std::int64_t>& values) {
        return store::Array::from<std::int64_t>(values, {std::ssize(values)});
    };
    store::writeNpz(outputOf(fields),
                    {{"centroids", asArray(clusters.centroids)},
                     {"assignment", asArray(clusters.assignment)},
                     {"sizes", asArray(clusters.sizes)}});
}

void calcFpc(const json& fields, const jobs::JobContext& context) {
    const store::Array kernel = readKernel(fields.at("kernel"));
    if (kernel.dtype == DType::Float64)
        calcFpcOf<double>(kernel, fields, context);
    else
        calcFpcOf<float>(kernel, fields, context);
}

// ---- redundant

template <typename T>
std::vector<std::uint8_t> redundantOf(const store::Array& kernel,
                                      std::span<const std::int64_t> labels) {
    select::RedundancyRule rule;
    rule.keepEveryClass = false;  // the definition alone: what to do with an emptied class is the
                                  // selection's question
    return select::redundantSamples<T>(kernel.as<T>(), kernel.shape.at(0), labels, rule).redundant;
}

void calcRedundant(const json& fields) {
    const store::Array kernel = readKernel(fields.at("kernel"));
    std::vector<std::int64_t> labels;
    if (fields.contains("labels") && !fields.at("labels").is_null()) {
        labels = readLabels(fields.at("labels"));
        if (std::ssize(labels) != kernel.shape.at(0))
            throw badInput(fmt::format(
                "labels has {} entries but the kernel has {} samples; each sample needs one",
                labels.size(),
                kernel.shape.at(0)));
    }
    const auto flags = kernel.dtype == DType::Float64 ? redundantOf<double>(kernel, labels)
                                                      : redundantOf<float>(kernel, labels);
    store::writeNpy<std::uint8_t>(outputOf(fields), flags, {std::ssize(flags)});
}

// ---- scores

/// [epochs, N] of a record file.
store::Array readRecord(const std::string& file, const char* what) {
    store::Array array = store::readNpy(file);
    if (array.shape.size() != 2 || array.shape[0] < 1)
        throw badInput(fmt::format("{} has shape {}; {} is [epochs, N]",
                                   fileNameOf(file),
                                   store::shapeText(array.shape),
                                   what));
    return array;
}

void calcRecordScores(const std::string& kind, const json& fields) {
    const store::Array array = readRecord(fields.at("correct"), "a record of right answers");
    if (array.dtype != DType::UInt8 && array.dtype != DType::Bool)
        throw badInput(fmt::format("correct holds {}; it is uint8, 1 where the sample was right",
                                   store::dtypeName(array.dtype)));
    const std::span<const std::uint8_t> correct{
        reinterpret_cast<const std::uint8_t*>(array.bytes.data()), array.bytes.size()};
    const std::int64_t epochs = array.shape[0];
    const std::int64_t n = array.shape[1];
    const auto out = outputOf(fields);
    if (kind == "forgetting")
        store::writeNpy<std::int64_t>(out, select::forgettingEvents(correct, epochs, n), {n});
    else if (kind == "forgetting-order")
        store::writeNpy<std::int64_t>(out, select::forgettingOrder(correct, epochs, n), {n});
    else if (kind == "first-learned")
        store::writeNpy<std::int64_t>(out, select::firstLearned(correct, epochs, n), {n});
    else
        store::writeNpy<std::uint8_t>(out, select::neverLearned(correct, epochs, n), {n});
}

void calcDifficulty(const json& fields) {
    const store::Array losses = readRecord(fields.at("losses"), "a record of losses");
    const std::int64_t epochs = losses.shape[0];
    const std::int64_t n = losses.shape[1];
    if (losses.dtype != DType::Float32 && losses.dtype != DType::Float64)
        throw badInput(fmt::format("losses holds {}; it is float32 or float64",
                                   store::dtypeName(losses.dtype)));
    const auto scores = losses.dtype == DType::Float64
                            ? select::learningDifficulty<double>(losses.as<double>(), epochs, n)
                            : select::learningDifficulty<float>(losses.as<float>(), epochs, n);
    store::writeNpy<double>(outputOf(fields), scores, {n});
}

void calcScores(const json& fields, const jobs::JobContext& context) {
    const std::string kind = fields.at("kind");
    if (kind == "difficulty") return calcDifficulty(fields);
    if (kind != "el2n" && kind != "grand" && kind != "loss") return calcRecordScores(kind, fields);
    const LabelledImages input = readLabelledImages(fields);
    const std::vector<double> scores =
        train::scores(train::scoreKind(kind), *input.model, input.images, input.labels, context);
    store::writeNpy<double>(outputOf(fields), scores, {std::ssize(scores)});
}

// ---- influence

/// [N, F] as float64.
std::vector<double> readFeatures(const std::string& file, std::int64_t labels) {
    store::Array array = store::readNpy(file);
    const std::string name = fileNameOf(file);
    if (array.shape.size() != 2 || array.shape[1] < 1)
        throw badInput(fmt::format(
            "{} has shape {}; features are [N, F]", name, store::shapeText(array.shape)));
    if (array.shape[0] != labels)
        throw badInput(fmt::format("{} has {} rows and there are {} labels; each row needs one",
                                   name,
                                   array.shape[0],
                                   labels));
    if (array.dtype != DType::Float64 && array.dtype != DType::Float32)
        throw badInput(fmt::format(
            "{} holds {}; features are float32 or float64", name, store::dtypeName(array.dtype)));
    const store::Array wide = asFloat64(std::move(array));
    const auto values = wide.as<double>();
    return {values.begin(), values.end()};
}

void calcInfluence(const json& fields, const jobs::JobContext& context) {
    const std::vector<std::int64_t> labels = readLabels(fields.at("labels"));
    const std::vector<double> features = readFeatures(fields.at("features"), std::ssize(labels));
    const auto classes = labels.empty() ? 0 : *std::ranges::max_element(labels) + 1;
    const empirical::HeadSamples samples{features, labels, classes};
    const double damping = fields.at("damping");
    empirical::HeadInfluence head(
        samples, std::vector<double>(static_cast<std::size_t>(samples.parameters())));
    (void)head.refit(damping, context);
    const std::vector<double> influence = head.influence(damping, context);
    store::writeNpy<double>(outputOf(fields), influence, {samples.size(), samples.parameters()});
}

}  // namespace

std::string calc(std::string_view verb, const json& fields, const jobs::JobContext& context) {
    if (verb == "dimension") return calcDimension(fields);
    if (verb == "lpntk")
        calcLpNtk(fields, context);
    else if (verb == "fpc")
        calcFpc(fields, context);
    else if (verb == "redundant")
        calcRedundant(fields);
    else if (verb == "scores")
        calcScores(fields, context);
    else if (verb == "influence")
        calcInfluence(fields, context);
    else if (verb == "ntk")
        calcNtk(fields, context);
    else if (verb == "krr")
        calcKrr(fields, context);
    else if (verb == "kip-step")
        calcKipStep(fields, context);
    else if (verb == "label-solve")
        calcLabelSolve(fields, context);
    else if (verb == "zca")
        calcZca(fields, context);
    else
        throw internalError(fmt::format("calc {} is declared but nothing computes it", verb));
    return {};
}

}  // namespace winnow::run
