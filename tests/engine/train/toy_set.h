// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/models/architecture.h"
#include "engine/store/random.h"
#include "engine/train/trainer.h"

#include <functional>
#include <string>

namespace winnow::test {

/// Images of one bright quadrant per class in noise: easy to tell apart, no two alike.
struct ToySet {
    std::int64_t side, classes;
    std::vector<std::uint8_t> pixels;
    std::vector<std::int64_t> labels;

    ToySet(std::int64_t perClass,
           std::int64_t imageSide,
           std::int64_t classCount,
           std::uint64_t seed)
        : side(imageSide), classes(classCount) {
        Random random(seed);
        for (std::int64_t i = 0; i < perClass * classCount; ++i) {
            const std::int64_t label = i % classCount;
            labels.push_back(label);
            for (std::int64_t y = 0; y < side; ++y)
                for (std::int64_t x = 0; x < side; ++x) {
                    const bool bright =
                        (y < side / 2) == (label / 2 == 0) && (x < side / 2) == (label % 2 == 0);
                    pixels.push_back(
                        static_cast<std::uint8_t>(random.below(100) + (bright ? 120 : 0)));
                }
        }
    }
    [[nodiscard]] train::ImageSource source() const {
        return {pixels, labels, 1, side, side, {0.35}, {0.25}};
    }
    [[nodiscard]] models::Architecture architecture(const std::string& kind) const {
        return models::buildArchitecture({.kind = kind,
                                          .channels = 1,
                                          .height = side,
                                          .width = side,
                                          .classes = classes,
                                          .baseWidth = kind == "resnet18" ? 4 : 0,
                                          .hidden = kind == "mlp" ? std::vector<std::int64_t>{16}
                                                                  : std::vector<std::int64_t>{}});
    }
};

/// Remembers metrics; `onProgress` may ask the job to stop.
class RecordingReporter final : public jobs::JobReporter {
public:
    struct Point {
        std::string name;
        std::int64_t step;
        double value;
    };
    std::vector<Point> metrics;
    std::function<void(std::string_view, std::int64_t)> onProgress;

    void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
        if (onProgress) onProgress(stage, done);
    }
    void metric(std::string_view name, std::int64_t step, double value) override {
        metrics.push_back({std::string(name), step, value});
    }
    void warning(std::string_view) override {}
    void note(std::string_view) override {}
    void artifact(std::string_view, std::string_view) override {}
};

}  // namespace winnow::test
