// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/score_sources.h"

#include "ui/session/session.h"

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

/// Copies one value a sample.
template <typename T>
void copy(const Mapped<T>& from, std::span<double> to) {
    std::ranges::copy(from.values(), to.begin());
}

/// Copies one value a row to the samples the rows stand for.
template <typename T>
void copyRows(const Rows& rows, const Mapped<T>& from, std::span<double> to) {
    for (std::int64_t row = 0; row < rows.rows; ++row)
        to[static_cast<std::size_t>(rows.idAt(row))] = static_cast<double>(from[row]);
}

void addOfDataset(std::vector<ScoreSource>& sources) {
    sources.push_back({{QStringLiteral("id"),
                        Scores::tr("Number"),
                        {},
                        Scores::tr("Position in the data set as imported, from 0."),
                        0,
                        true},
                       [](const Session&) { return true; },
                       [](const Session&, std::span<double> to) {
                           for (std::size_t i = 0; i < to.size(); ++i)
                               to[i] = static_cast<double>(i);
                       }});
    sources.push_back(
        {{QStringLiteral("class"),
          Scores::tr("Class"),
          {},
          Scores::tr("Class number as imported, from 0; sorting by it groups the classes."),
          0,
          true},
         [](const Session&) { return true; },
         [](const Session& session, std::span<double> to) {
             std::ranges::copy(session.labels(), to.begin());
         }});
}

void addOfLearning(std::vector<ScoreSource>& sources) {
    sources.push_back(
        {{QStringLiteral("forgetting"),
          Scores::tr("Forgetting events"),
          Scores::tr("events"),
          Scores::tr(
              "How often the sample was right after one epoch and wrong after the next. High: the "
              "network keeps losing it. From the chosen run."),
          0,
          true},
         [](const Session& s) { return bool(s.run().forgetting); },
         [](const Session& s, std::span<double> to) { copy(s.run().forgetting, to); }});
    sources.push_back(
        {{QStringLiteral("first_learned"),
          Scores::tr("First learned"),
          Scores::tr("epoch"),
          Scores::tr(
              "First epoch after which the sample was right. High: learned late; none: never. From "
              "the chosen run."),
          0,
          true},
         [](const Session& s) { return bool(s.run().firstLearned); },
         [](const Session& s, std::span<double> to) {
             const auto& epochs = s.run().firstLearned;
             for (std::size_t i = 0; i < to.size(); ++i)
                 if (const auto epoch = epochs[static_cast<std::int64_t>(i)]; epoch >= 0)
                     to[i] = static_cast<double>(epoch + 1);  // people count from 1
         }});
    sources.push_back(
        {{QStringLiteral("right_epochs"),
          Scores::tr("Epochs right"),
          Scores::tr("epochs"),
          Scores::tr("After how many epochs the sample was classified right. Low: hard, or wrongly "
                     "labelled. From the chosen run."),
          0,
          true},
         [](const Session& s) { return bool(s.run().correct); },
         [](const Session& s, std::span<double> to) {
             std::ranges::fill(to, 0.0);
             const auto& correct = s.run().correct;
             for (std::int64_t epoch = 0; epoch < correct.dim(0); ++epoch) {
                 const auto right = correct.row(epoch);
                 for (std::size_t i = 0; i < to.size(); ++i) to[i] += right[i];
             }
         }});
    sources.push_back(
        {{QStringLiteral("difficulty"),
          Scores::tr("Difficulty"),
          Scores::tr("nats"),
          Scores::tr(
              "Sum of the sample's loss over all epochs; 0 or more. High: hard to learn. From the "
              "chosen run."),
          2},
         [](const Session& s) { return bool(s.run().difficulty); },
         [](const Session& s, std::span<double> to) { copy(s.run().difficulty, to); }});
}

void addAtWeights(std::vector<ScoreSource>& sources) {
    sources.push_back(
        {{QStringLiteral("probability"),
          Scores::tr("Probability of the label"),
          {},
          Scores::tr(
              "What the network gives the sample's own class, 0 to 1, at the run's best weights. "
              "Low: it takes the sample for another class."),
          3},
         [](const Session& s) { return bool(s.run().probability); },
         [](const Session& s, std::span<double> to) { copy(s.run().probability, to); }});
    sources.push_back(
        {{QStringLiteral("el2n"),
          Scores::tr("EL2N"),
          {},
          Scores::tr(
              "Length of the error vector, softmax less one-hot label, 0 to 1.41, at the run's "
              "score epoch. High: hard."),
          3},
         [](const Session& s) { return bool(s.run().el2n); },
         [](const Session& s, std::span<double> to) { copy(s.run().el2n, to); }});
    sources.push_back(
        {{QStringLiteral("grand"),
          Scores::tr("GraNd"),
          {},
          Scores::tr(
              "Length of the loss gradient, 0 or more, at the run's score epoch. High: the sample "
              "pulls hard on the weights."),
          2},
         [](const Session& s) { return bool(s.run().grand); },
         [](const Session& s, std::span<double> to) { copy(s.run().grand, to); }});
    sources.push_back({{QStringLiteral("loss"),
                        Scores::tr("Loss after the last epoch"),
                        Scores::tr("nats"),
                        Scores::tr("Cross-entropy of the sample, 0 or more. High: wrong or unsure. "
                                   "From the chosen run."),
                        3},
                       [](const Session& s) { return s.run().loss.dim(0) > 0; },
                       [](const Session& s, std::span<double> to) {
                           std::ranges::copy(s.run().loss.row(s.run().loss.dim(0) - 1), to.begin());
                       }});
    sources.push_back({{QStringLiteral("margin"),
                        Scores::tr("Margin after the last epoch"),
                        Scores::tr("logits"),
                        Scores::tr("Logit of the label less the largest other one. Below 0: wrong. "
                                   "From the chosen run."),
                        2},
                       [](const Session& s) { return s.run().margin.dim(0) > 0; },
                       [](const Session& s, std::span<double> to) {
                           std::ranges::copy(s.run().margin.row(s.run().margin.dim(0) - 1),
                                             to.begin());
                       }});
}

