// SPDX-License-Identifier: Apache-2.0
#include "engine/run/comparison.h"

#include "engine/jobs/declaration.h"
#include "engine/run/kernel_clusters.h"
#include "engine/run/selection_rule.h"
#include "engine/run/stored_values.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace winnow::run {
namespace {

using nlohmann::json;

/// Fields that `evaluate` hands on to `select`.
constexpr std::array kHandedOn{
    "run", "kernel", "cluster", "head-cut", "herding", "damping", "refit"};

bool hasOwnRule(const std::string& method) {
    return method == "lpntk-pipeline" || method == "redundant";
}

/// Another seed, another set.
bool drawsAtRandom(const std::string& method) { return method == "lpntk-pipeline"; }

/// `select` says what a method reads.
void requireWhatItReads(const std::string& method, const json& fields) {
    for (const jobs::Need& need : jobs::declaration("select").needs) {
        const bool asks = need.field == "method" && std::ranges::count(need.values, method) > 0;
        const bool met = std::ranges::any_of(
            need.anyOf, [&](const std::string& name) { return fields.contains(name); });
        if (asks && !met)
            throw badInput(fmt::format(
                "evaluate with --method {} needs --{}", method, fmt::join(need.anyOf, " or --")));
    }
}

std::vector<std::string> methodsOf(const json& fields) {
    std::vector<std::string> methods;
    for (const json& method : fields.value("method", json::array()))
        if (std::ranges::count(methods, method.get<std::string>()) == 0) methods.push_back(method);
    if (!methods.empty() || fields.contains("selection")) return methods;
    if (!fields.contains("kernel") && !fields.contains("cluster"))
        throw badInput(
            "evaluate needs something to compare: give --kernel or --cluster for lpntk-pipeline, "
            "or "
            "--method or --selection");
    return {"lpntk-pipeline"};
}

/// Shares below 1, the largest first; all of it is the full set, which is always there.
std::vector<double> keepsOf(const json& fields) {
    auto keeps = fields.at("keep").get<std::vector<double>>();
    std::ranges::sort(keeps, std::ranges::greater());
    keeps.erase(std::unique(keeps.begin(), keeps.end()), keeps.end());
    std::erase(keeps, 1.0);
    return keeps;
}

/// 1 where both are 1; empty: 1 everywhere.
void narrow(std::vector<std::uint8_t>& mask, const std::vector<std::uint8_t>& by) {
    if (mask.empty()) {
        mask = by;
        return;
    }
    for (std::size_t i = 0; i < by.size(); ++i) mask[i] &= by[i];
}

std::vector<std::int64_t> idsWhere(const std::vector<std::uint8_t>& kept) {
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 0; i < std::ssize(kept); ++i)
        if (kept[at(i)] != 0) ids.push_back(i);
    return ids;
}

/// A method of `select` with what decides it.
struct Method {
    std::string name;
    json rule;
    SelectionInputs inputs;
};

struct StoredSelection {
    store::ArtifactRow row;
    std::vector<std::uint8_t> kept;
    std::array<std::int64_t, select::kStages> stages{};
};

}  // namespace

struct Comparison::Impl {
    Impl(const JobInput& jobInput, const jobs::JobContext& jobContext)
        : input(jobInput), fields(jobInput.fields), context(jobContext) {}

    const JobInput& input;
    const json& fields;
    const jobs::JobContext& context;
    std::optional<Method> random;  ///< its inputs hold the data set, and the scope of all
    std::vector<Method> methods;
    std::vector<StoredSelection> stored;
    std::vector<ComparedSet> sets;
    std::vector<std::function<std::vector<std::int64_t>(std::int64_t)>> draws;  ///< by set
    std::vector<std::string> warnings;

    [[nodiscard]] json ruleOf(const std::string& method) const;
    void readRandom();
    void readMethod(const std::string& name);
    void readSelection(const std::string& name);
    void requireDataset(const std::string& what, const std::string& dataset) const;
    void shareScope();
    void add(ComparedSet set, std::function<std::vector<std::int64_t>(std::int64_t)> draw);
    void addFull();
    /// The share whose random set has that many of the open samples.
    [[nodiscard]] double shareOf(std::int64_t openKept) const;
    void addRandom(double keep);
    void addMethod(const Method& method, std::optional<double> keep);
    void addStored(const StoredSelection& selection);
    void putReferencesFirst();
    [[nodiscard]] select::SelectionScope scope() const { return random->inputs.scope(); }
    [[nodiscard]] std::int64_t excluded() const {
        return std::ranges::count(random->inputs.excluded, std::uint8_t{1});
    }
    [[nodiscard]] std::int64_t samplesLeft() const {
        return random->inputs.dataset.train.size() - excluded();
    }
};

json Comparison::Impl::ruleOf(const std::string& method) const {
    json rule{{"method", method}, {"keep", 0.5}};
    for (const char* name : kHandedOn)
        if (fields.contains(name)) rule[name] = fields.at(name);
    if (method == "redundant" && !rule.contains("kernel") && rule.contains("cluster")) {
        const auto clusters = input.project.find("cluster", rule.at("cluster").get<std::string>());
        if (const auto kernel = ancestor(input.project, clusters, "kernel"))
            rule["kernel"] = kernel->id;
    }
    requireWhatItReads(method, rule);
    return validatedRule(std::move(rule));
}

