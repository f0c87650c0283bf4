// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"

#include <QString>
#include <QTemporaryDir>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace winnow::test {

/// A project written through the store, without the engine, whose numbers follow from the sample's
/// number i. N samples of K classes, label i % K, images 1x8x8 whose pixels are all i % 256:
///   run-1      E epochs; forgetting i % 5, first learned epoch i % E but never where i % 10 == 9,
///              difficulty N - i, prediction the label but the next class where i % 10 == 0,
///              fitted where i % 10 != 1
///   kernel-1   k partners; neighbours i+1.. with kappa 10, 9, ..; opposed i-1.. with -1, -2, ..;
///              unrelated i+2.. with cosine 0, 0.01, ..; all cyclic; diagonal 4; redundant where
///              i % 3 == 0
///   cluster-1  cluster i % 8 of i < N / 2, the rest none
///   embedding-1  [N/2,3], the even ids
///   selection-1  kept where i is even, stage 1 elsewhere, score i / N
class SampleProject {
public:
    static constexpr std::int64_t kClasses = 4, kEpochs = 6, kPartners = 5, kClusters = 8;

    /// Without `results` the data set alone.
    explicit SampleProject(std::int64_t samples = 200, bool results = true);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] QString folder() const { return QString::fromStdString(m_path.string()); }
    [[nodiscard]] std::int64_t samples() const { return m_samples; }

    /// These add one more artifact of a kind and return its id.
    std::string addDataset(const std::string& name);
    std::string addRun(const std::string& dataset = "dataset-1");
    std::string addKernel(const std::string& run = "run-1");
    std::string addCluster(const std::string& kernel = "kernel-1");
    std::string addEmbedding(const std::string& kernel = "kernel-1");
    std::string addSelection(const std::string& dataset = "dataset-1");

private:
    [[nodiscard]] store::ArtifactDraft draft(store::Project& project,
                                             const std::string& kind,
                                             const std::string& name,
                                             std::vector<std::string> parents) const;

    QTemporaryDir m_dir;
    std::filesystem::path m_path;
    std::int64_t m_samples;
};

}  // namespace winnow::test
