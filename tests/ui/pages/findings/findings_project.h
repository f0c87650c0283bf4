// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"

#include <QString>
#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace winnow::test {

/// A project written through the store, without the engine, in which every number follows from the
/// sample's. N samples of K classes; the true class of i is i % K and its picture shows that
/// number.
///   flips        i % 20 == 3 is labelled with the next class; truth_flipped.npy says so
///   run-1, kernel-1   neighbours i + K, i + 2K, .. cyclic: all of the true class; kappa 10, 9, ..;
///                diagonal 10, 5 partners
/// Findings, where asked for:
///   suspects     r-th: the next flip, but where r % 5 == 4 the next sample that is none; score
///                1 - r / M, suggested the true class or, of samples that are none, the class after
///                the label. Evidence -r, r / M, r % 7, M - r (NaN where r % 10 == 9), 0.5, 0.75
///   With as many suspects as samples, the r-th is 7919 r mod N instead, N no multiple of 7919.
///   duplicates   d-th: (1 + 2Kd, 1 + 2Kd + K), both of class 1, but where d % 5 == 4 (2Kd, 1 +
///   2Kd)
///                of classes 0 and 1: two labels. Cosine 1 - d / 1000; pixels equal where d is even
class FindingsProject {
public:
    static constexpr std::int64_t kPartners = 5;

    /// With `results` a run and a kernel; `side` of the pictures in pixels.
    explicit FindingsProject(std::int64_t samples = 400,
                             std::int64_t classes = 4,
                             bool results = true,
                             std::int64_t side = 28);

    [[nodiscard]] QString folder() const { return QString::fromStdString(m_path.string()); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::int64_t samples() const { return m_samples; }
    [[nodiscard]] static bool flipped(std::int64_t sample) { return sample % 20 == 3; }
    [[nodiscard]] std::int64_t label(std::int64_t sample) const;
    /// Sample of the r-th suspect where there are fewer suspects than samples.
    [[nodiscard]] std::int64_t suspect(std::int64_t rank) const;

    /// These add an artifact and return its id.
    std::string addDataset(const std::string& name, std::int64_t samples);
    std::string addFindings(std::int64_t suspects, std::int64_t duplicates);
    /// label-flips with `result` as result.json.
    std::string addFlips(const std::string& result);

private:
    void addRun();
    void addKernel();

    QTemporaryDir m_dir;
    std::filesystem::path m_path;
    std::int64_t m_samples, m_classes, m_side;
};

/// What the engine writes for 5 % planted flips, with a score that has no AUC.
inline const std::string kFlipsResult = R"({"share":0.05,"flips":20,"seeds":3,"seconds":1,"rows":[
    {"score":"combined","auc":0.97,"precision":0.85,"direction":"higher"},
    {"score":"margin","auc":0.95,"precision":0.8,"direction":"lower"},
    {"score":"difficulty","auc":null,"precision":null,"direction":"higher"}]})";

}  // namespace winnow::test