/// The scope begins with that of `select --method random`.
void Comparison::Impl::readRandom() {
    json rule{{"method", "random"}, {"keep", 0.5}};
    const bool elsewhere =
        fields.contains("run") || fields.contains("kernel") || fields.contains("cluster");
    for (const char* name : {"run", "kernel", "cluster", "dataset"})
        if (fields.contains(name)) rule[name] = fields.at(name);
    if (!elsewhere && !fields.contains("dataset") && fields.contains("selection")) {
        const auto first =
            input.project.find("selection", fields.at("selection").front().get<std::string>());
        rule["dataset"] = datasetOf(input.project, first).id;
    }
    rule = validatedRule(std::move(rule));
    random = Method{"random", rule, selectionInputs({input.project, rule, {}, false, {}}, context)};
    if (fields.contains("dataset"))
        requireDataset("--run, --kernel or --cluster",
                       input.project.find("dataset", fields.at("dataset").get<std::string>()).id);
}

void Comparison::Impl::requireDataset(const std::string& what, const std::string& dataset) const {
    if (dataset != random->inputs.dataset.id)
        throw badInput(
            fmt::format("{} belongs to {} and the rest of the comparison to {}; compare what is of "
                        "one data set",
                        what,
                        dataset,
                        random->inputs.dataset.id));
}

void Comparison::Impl::readMethod(const std::string& name) {
    json rule = ruleOf(name);
    SelectionInputs inputs = selectionInputs({input.project, rule, {}, false, {}}, context);
    requireDataset("--method " + name, inputs.dataset.id);
    methods.push_back({name, std::move(rule), std::move(inputs)});
}

void Comparison::Impl::readSelection(const std::string& name) {
    StoredSelection selection{input.project.find("selection", name), {}, {}};
    const auto same = [&](const StoredSelection& other) {
        return other.row.id == selection.row.id;
    };
    if (std::ranges::any_of(stored, same)) return;
    requireDataset(selection.row.id, datasetOf(input.project, selection.row).id);
    const std::int64_t n = random->inputs.dataset.train.size();
    selection.kept = storedValues<std::uint8_t>(input.project, selection.row.id, "kept.npy", n);
    for (const std::uint8_t stage :
         storedValues<std::uint8_t>(input.project, selection.row.id, "stage.npy", n))
        ++selection.stages.at(stage);
    stored.push_back(std::move(selection));
}

/// All choose among the same samples, else equal shares were not equal numbers.
void Comparison::Impl::shareScope() {
    SelectionInputs& all = random->inputs;
    for (const Method& method : methods) {
        narrow(all.fitted, method.inputs.fitted);
        narrow(all.judged, method.inputs.judged);
    }
    for (const StoredSelection& selection : stored) {
        const auto run = ancestor(input.project, selection.row, "run");
        // Where a run held out samples and the selection says nothing of validation, it is a list
        // of a person, which is free.
        if (run && selection.stages[static_cast<std::size_t>(select::Stage::Validation)] > 0)
            narrow(all.fitted,
                   storedValues<std::uint8_t>(
                       input.project, run->id, "fitted.npy", std::ssize(selection.kept)));
    }
    for (Method& method : methods) {
        method.inputs.fitted = all.fitted;
        method.inputs.judged = all.judged;
    }
    if (!all.judged.empty())
        warnings.emplace_back(
            "the kernel covers only part of the data set; the other samples are kept by every "
            "method, and shares are of the part it covers");
}

void Comparison::Impl::add(ComparedSet set,
                           std::function<std::vector<std::int64_t>(std::int64_t)> draw) {
    sets.push_back(std::move(set));
    draws.push_back(std::move(draw));
}

void Comparison::Impl::addFull() {
    const std::vector<std::uint8_t>& out = random->inputs.excluded;
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 0; i < random->inputs.dataset.train.size(); ++i)
        if (out.empty() || out[at(i)] == 0) ids.push_back(i);
    add({"full", {}, 1, std::ssize(ids), false}, [ids](std::int64_t) { return ids; });
}

/// One that is there already, where it rounds to the same number.
double Comparison::Impl::shareOf(std::int64_t openKept) const {
    const auto open = static_cast<double>(scope().openCount());
    for (const ComparedSet& set : sets)
        if (set.method == "random" && std::llround(set.keep * open) == openKept) return set.keep;
    return std::min(1.0, static_cast<double>(openKept) / open);
}

void Comparison::Impl::addRandom(double keep) {
    const auto there = [&](const ComparedSet& set) {
        return set.method == "random" && set.keep == keep;
    };
    if (keep >= 1 || std::ranges::any_of(sets, there)) return;
    const auto drawn = [this, keep](std::int64_t seed) {
        return select::applyOrder(scope(), select::randomOrder(scope(), seed), {.keep = keep});
    };
    const auto kept = std::ranges::count(drawn(0).kept, std::uint8_t{1});
    add({"random", {}, keep, kept, false},
        [drawn](std::int64_t seed) { return idsWhere(drawn(seed).kept); });
}

