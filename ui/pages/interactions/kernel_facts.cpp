// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/kernel_facts.h"

#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <cmath>
#include <numeric>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct KernelFactsText {
    Q_DECLARE_TR_FUNCTIONS(KernelFacts)
};

}  // namespace

QString KernelFacts::scopeText() const {
    return perClass ? KernelFactsText::tr("pairs of one class") : KernelFactsText::tr("all pairs");
}

QString KernelFacts::weightsText() const {
    if (checkpoint == u"last") return KernelFactsText::tr("last epoch of %1").arg(run);
    if (checkpoint.startsWith(u"epoch-"))
        return KernelFactsText::tr("epoch %1 of %2").arg(checkpoint.section(u'-', 1), run);
    return KernelFactsText::tr("w* of %1").arg(run);
}

QString KernelFacts::provenance() const {
    const QString how =
        projection > 0
            ? KernelFactsText::tr("approximate, %1 numbers a gradient").arg(countText(projection))
            : KernelFactsText::tr("exact");
    return how + QStringLiteral(", ") + weightsText();
}

KernelFacts kernelFacts(const Session& session, const QString& id) {
    const store::ArtifactRow* row = session.artifact(id);
    KernelFacts facts;
    if (row == nullptr) return facts;
    const QJsonObject fields = specFields(row->spec);
    facts.id = id;
    facts.title = session.title(id);
    facts.kind = fields[QLatin1String("kind")].toString();
    facts.perClass = fields[QLatin1String("scope")].toString() == u"per-class";
    facts.threshold = fields[QLatin1String("threshold")].toDouble(facts.threshold);
    facts.unrelated = fields[QLatin1String("unrelated")].toDouble(facts.unrelated);
    facts.projection = fields[QLatin1String("projection")].toInteger();
    facts.checkpoint = fields[QLatin1String("checkpoint")].toString(facts.checkpoint);
    facts.samples = jsonObject(row->summary)[QLatin1String("samples")].toInteger();
    facts.runId = session.ancestor(id, Part::Run);
    facts.run = session.title(facts.runId);
    if (const store::ArtifactRow* run = session.artifact(facts.runId)) {
        const QJsonObject training = specFields(run->spec);
        const qint64 every = training[QLatin1String("snapshots")].toInteger();
        if (every > 0) facts.snapshots = training[QLatin1String("epochs")].toInteger() / every;
    }
    return facts;
}

double positiveShare(const Session& session) {
    const auto shares = session.kernel().positiveShare.values();
    if (shares.empty()) return kNotDefined;
    return std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
}

double kernelScale(const Session& session, std::int64_t a, std::int64_t b) {
    const KernelArrays& kernel = session.kernel();
    const auto first = kernel.rowOf(a), second = kernel.rowOf(b);
    if (kernel.id.isEmpty() || !first || !second) return kNotDefined;
    return std::sqrt(static_cast<double>(kernel.diagonal[*first]) * kernel.diagonal[*second]);
}

}  // namespace winnow::ui
