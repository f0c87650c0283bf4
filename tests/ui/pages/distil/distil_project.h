// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"

#include <QString>
#include <QTemporaryDir>
#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace winnow::test {

/// What a distilled set of a DistilProject is like.
struct DistilShapeOf {
    std::int64_t classes = 10, perClass = 1, channels = 1, side = 28;
    std::vector<std::int64_t> steps = {0, 1, 2, 8, 26, 78, 162, 335, 1000, 1500};

    [[nodiscard]] std::int64_t images() const { return classes * perClass; }
};

/// A project with one data set, "fashion-mnist", and distilled sets as the engine stores them,
/// written without the engine. Training sample i has class i % K; its pixels draw a figure of the
/// class. Image i of a distilled set begins as training sample i, of class i / perClass, and grows
/// noisier with the steps: value() says how.
class DistilProject {
public:
    explicit DistilProject(DistilShapeOf shape = {});

    [[nodiscard]] QString folder() const { return QString::fromStdString(m_path.string()); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const DistilShapeOf& shape() const { return m_shape; }

    /// What the job was told; any may be changed before addDistilled().
    [[nodiscard]] nlohmann::json fields() const;
    struct Parts {
        bool analysis = true, frozen = false;
        double accuracy = 0.85;
    };
    std::string addDistilled(const std::string& name, const nlohmann::json& fields, Parts parts);
    std::string addDistilled(const std::string& name);
    /// In the figures of the first set.
    void changeResult(const nlohmann::json& changes) const;
    /// Two networks on distilled, start and random images: distilled is better with LeNet-5, and
    /// ResNet-18 shows no difference.
    std::string addTransfer(const std::string& distilled);

    /// RBF and linear kernels on 10 to 1280 natural images, and one fit on a stored selection.
    std::string addKernelCurve();

    /// shown-, label- and support-<step>.npy in the work folder of a job.
    void writeLive(const std::string& job, std::int64_t step, bool keepsSupport = true) const;
    /// A distillation of the project that runs for as long as this lives, as the catalogue says it.
    class RunningJob {
    public:
        RunningJob(const std::filesystem::path& path, const nlohmann::json& fields);
        [[nodiscard]] const std::string& id() const { return m_lock.id(); }
        /// The process it runs as; at first this one.
        void setProcess(std::int64_t pid) const;
        void finish(store::JobState state, const std::string& message = {}) {
            m_lock.finish(state, message);
        }

    private:
        store::Project m_project;
        store::JobLock m_lock;
    };
    [[nodiscard]] RunningJob runJob() const;

    /// Of image i at a step, its k-th value of all channels and pixels, preprocessing undone.
    [[nodiscard]] double value(std::int64_t image, std::int64_t step, std::int64_t k) const;
    /// Entry of the label of image i for a class at a step.
    [[nodiscard]] double label(std::int64_t image, std::int64_t step, std::int64_t k) const;
    [[nodiscard]] std::int64_t classOf(std::int64_t image) const {
        return image / m_shape.perClass;
    }

private:
    void addDataset();
    [[nodiscard]] std::vector<float> shown(std::int64_t step) const;
    [[nodiscard]] std::vector<float> support(std::int64_t step) const;
    [[nodiscard]] std::vector<float> labels(std::int64_t step) const;
    /// result.json of a set whose last test accuracy is `accuracy`.
    [[nodiscard]] nlohmann::json result(double accuracy) const;
    void writeCurves(store::ArtifactDraft& made, double accuracy) const;
    void writeAnalysis(store::ArtifactDraft& made) const;

    QTemporaryDir m_dir;
    std::filesystem::path m_path;
    DistilShapeOf m_shape;
};

}  // namespace winnow::test
