// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"

#include <QString>
#include <QTemporaryDir>
#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>

namespace winnow::test {

/// A data set of K classes (label i % K, pictures of stripes whose direction tells the class) with
/// experiments written through the store, without the engine, whose numbers follow from formulas:
///   difficulty             sizes 16, 4, 1 (or those given): n = K times the largest, class after
///                          class; difficulty(r, s, i); correlation(r, a, b), mean over repeats,
///                          interval ± 0.1; the last training of the last size of repeat 1 diverged
///   difficulty-control     target of class c is sample c, the last class has none where K > 4;
///                          members c + K * (1 + j) with kappa 10 - j, medium and the rest further
///                          on; loss(set, run, epoch, class); run 0 of the last set dropped
///   forgetting-prediction  predictors centred, error, displacement; seeds 7, 8, ...; batch t holds
///                          samples (t * B + j) % N; the first sample of batch t is forgotten where
///                          t is even, said by centred where t % 4 == 0, by error always when it
///                          is forgotten, by displacement the same and also where t % 10 == 5
class ExperimentProject {
public:
    explicit ExperimentProject(std::int64_t classes = 4, std::int64_t perClass = 50);

    [[nodiscard]] QString folder() const { return QString::fromStdString(m_path.string()); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::int64_t samples() const { return m_classes * m_perClass; }
    [[nodiscard]] std::int64_t classes() const { return m_classes; }

    /// These return the artifact's id.
    std::string addDifficulty(const std::string& name,
                              std::vector<std::int64_t> sizes = {16, 4, 1},
                              std::int64_t repeats = 3);
    std::string addControl(const std::string& name,
                           std::int64_t runs = 4,
                           std::int64_t epochs = 5,
                           std::int64_t added = 12,
                           bool ordered = true);
    std::string addPrediction(const std::string& name,
                              std::int64_t seeds = 2,
                              std::int64_t iterations = 20,
                              std::int64_t batch = 8);

    /// Cuts a file of an artifact to so many bytes.
    void truncate(const std::string& artifact, const char* file, std::int64_t bytes) const;
    /// Replaces result.json by what `change` makes of it.
    void changeResult(const std::string& artifact,
                      const std::function<void(nlohmann::json&)>& change) const;

    [[nodiscard]] static double difficulty(std::int64_t repeat, std::int64_t size, std::int64_t i);
    [[nodiscard]] static double correlation(std::int64_t repeat, std::int64_t a, std::int64_t b);
    [[nodiscard]] static double loss(std::int64_t set,
                                     std::int64_t run,
                                     std::int64_t epoch,
                                     std::int64_t label);

private:
    void addDataset();

    QTemporaryDir m_dir;
    std::filesystem::path m_path;
    std::int64_t m_classes, m_perClass;
};

}  // namespace winnow::test
