// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"
#include "engine/models/device.h"
#include "engine/run/executor.h"
#include "engine/run/module.h"

#include <nlohmann/json.hpp>

/// The entries of winnow_compute.so (engine/run/module.h).
namespace winnow::run {
namespace {

template <typename Work>
void guarded(Ending& ending, Work&& work) noexcept {
    try {
        work();
    } catch (...) {
        ending = endingOfException();
    }
}

/// The first job of a person makes the project folder.
store::Project openFor(const std::filesystem::path& folder, const std::string& kind) {
    const bool makes = kind == "import" || kind == "demo";
    return makes ? store::Project::create(folder)
                 : store::Project::open(folder, store::Access::Write);
}

}  // namespace
}  // namespace winnow::run

extern "C" {

extern const int winnowModuleInterface;
const int winnowModuleInterface = winnow::run::kModuleInterface;

void winnowRunJob(const std::filesystem::path& folder,
                  const std::string& kind,
                  const nlohmann::json& fields,
                  const winnow::jobs::JobContext& context,
                  winnow::run::Ending& ending) {
    winnow::run::guarded(ending, [&] {
        auto project = winnow::run::openFor(folder, kind);
        auto outcome = winnow::run::runJob(project, kind, fields, context);
        ending.artifact = std::move(outcome.artifact);
        ending.summary = std::move(outcome.summary);
    });
}

void winnowCalc(const std::string& verb,
                const nlohmann::json& fields,
                const winnow::jobs::JobContext& context,
                winnow::run::Ending& ending) {
    winnow::run::guarded(ending, [&] {
        const auto& declaration = winnow::jobs::calcDeclaration(verb);
        auto values = winnow::jobs::validated(declaration, fields);
        if (declaration.computes) {
            namespace models = winnow::models;
            values["device"] =
                models::deviceName(models::chooseDevice(values.at("device").get<std::string>()));
            models::useThreads(values.at("threads").get<std::int64_t>());
        }
        ending.printed = winnow::run::calc(verb, values, context);
    });
}

void winnowServe(const std::filesystem::path& folder,
                 std::istream& requests,
                 std::ostream& answers,
                 const winnow::jobs::JobContext& context,
                 winnow::run::Ending& ending) {
    winnow::run::guarded(ending, [&] {
        auto project = winnow::store::Project::open(folder, winnow::store::Access::Read);
        winnow::run::serve(project, requests, answers, context);
    });
}

}  // extern "C"
