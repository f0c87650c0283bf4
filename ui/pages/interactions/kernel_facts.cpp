// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/kernel_facts.h"

#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct KernelFactsText {
    Q_DECLARE_TR_FUNCTIONS(KernelFacts)
};

QJsonObject object(const std::string& json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

}  // namespace

QString KernelFacts::scopeText() const {
    return perClass ? KernelFactsText::tr("pairs of one class") : KernelFactsText::tr("all pairs");
}

QString KernelFacts::provenance() const {
    const QString how =
        projection > 0
            ? KernelFactsText::tr("approximate, %1 numbers a gradient").arg(countText(projection))
            : KernelFactsText::tr("exact");
    const QString weights =
        lastEpoch ? KernelFactsText::tr("last epoch of %1") : KernelFactsText::tr("w* of %1");
    return how + QStringLiteral(", ") + weights.arg(run);
}

KernelFacts kernelFacts(const Session& session, const QString& id) {
    const store::ArtifactRow* row = session.artifact(id);
    KernelFacts facts;
    if (row == nullptr) return facts;
    const QJsonObject fields = object(row->spec)[QLatin1String("fields")].toObject();
    facts.id = id;
    facts.title = session.title(id);
    facts.kind = fields[QLatin1String("kind")].toString();
    facts.perClass = fields[QLatin1String("scope")].toString() == u"per-class";
    facts.threshold = fields[QLatin1String("threshold")].toDouble(facts.threshold);
    facts.unrelated = fields[QLatin1String("unrelated")].toDouble(facts.unrelated);
    facts.projection = fields[QLatin1String("projection")].toInteger();
    facts.lastEpoch = fields[QLatin1String("checkpoint")].toString() == u"last";
    facts.samples = object(row->summary)[QLatin1String("samples")].toInteger();
    facts.run = session.title(session.ancestor(id, Part::Run));
    return facts;
}

double positiveShare(const Session& session) {
    const auto shares = session.kernel().positiveShare.values();
    if (shares.empty()) return std::numeric_limits<double>::quiet_NaN();
    return std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
}

double kernelScale(const Session& session, std::int64_t a, std::int64_t b) {
    const KernelArrays& kernel = session.kernel();
    const auto first = kernel.rowOf(a), second = kernel.rowOf(b);
    if (kernel.id.isEmpty() || !first || !second) return std::numeric_limits<double>::quiet_NaN();
    return std::sqrt(static_cast<double>(kernel.diagonal[*first]) * kernel.diagonal[*second]);
}

}  // namespace winnow::ui