/// Without a share: by the method's own rule.
void Comparison::Impl::addMethod(const Method& method, std::optional<double> keep) {
    const std::int64_t first = fields.at("seed");
    const auto drawn = [this, &method, keep](std::int64_t seed) {
        json rule = method.rule;
        rule.erase("keep");
        if (keep) rule["keep"] = *keep;
        rule["seed"] = seed;
        return selectionBy(rule, method.inputs);
    };
    const select::Selection selection = drawn(first);
    for (const std::string& warning : selection.warnings)
        if (std::ranges::count(warnings, warning) == 0) warnings.push_back(warning);
    const auto kept = std::ranges::count(selection.kept, std::uint8_t{1});
    const double share = keep ? *keep : shareOf(scope().openCount() - (samplesLeft() - kept));
    addRandom(share);
    const ComparedSet set{method.name, {}, share, kept, !keep, stageTotals(selection)};
    if (drawsAtRandom(method.name))
        add(set, [drawn](std::int64_t seed) { return idsWhere(drawn(seed).kept); });
    else
        add(set, [ids = idsWhere(selection.kept)](std::int64_t) { return ids; });
}

void Comparison::Impl::addStored(const StoredSelection& selection) {
    std::vector<std::int64_t> ids = idsWhere(selection.kept);
    if (ids.empty())
        throw badInput(
            fmt::format("{} keeps no sample; there is nothing to train on", selection.row.id));
    const std::int64_t open = scope().openCount();
    const std::int64_t kept = open - (samplesLeft() - std::ssize(ids));
    if (kept < 1)
        throw badInput(fmt::format(
            "{} keeps {} samples, and {} held out by a run stay in every set at random; compare it "
            "without that run's methods",
            selection.row.id,
            ids.size(),
            samplesLeft() - open));
    const double keep = shareOf(kept);
    addRandom(keep);
    add({selection.row.id, selection.row.id, keep, std::ssize(ids), false, selection.stages},
        [ids](std::int64_t) { return ids; });
}

void Comparison::Impl::putReferencesFirst() {
    std::vector<std::size_t> order(sets.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto rank = [&](std::size_t i) {
        return sets[i].method == "full" ? 0 : sets[i].method == "random" ? 1 : 2;
    };
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        if (rank(a) != rank(b)) return rank(a) < rank(b);
        return rank(a) == 1 && sets[a].keep > sets[b].keep;
    });
    std::vector<ComparedSet> sorted;
    std::vector<std::function<std::vector<std::int64_t>(std::int64_t)>> sortedDraws;
    for (const std::size_t i : order) {
        sorted.push_back(std::move(sets[i]));
        sortedDraws.push_back(std::move(draws[i]));
    }
    sets = std::move(sorted);
    draws = std::move(sortedDraws);
}

Comparison::Comparison(const JobInput& input, const jobs::JobContext& context)
    : m_impl(std::make_unique<Impl>(input, context)) {
    Impl& all = *m_impl;
    const std::vector<std::string> methods = methodsOf(input.fields);
    const std::vector<double> keeps = keepsOf(input.fields);
    all.readRandom();
    for (const std::string& name : methods)
        if (name != "random") all.readMethod(name);
    for (const json& name : input.fields.value("selection", json::array()))
        all.readSelection(name.get<std::string>());
    all.shareScope();
    all.addFull();
    if (!methods.empty())
        for (const double keep : keeps) all.addRandom(keep);
    for (const Method& method : all.methods) {
        for (const double keep : keeps) all.addMethod(method, keep);
        if (input.fields.at("paper-rule") == true && hasOwnRule(method.name))
            all.addMethod(method, std::nullopt);
    }
    for (const StoredSelection& selection : all.stored) all.addStored(selection);
    all.putReferencesFirst();
}

Comparison::~Comparison() = default;

const store::Dataset& Comparison::dataset() const { return m_impl->random->inputs.dataset; }
const std::vector<ComparedSet>& Comparison::sets() const { return m_impl->sets; }

std::vector<std::int64_t> Comparison::samples(std::size_t set, std::int64_t seed) const {
    return m_impl->draws.at(set)(seed);
}

std::int64_t Comparison::openSamples() const { return m_impl->scope().openCount(); }

std::int64_t Comparison::heldOut() const {
    return std::ranges::count(m_impl->random->inputs.fitted, std::uint8_t{0});
}

std::vector<std::string> Comparison::parents() const {
    std::vector<std::string> ids;
    const auto add = [&](const std::string& id) {
        if (id != dataset().id && std::ranges::count(ids, id) == 0) ids.push_back(id);
    };
    for (const StoredSelection& selection : m_impl->stored) add(selection.row.id);
    for (const Method& method : m_impl->methods)
        for (const std::string& parent : method.inputs.parents) add(parent);
    for (const std::string& parent : m_impl->random->inputs.parents) add(parent);
    ids.push_back(dataset().id);
    return ids;
}

const std::vector<std::string>& Comparison::warnings() const { return m_impl->warnings; }

}  // namespace winnow::run
