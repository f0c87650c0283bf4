// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_facts.h"

#include "engine/jobs/declaration.h"
#include "engine/store/error.h"
#include "ui/engine/job.h"
#include "ui/pages/train/record_table.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <nlohmann/json.hpp>

namespace winnow::ui {
namespace {

using nlohmann::json;

/// The context of this file's words.
struct RunFactsText {
    Q_DECLARE_TR_FUNCTIONS(RunFacts)
};

/// Names of the rows, in the order of valuesOf().
QStringList factNames() {
    return {RunFactsText::tr("Validation, %"),
            RunFactsText::tr("Test, %"),
            RunFactsText::tr("Best epoch, w*"),
            RunFactsText::tr("Forgetting events"),
            RunFactsText::tr("Samples forgotten"),
            RunFactsText::tr("Never learned"),
            RunFactsText::tr("Network"),
            RunFactsText::tr("Epochs"),
            RunFactsText::tr("Seed"),
            RunFactsText::tr("Optimiser"),
            RunFactsText::tr("Learning rate"),
            RunFactsText::tr("Schedule"),
            RunFactsText::tr("Weight decay"),
            RunFactsText::tr("Batch, samples"),
            RunFactsText::tr("Held out, %"),
            RunFactsText::tr("Losses recorded"),
            RunFactsText::tr("Time")};
}

double numberOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : kNotDefined;
}

QString textOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string()
               ? QString::fromStdString(found->get<std::string>())
               : QString();
}

QString optimiserText(const json& fields) {
    const QString kind = textOf(fields, "optimizer");
    if (kind == u"sgd")
        return RunFactsText::tr("SGD, momentum %1")
            .arg(shortNumberText(numberOf(fields, "momentum")));
    if (kind == u"adam") return QStringLiteral("Adam");
    if (kind == u"adamw") return QStringLiteral("AdamW");
    return kind;
}

QString scheduleText(const json& fields) {
    const QString kind = textOf(fields, "schedule");
    if (kind == u"step")
        return RunFactsText::tr("×%1 each %2")
            .arg(shortNumberText(numberOf(fields, "step-factor")),
                 shortNumberText(numberOf(fields, "step-every")));
    if (kind == u"cosine") return RunFactsText::tr("cosine");
    if (kind == u"constant") return RunFactsText::tr("constant");
    return kind;
}

QString recordsText(const json& fields) {
    const QString kind = textOf(fields, "records");
    if (kind == u"training-pass") return RunFactsText::tr("before each step");
    if (kind == u"evaluation-pass") return RunFactsText::tr("after each epoch");
    return kind;
}

QString countOf(const json& object, const char* key) {
    const double value = numberOf(object, key);
    return std::isnan(value) ? numberText(value, 0) : countText(static_cast<qint64>(value));
}

QStringList valuesOf(const json& fields, const json& results, std::int64_t seed, double seconds) {
    return {numberText(100 * numberOf(results, "validation_accuracy"), 1),
            numberText(100 * numberOf(results, "test_accuracy"), 1),
            countOf(results, "best_epoch"),
            countOf(results, "forgetting_events"),
            countOf(results, "forgotten_samples"),
            countOf(results, "never_learned"),
            networkText(textOf(fields, "model")),
            countOf(fields, "epochs"),
            QString::number(seed),
            optimiserText(fields),
            shortNumberText(numberOf(fields, "lr")),
            scheduleText(fields),
            shortNumberText(numberOf(fields, "weight-decay")),
            countOf(fields, "batch"),
            shortNumberText(100 * numberOf(fields, "validation")),
            recordsText(fields),
            std::isnan(seconds) ? numberText(kNotDefined, 0) : durationText(seconds)};
}

RunFacts factsOf(const json& fields, const json& results, std::int64_t seed, double seconds) {
    RunFacts facts;
    const auto whole = [](double value) { return std::isnan(value) ? 0 : static_cast<int>(value); };
    facts.epochs = whole(numberOf(fields, "epochs"));
    facts.bestEpoch = whole(numberOf(results, "best_epoch"));
    facts.heldOutAccuracy = numberOf(results, "validation_accuracy");
    facts.testAccuracy = numberOf(results, "test_accuracy");
    facts.values = valuesOf(fields, results, seed, seconds);
    facts.inWords = RunFactsText::tr("%1, seed %2, %3 epochs")
                        .arg(networkText(textOf(fields, "model")),
                             QString::number(seed),
                             countText(facts.epochs));
    return facts;
}

}  // namespace

RunFacts runFacts(const store::ArtifactRow& run) {
    const json spec = json::parse(run.spec, nullptr, false);
    const json results = json::parse(run.summary, nullptr, false);
    const json fields = spec.is_object() && spec.contains("fields") ? spec["fields"] : json();
    return factsOf(fields.is_object() ? fields : json::object(),
                   results.is_object() ? results : json::object(),
                   run.seed,
                   run.seconds);
}

RunFacts runFacts(const Job& job) {
    json fields = json::parse(job.request.fields.toStdString(), nullptr, false);
    try {
        fields = jobs::validated(jobs::declaration("train"), fields);
    } catch (const Error&) {
        // The engine refuses such a job with a sentence; until then what can be read is shown.
    }
    if (!fields.is_object()) fields = json::object();
    const double seed = numberOf(fields, "seed");
    return factsOf(fields,
                   json::object(),
                   std::isnan(seed) ? 0 : static_cast<std::int64_t>(seed),
                   kNotDefined);
}

void RunFactsModel::setRuns(const QString& shownName,
                            const std::optional<RunFacts>& shown,
                            const QString& otherName,
                            const std::optional<RunFacts>& other) {
    const auto values = [](const std::optional<RunFacts>& facts) {
        return facts ? facts->values : QStringList();
    };
    if (m_shownName == shownName && m_otherName == otherName && values(m_shown) == values(shown) &&
        values(m_other) == values(other))
        return;
    beginResetModel();
    m_shownName = shownName;
    m_shown = shown;
    m_otherName = otherName;
    m_other = other;
    endResetModel();
}

int RunFactsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_shown ? 0 : static_cast<int>(m_shown->values.size());
}

int RunFactsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_other ? 3 : 2;
}

QVariant RunFactsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int row = index.row();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            if (index.column() == Fact) return factNames()[row];
            return index.column() == Shown ? m_shown->values[row] : m_other->values[row];
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter |
                            (index.column() == Fact ? Qt::AlignLeft : Qt::AlignRight));
        case RecordToneRole: {
            const bool differs = !m_other || m_shown->values[row] != m_other->values[row];
            return index.column() == Fact || !differs ? QuietTone : PlainTone;
        }
        default:
            return {};
    }
}

QVariant RunFactsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (section == Fact ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    return section == Fact    ? RunFactsText::tr("Setting or result")
           : section == Shown ? m_shownName
                              : m_otherName;
}

}  // namespace winnow::ui