void addOfKernel(std::vector<ScoreSource>& sources) {
    sources.push_back(
        {{QStringLiteral("own"),
          Scores::tr("Own kernel value"),
          {},
          Scores::tr(
              "κ of the sample with itself: how much a step on it changes its own output; 0 or "
              "more. From the chosen kernel."),
          2},
         [](const Session& s) { return bool(s.kernel().diagonal); },
         [](const Session& s, std::span<double> to) {
             copyRows(s.kernel(), s.kernel().diagonal, to);
         }});
    sources.push_back(
        {{QStringLiteral("best"),
          Scores::tr("Largest κ to another"),
          {},
          Scores::tr(
              "κ to the most interchangeable other sample. Above the sample's own value it is "
              "redundant. From the chosen kernel."),
          2},
         [](const Session& s) { return bool(s.kernel().best); },
         [](const Session& s, std::span<double> to) {
             copyRows(s.kernel(), s.kernel().best, to);
         }});
    sources.push_back(
        {{QStringLiteral("redundancy"),
          Scores::tr("Redundancy"),
          {},
          Scores::tr(
              "Largest κ to another over its own, 0 or more. Above 1 the other teaches it better "
              "than it does itself. From the chosen kernel."),
          2},
         [](const Session& s) { return bool(s.kernel().best) && bool(s.kernel().diagonal); },
         [](const Session& s, std::span<double> to) {
             const KernelArrays& kernel = s.kernel();
             for (std::int64_t row = 0; row < kernel.best.size(); ++row)
                 if (kernel.diagonal[row] > 0)
                     to[static_cast<std::size_t>(kernel.idAt(row))] =
                         static_cast<double>(kernel.best[row]) / kernel.diagonal[row];
         }});
    sources.push_back(
        {{QStringLiteral("interchangeable"),
          Scores::tr("Interchangeable partners"),
          Scores::tr("samples"),
          Scores::tr(
              "How many samples teach nearly the same. High: much of it. From the chosen kernel."),
          0,
          true},
         [](const Session& s) { return bool(s.kernel().interchangeable); },
         [](const Session& s, std::span<double> to) {
             copyRows(s.kernel(), s.kernel().interchangeable, to);
         }});
    sources.push_back(
        {{QStringLiteral("contradictory"),
          Scores::tr("Contradictory partners"),
          Scores::tr("samples"),
          Scores::tr(
              "How many samples undo what it teaches. High: in conflict, perhaps wrongly labelled. "
              "From the chosen kernel."),
          0,
          true},
         [](const Session& s) { return bool(s.kernel().contradictory); },
         [](const Session& s, std::span<double> to) {
             copyRows(s.kernel(), s.kernel().contradictory, to);
         }});
    sources.push_back(
        {{QStringLiteral("positive_share"),
          Scores::tr("Share of positive κ"),
          {},
          Scores::tr("Share of the other samples that it helps, 0 to 1. From the chosen kernel."),
          3},
         [](const Session& s) { return bool(s.kernel().positiveShare); },
         [](const Session& s, std::span<double> to) {
             copyRows(s.kernel(), s.kernel().positiveShare, to);
         }});
}

void addOfClusters(std::vector<ScoreSource>& sources) {
    sources.push_back(
        {{QStringLiteral("cluster_size"),
          Scores::tr("Size of its cluster"),
          Scores::tr("samples"),
          Scores::tr("How many samples are in its cluster. 1: nothing is like it. From the chosen "
                     "clusters."),
          0,
          true},
         [](const Session& s) { return bool(s.cluster().assignment); },
         [](const Session& s, std::span<double> to) {
             for (std::size_t i = 0; i < to.size(); ++i)
                 if (const auto at = s.cluster().assignment[static_cast<std::int64_t>(i)]; at >= 0)
                     to[i] = static_cast<double>(s.cluster().sizes[at]);
         }});
    sources.push_back(
        {{QStringLiteral("centroid"),
          Scores::tr("κ to its centroid"),
          {},
          Scores::tr("High: typical of its cluster; low: at its edge. From the chosen clusters."),
          2},
         [](const Session& s) { return bool(s.cluster().similarity); },
         [](const Session& s, std::span<double> to) { copy(s.cluster().similarity, to); }});
    sources.push_back(
        {{QStringLiteral("selection_score"),
          Scores::tr("Selection score"),
          {},
          Scores::tr("What the chosen selection ranked by; higher stays longer."),
          3},
         [](const Session& s) { return bool(s.chosenSelection().score); },
         [](const Session& s, std::span<double> to) { copy(s.chosenSelection().score, to); }});
}

}  // namespace

std::vector<ScoreSource> scoreSources() {
    std::vector<ScoreSource> sources;
    addOfDataset(sources);
    addOfLearning(sources);
    addAtWeights(sources);
    addOfKernel(sources);
    addOfClusters(sources);
    return sources;
}

}  // namespace winnow::ui
