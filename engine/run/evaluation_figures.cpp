// SPDX-License-Identifier: Apache-2.0
#include "engine/run/evaluation_figures.h"

#include "engine/run/experiment_figures.h"
#include "engine/run/selection_rule.h"
#include "engine/stats/summary.h"
#include "engine/stats/t_test.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace winnow::run {
namespace {

using nlohmann::json;

/// What the trials of one set say, in the order of the seeds.
struct Column {
    std::vector<double> last, best;
};

double bestOf(const std::vector<double>& accuracy) {
    double best = std::numeric_limits<double>::quiet_NaN();
    for (const double value : accuracy)
        if (!(value <= best) && std::isfinite(value)) best = value;
    return best;
}

std::vector<Column> columnsOf(const std::vector<ComparedSet>& sets,
                              const std::vector<EvaluationTrial>& trials) {
    std::vector<Column> columns(sets.size());
    for (const EvaluationTrial& trial : trials) {
        columns[trial.set].last.push_back(trial.accuracy.back());
        columns[trial.set].best.push_back(bestOf(trial.accuracy));
    }
    return columns;
}

/// What every row begins with.
json headOf(const ComparedSet& set) {
    return {{"method", set.method},
            {"selection", set.selection},
            {"keep", set.keep},
            {"kept", set.kept},
            {"own_rule", set.ownRule}};
}

json trialsJson(const std::vector<ComparedSet>& sets, const std::vector<EvaluationTrial>& trials) {
    json rows = json::array();
    for (std::size_t row = 0; row < trials.size(); ++row) {
        const EvaluationTrial& trial = trials[row];
        json one = headOf(sets[trial.set]);
        one["row"] = row;
        one["seed"] = trial.seed;
        one["accuracy"] = figureOf(trial.accuracy.back());
        one["best_epoch_accuracy"] = figureOf(bestOf(trial.accuracy));
        one["seconds"] = trial.seconds;
        one["diverged"] = trial.diverged;
        rows.push_back(std::move(one));
    }
    return rows;
}

json pointOf(const ComparedSet& set, const Column& column) {
    json point = headOf(set);
    const stats::Summary last = stats::summarise(column.last);
    point["seeds"] = last.n;
    point["accuracy"] = figuresOf(last);
    point["best_epoch"] = figuresOf(stats::summarise(column.best));
    point["reference"] = set.method == "full" || set.method == "random";
    if (set.stages) point["stages"] = stageCounts(*set.stages);
    return point;
}

json testOf(const ComparedSet& set, const Column& a, const char* against, const Column& b) {
    const stats::TTest welch = stats::welchTest(a.last, b.last);
    const stats::TTest paired = stats::pairedTest(a.last, b.last);
    json row = headOf(set);
    row["against"] = against;
    row["t"] = figureOf(welch.t);
    row["df"] = figureOf(welch.df);
    row["p"] = figureOf(welch.p);
    row["paired_t"] = figureOf(paired.t);
    row["paired_df"] = figureOf(paired.df);
    row["paired_p"] = figureOf(paired.p);
    row["verdict"] = verdictOf(welch);
    return row;
}

/// Every set against random of its share and against everything.
json testsJson(const std::vector<ComparedSet>& sets, const std::vector<Column>& columns) {
    json rows = json::array();
    for (std::size_t i = 0; i < sets.size(); ++i)
        for (const char* against : {"random", "full"})
            for (std::size_t j = 0; j < sets.size(); ++j) {
                if (i == j || sets[j].method != against || sets[i].method == against) continue;
                if (sets[i].method == "full") continue;
                if (sets[j].method == "random" && sets[i].keep != sets[j].keep) continue;
                rows.push_back(testOf(sets[i], columns[i], against, columns[j]));
            }
    return rows;
}

}  // namespace

json evaluationFigures(const std::vector<ComparedSet>& sets,
                       const std::vector<EvaluationTrial>& trials) {
    const std::vector<Column> columns = columnsOf(sets, trials);
    json points = json::array();
    for (std::size_t i = 0; i < sets.size(); ++i) points.push_back(pointOf(sets[i], columns[i]));
    return {{"trials", trialsJson(sets, trials)},
            {"points", std::move(points)},
            {"tests", testsJson(sets, columns)}};
}

nlohmann::ordered_json evaluationTable(const json& figures) {
    auto table = nlohmann::ordered_json::array();
    for (const json& point : figures.at("points")) {
        nlohmann::ordered_json row{{"method", point.at("method")},
                                   {"keep", point.at("keep")},
                                   {"kept", point.at("kept")},
                                   {"seeds", point.at("seeds")},
                                   {"accuracy", point.at("accuracy").at("mean")},
                                   {"deviation", point.at("accuracy").at("deviation")},
                                   {"best_epoch", point.at("best_epoch").at("mean")}};
        for (const json& test : figures.at("tests")) {
            const auto same = [&](const char* key) { return test.at(key) == point.at(key); };
            if (!same("method") || !same("keep") || !same("own_rule")) continue;
            const auto against = test.at("against").get<std::string>();
            row["than_" + against] = test.at("verdict");
            row["p_" + against] = test.at("p");
        }
        table.push_back(std::move(row));
    }
    return table;
}

}  // namespace winnow::run
