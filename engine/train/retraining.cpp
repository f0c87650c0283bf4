// SPDX-License-Identifier: Apache-2.0
#include "engine/train/retraining.h"

#include "engine/store/index.h"
#include "engine/store/rows.h"
#include "engine/train/evaluation.h"
#include "engine/train/fitter.h"

#include <limits>
#include <utility>

namespace winnow::train {

Retraining retrain(models::Model& model,
                   const ImageSource& source,
                   std::vector<std::int64_t> samples,
                   const ImageSource& test,
                   const TrainOptions& options,
                   const jobs::JobContext& job) {
    check(options);
    check(source);
    check(test);
    const auto pass = passOver(model, source);
    const auto testPass = passOver(model, test);
    Fitter fitter(model, *pass, source, options, std::move(samples));
    const std::vector<std::int64_t> all = allRows(test.size());

    Retraining result;
    result.accuracy.assign(at(options.epochs), std::numeric_limits<double>::quiet_NaN());
    try {
        for (std::int64_t epoch = 0; epoch < options.epochs; ++epoch) {
            fitter.fit(
                epoch, [](auto&&...) {}, job);
            const Outcome outcome = evaluate(*testPass, all, test.labels, {}, job);
            result.accuracy[at(epoch)] = train::accuracy(outcome, all, test.labels);
        }
    } catch (const Diverged&) {
        result.diverged = true;
    }
    return result;
}

}  // namespace winnow::train
