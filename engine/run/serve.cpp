// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/features.h"
#include "engine/empirical/full_ntk.h"
#include "engine/empirical/kernel_artifact.h"
#include "engine/models/device.h"
#include "engine/models/tensors.h"
#include "engine/run/cluster_comparison.h"
#include "engine/run/distill_plan.h"
#include "engine/run/ending.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/kernel_block.h"
#include "engine/run/kernel_plan.h"
#include "engine/run/pair_history.h"
#include "engine/run/selection_preview.h"
#include "engine/run/test_neighbours.h"
#include "engine/select/relation.h"
#include "engine/stats/block_statistics.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <cmath>
#include <istream>
#include <map>
#include <ostream>

/// Requests, one JSON object a line; `id` is given back as it came:
///   {"id":1, "ask":"neighbours", "kernel":K, "sample":17, "count":12}
///   {"id":2, "ask":"pair", "kernel":K, "samples":[17,42]}
///   {"id":3, "ask":"block", "kernel":K, "rows":[17,42], "columns":[3,4,5], "members":1,
///   "values":"kappa"}
///   {"id":4, "ask":"preview", "fields":{"method":"random", "keep":0.8}}
///   {"id":5, "ask":"cost", "kind":"kernel", "fields":{"run":"run-1"}}
///   {"id":6, "ask":"history", "kernel":K, "samples":[17,42]}
///   {"id":7, "ask":"compare_clusters", "clusters":["cluster-1","cluster-2"]}
///   {"id":8, "ask":"test_neighbours", "kernel":K, "test_sample":3, "count":12}
///   {"id":9, "ask":"ping"}
/// Answers: {"id":1, "ok":true, ...} or {"id":1, "ok":false, "code":2, "error":"one sentence"}.
namespace winnow::run {
namespace {

using nlohmann::json;

constexpr std::int64_t kDefaultCount = 12;

/// A kernel with what turns its samples into gradients: in the cheapest form of each layer, and
/// with every layer's share apart.
struct WarmKernel {
    explicit WarmKernel(empirical::KernelArtifact opened)
        : artifact(std::move(opened)),
          cheapest(*artifact.source.model),
          byLayer(*artifact.source.model, true) {}

    empirical::KernelArtifact artifact;
    empirical::FeatureExtractor cheapest, byLayer;
};

/// Kernels asked about so far: networks and mapped arrays stay warm.
class Warm {
public:
    explicit Warm(const store::Project& project) : m_project(project), m_history(project) {}

    const WarmKernel& kernel(const std::string& name) {
        const std::string id = m_project.find("kernel", name).id;
        auto it = m_kernels.find(id);
        if (it == m_kernels.end())
            it =
                m_kernels.try_emplace(id, empirical::openKernel(m_project, id, models::Device::Cpu))
                    .first;
        return it->second;
    }

    const store::MappedNpy& array(const std::string& kernel, const std::string& file) {
        const std::string key = kernel + "/" + file;
        auto it = m_arrays.find(key);
        if (it == m_arrays.end()) it = m_arrays.emplace(key, m_project.map(kernel, file)).first;
        return it->second;
    }

    FeatureScoreCache& featureScores() { return m_featureScores; }

    /// Row of a sample in a kernel's arrays; kernels of one class hold part of the data set.
    std::int64_t rowOf(const empirical::KernelArtifact& kernel, std::int64_t sample) {
        if (!m_project.has(kernel.row.id, "sample.npy")) {
            const std::int64_t n = kernel.source.dataset.train.size();
            if (sample < 0 || sample >= n)
                throw badInput(fmt::format(
                    "sample is {}; {} has 0 to {}", sample, kernel.source.dataset.name, n - 1));
            return sample;
        }
        const auto ids = array(kernel.row.id, "sample.npy").as<std::int64_t>();
        const auto it = std::lower_bound(ids.begin(), ids.end(), sample);
        if (it == ids.end() || *it != sample)
            throw badInput(fmt::format("sample {} is not in {}", sample, kernel.row.id));
        return it - ids.begin();
    }

