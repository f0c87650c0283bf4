// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/export_plan.h"

#include "engine/store/error.h"
#include "ui/session/session.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace winnow::ui {
namespace {

using nlohmann::json;

constexpr double kBytesOfLine = 200;  // bytes of a line in a list or table, with its path
constexpr double kLabel = 8;          // bytes of a label
constexpr double kLink = 4096;        // bytes a link takes on disk

json factsOf(const store::Project& project, const std::string& id, const char* file) {
    std::ifstream in(project.path(id, file));
    json facts = json::parse(in, nullptr, false);
    if (!facts.is_object())
        throw badInput(id + "/" + file + " is damaged; import the data set again");
    return facts;
}

void addSource(const Session& session, ExportPlan& plan) {
    const store::Project& project = session.project();
    const std::string id = plan.dataset.toStdString();
    const json facts = factsOf(project, id, "dataset.json");
    plan.cameAs = QString::fromStdString(
        facts.value("source", json::object()).value("format", std::string("npz")));
    const store::Dataset* set = session.dataset();
    if (set != nullptr && set->id == id) {
        plan.pixelBytes = static_cast<double>(set->imageSize()) + kLabel;
        plan.test = set->test ? set->test->size() : 0;
    }
    if (!project.has(id, "sources.json")) return;
    const json sources = factsOf(project, id, "sources.json");
    plan.source = QString::fromStdString(sources.value("root", std::string()));
    const json files = sources.value("train", json::array());
    double bytes = 0;
    for (const json& file : files) bytes += file.value("bytes", 0.0);
    if (!files.empty()) plan.originalBytes = bytes / static_cast<double>(files.size());
}

}  // namespace

bool ExportPlan::writesOriginals(const QString& format) const {
    const bool folder = cameAs == u"folder" || cameAs == u"tiny-imagenet";
    return !source.isEmpty() && (format == u"folder" || (format == u"same" && folder));
}

double ExportPlan::bytes(const QString& format, const QString& files) const {
    const auto images = static_cast<double>(count + test);
    if (format == u"csv") return images * kBytesOfLine;
    if (!writesOriginals(format)) return images * pixelBytes;
    if (files == u"list") return images * kBytesOfLine;
    return images * (kBytesOfLine + (files == u"link" ? kLink : originalBytes));
}

ExportPlan planOf(const Session& session, const QString& selection) {
    const store::ArtifactRow* row = session.artifact(selection);
    if (row == nullptr || row->kind != "selection")
        throw badInput("the selection is no longer in the project; save it again");
    ExportPlan plan;
    plan.selection = selection;
    plan.dataset = session.ancestor(selection, Part::Dataset);
    if (plan.dataset.isEmpty())
        throw badInput("the data set of this selection is no longer in the project");
    const json summary = json::parse(row->summary, nullptr, false);
    if (summary.is_object())
        plan.count =
            summary.value("kept", std::int64_t{0}) + summary.value("validation", std::int64_t{0});
    addSource(session, plan);
    return plan;
}

ExportPlan planOf(const Session& session, const SampleSet& picked) {
    ExportPlan plan;
    plan.picked = picked;
    plan.count = picked.count();
    plan.dataset = session.chosen(Part::Dataset);
    if (plan.dataset.isEmpty() || picked.empty())
        throw badInput("nothing is selected; select samples first");
    addSource(session, plan);
    return plan;
}

}  // namespace winnow::ui
