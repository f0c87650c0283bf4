// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/cluster_words.h"

#include "ui/pages/interactions/kernel_facts.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"

#include <QCoreApplication>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct ClusterWords {
    Q_DECLARE_TR_FUNCTIONS(ClusterWords)
};

}  // namespace

QString clusterProvenance(const Session& session, const QString& id) {
    const store::ArtifactRow* row = session.artifact(id);
    if (row == nullptr) return {};
    const QJsonObject fields = specFields(row->spec);
    const KernelFacts kernel = kernelFacts(session, session.ancestor(id, Part::Kernel));
    const bool perClass = fields[QLatin1String("scope")].toString() != u"all";
    const bool cosine = fields[QLatin1String("normalise")].toString() == u"cosine";
    return ClusterWords::tr("%1 %2%3, %4")
        .arg(kernel.kind,
             perClass ? ClusterWords::tr("per class") : ClusterWords::tr("all classes together"),
             cosine ? ClusterWords::tr(", by cosine (not in the paper)") : QString(),
             kernel.provenance());
}

QString clusterDifference(const Session& session, const QString& first, const QString& second) {
    if (first == second) return ClusterWords::tr("A clustering beside itself.");
    const QString kernelA = session.ancestor(first, Part::Kernel),
                  kernelB = session.ancestor(second, Part::Kernel);
    const KernelFacts a = kernelFacts(session, kernelA), b = kernelFacts(session, kernelB);
    if (kernelA == kernelB) return ClusterWords::tr("Two clusterings of one kernel.");
    if (a.runId != b.runId)
        return a.kind == b.kind
                   ? ClusterWords::tr("The same kind of kernel of two trainings: %1 and %2.")
                         .arg(a.run, b.run)
                   : ClusterWords::tr("Kernels of two kinds, %1 and %2, and of two trainings.")
                         .arg(a.kind, b.kind);
    if (a.kind != b.kind)
        return ClusterWords::tr("Kernels of two kinds, %1 and %2, of one training.")
            .arg(a.kind, b.kind);
    if (a.checkpoint != b.checkpoint)
        return ClusterWords::tr("One training at two times: %1 and %2.")
            .arg(a.weightsText(), b.weightsText());
    return ClusterWords::tr("Two kernels of one kind and one training.");
}

}  // namespace winnow::ui