    PairHistory& history() { return m_history; }

private:
    const store::Project& m_project;
    PairHistory m_history;
    std::map<std::string, WarmKernel> m_kernels;
    std::map<std::string, store::MappedNpy> m_arrays;
    FeatureScoreCache m_featureScores;
};

/// One row of a list of partners: id, value, cosine and class of each.
json partnersIn(Warm& warm,
                const empirical::KernelArtifact& kernel,
                std::int64_t row,
                std::int64_t count,
                const std::string& list,
                bool valuesAreCosines) {
    const auto& ids = warm.array(kernel.row.id, list + ".npy");
    const auto& values =
        warm.array(kernel.row.id, (list == "neighbours" ? "neighbour" : list) + "_values.npy");
    const auto diagonal = warm.array(kernel.row.id, "diagonal.npy").as<float>();
    const auto labels = kernel.source.dataset.train.labels();
    const std::int64_t width = ids.shape().at(1);
    json partners = json::array();
    for (std::int64_t i = 0; i < std::min(count, width); ++i) {
        const std::int64_t id = ids.as<std::int64_t>()[static_cast<std::size_t>(row * width + i)];
        if (id < 0) break;
        const double value = values.as<float>()[static_cast<std::size_t>(row * width + i)];
        const std::int64_t other = warm.rowOf(kernel, id);
        const double scale = std::sqrt(static_cast<double>(diagonal[row]) * diagonal[other]);
        json partner{{"sample", id}, {"class", labels[static_cast<std::size_t>(id)]}};
        if (valuesAreCosines) {
            partner["cosine_size"] = value;
        } else {
            partner["kappa"] = value;
            if (scale > 0) partner["cosine"] = value / scale;
        }
        partners.push_back(std::move(partner));
    }
    return partners;
}

json neighbours(Warm& warm, const json& request) {
    const auto& kernel = warm.kernel(request.at("kernel")).artifact;
    const std::int64_t sample = request.at("sample");
    const std::int64_t row = warm.rowOf(kernel, sample);
    const std::int64_t count = request.value("count", kDefaultCount);
    if (count < 1) throw badInput(fmt::format("count is {}; it is 1 or more", count));
    const auto at = static_cast<std::size_t>(row);
    return {{"kernel", kernel.row.id},
            {"sample", sample},
            {"class", kernel.source.dataset.train.labels()[static_cast<std::size_t>(sample)]},
            {"kappa_own", warm.array(kernel.row.id, "diagonal.npy").as<float>()[at]},
            {"redundant", warm.array(kernel.row.id, "redundant.npy").as<std::uint8_t>()[at] != 0},
            {"witness", warm.array(kernel.row.id, "witness.npy").as<std::int64_t>()[at]},
            {"interchangeable", partnersIn(warm, kernel, row, count, "neighbours", false)},
            {"unrelated", partnersIn(warm, kernel, row, count, "unrelated", true)},
            {"contradictory", partnersIn(warm, kernel, row, count, "opposed", false)}};
}

json rowsOf(const at::Tensor& matrix) {
    json rows = json::array();
    for (std::int64_t r = 0; r < matrix.size(0); ++r) {
        const at::Tensor row = matrix[r].to(at::kDouble).contiguous();
        rows.push_back(std::vector<double>(row.const_data_ptr<double>(),
                                           row.const_data_ptr<double>() + row.numel()));
    }
    return rows;
}

/// What the block of a pair says about any one number for it; undefined ratios are null.
json statisticsOf(const at::Tensor& block, const std::vector<std::int64_t>& labels) {
    const at::Tensor values = block.to(at::kDouble).contiguous();
    const auto s = stats::blockStatistics(
        {values.const_data_ptr<double>(), static_cast<std::size_t>(values.numel())},
        values.size(0),
        labels[0],
        labels[1]);
    return {{"diagonal_sum", s.diagonalSum},
            {"off_diagonal_sum", s.offDiagonalSum},
            {"diagonal_to_off_diagonal", figureOf(s.diagonalToOffDiagonal)},
            {"negative", s.negative},
            {"largest_at_labels", s.largestAtLabels},
            {"largest_to_second", figureOf(s.largestToSecond)},
            {"largest_to_sum", figureOf(s.largestToSum)}};
}

std::vector<std::int64_t> pairIn(const json& request) {
    auto samples = request.at("samples").get<std::vector<std::int64_t>>();
    if (samples.size() != 2)
        throw badInput(
            fmt::format("samples has {} entries; a pair is two sample numbers", samples.size()));
    return samples;
}

json pair(Warm& warm, const json& request) {
    const WarmKernel& asked = warm.kernel(request.at("kernel"));
    const empirical::KernelArtifact& kernel = asked.artifact;
    const std::vector<std::int64_t> samples = pairIn(request);
    const empirical::SampleSet set = empirical::sampleSet(kernel.source, samples);
    const models::Model& model = *kernel.source.model;
    const at::Tensor images = models::normalisedImages(set.pixels,
                                                       set.imageShape,
                                                       samples,
                                                       set.mean,
                                                       set.deviation,
                                                       kernel.options.precision,
                                                       models::Device::Cpu);
    const std::vector<double> values =
        empirical::outputVectors(kernel.options.kind, set.labels, model.classes());
    const at::Tensor vectors =
        at::tensor(values, at::kDouble).view({2, model.classes()}).to(images.scalar_type());

    const at::Tensor blocks = empirical::fullNtk(asked.cheapest, images, model.classes());
    const at::Tensor kappa =
        at::einsum("ia,ijab,jb->ij", {vectors, blocks, vectors}).to(at::kDouble);
    const double own = kappa[0][0].item<double>(), other = kappa[1][1].item<double>(),
                 between = kappa[0][1].item<double>();
    json layers = json::array();
    for (const empirical::LayerShare& share : empirical::pairShares(asked.byLayer, images, vectors))
        layers.push_back({{"layer", share.layer},
                          {"kappa", share.value},
                          {"share", between != 0 ? json(share.value / between) : json()}});
    const json fields = store::fieldsOf(kernel.row);
    const at::NoGradGuard noGrad;
    const at::Tensor probabilities = at::softmax(model.logits(images, models::Mode::Evaluation), 1);
    return {
        {"kernel", kernel.row.id},
        {"samples", samples},
        {"classes", set.labels},
        {"kappa", between},
        {"kappa_own", {own, other}},
        {"cosine", own > 0 && other > 0 ? json(between / std::sqrt(own * other)) : json()},
        {"relation",
         select::relationOf(between, own, other, fields.at("threshold"), fields.at("unrelated"))},
        {"layers", layers},
        {"logit_block", rowsOf(blocks[0][1])},
        {"block_statistics", statisticsOf(blocks[0][1], set.labels)},
        {"probabilities", rowsOf(probabilities)}};
}

/// Means of `members` x `members` values, row-major; null where the kernel has none.
json block(Warm& warm, const json& request) {
    const std::string values = request.value("values", "kappa");
    if (values != "kappa" && values != "cosine")
        throw badInput("values is \"" + values + "\"; it is kappa or cosine");
    const BlockRequest wanted{.rows = request.at("rows"),
                              .columns = request.at("columns"),
                              .members = request.value("members", std::int64_t{1}),
                              .cosine = values == "cosine"};
    const auto& kernel = warm.kernel(request.at("kernel")).artifact;
    const std::vector<float> block = kernelBlock(kernel, wanted);
    const auto rows = static_cast<std::int64_t>(wanted.rows.size()) / wanted.members;
    const auto columns = static_cast<std::int64_t>(wanted.columns.size()) / wanted.members;
    return {{"kernel", kernel.row.id}, {"shape", {rows, columns}}, {"values", block}};
}

json answerTo(store::Project& project,
              Warm& warm,
              const json& request,
              const jobs::JobContext& context) {
    const std::string ask = request.at("ask");
    if (ask == "ping") return json::object();
    if (ask == "neighbours") return neighbours(warm, request);
    if (ask == "pair") return pair(warm, request);
    if (ask == "block") return block(warm, request);
    if (ask == "history")
        return warm.history().of(
            warm.kernel(request.at("kernel")).artifact, pairIn(request), context);
    if (ask == "test_neighbours")
        return testNeighbours(warm.kernel(request.at("kernel")).artifact,
                              request.at("test_sample"),
                              request.value("count", kDefaultCount),
                              context);
    if (ask == "compare_clusters")
        return clusterComparison(project, request.at("clusters").get<std::vector<std::string>>());
    if (ask == "preview")
        return selectionPreview(project, request.at("fields"), warm.featureScores(), context);
    if (ask == "cost") {
        const std::string kind = request.at("kind");
        if (kind == "kernel") return kernelCost(project, request.at("fields"));
        if (kind == "distill") return distillCost(project, request.at("fields"), context);
        throw badInput("cost is known for kinds kernel and distill alone");
    }
    throw badInput("ask is \"" + ask +
                   "\"; it is neighbours, pair, block, history, test_neighbours, "
                   "compare_clusters, preview, cost or ping");
}

json answered(store::Project& project,
              Warm& warm,
              const std::string& line,
              const jobs::JobContext& context) {
    const json request = json::parse(line, nullptr, false);
    json answer;
    try {
        if (!request.is_object()) throw badInput("a request is one JSON object on a line");
        answer = answerTo(project, warm, request, context);
        answer["ok"] = true;
    } catch (const json::exception&) {
        answer = {
            {"ok", false},
            {"code", 2},
            {"error",
             "a field of the request is missing or of the wrong type; a request has ask, "
             "and kernel with sample, samples, test_sample, or rows and columns, or clusters, "
             "or kind, or fields"}};
    } catch (...) {
        const Ending ending = endingOfException();
        answer = {{"ok", false}, {"code", ending.code}, {"error", ending.sentence}};
    }
    if (request.is_object() && request.contains("id")) answer["id"] = request.at("id");
    return answer;
}

}  // namespace

void serve(store::Project& project,
           std::istream& requests,
           std::ostream& answers,
           const jobs::JobContext& context) {
    Warm warm(project);
    for (std::string line; !context.stop.stop_requested() && std::getline(requests, line);) {
        if (line.empty()) continue;
        answers << answered(project, warm, line, context).dump() << std::endl;
    }
}

}  // namespace winnow::run
