// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/made_by.h"

#include "ui/session/json_text.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct MadeByText {
    Q_DECLARE_TR_FUNCTIONS(MadeBy)
};

QString dateOf(const store::ArtifactRow& row) {
    return QString::fromStdString(row.created).left(10);
}

QString kernelWords(const QJsonObject& fields) {
    const QString kind = fields[QLatin1String("kind")].toString();
    QString name = kind;
    if (kind == QLatin1String("lpntk")) name = QStringLiteral("lpNTK");
    if (kind == QLatin1String("pntk")) name = QStringLiteral("pNTK");
    const QString scope = fields[QLatin1String("scope")].toString() == QLatin1String("per-class")
                              ? MadeByText::tr("per class")
                              : MadeByText::tr("all classes");
    const int projection = fields[QLatin1String("projection")].toInt();
    const QString precision =
        projection > 0
            ? MadeByText::tr("approximate, %1 numbers a gradient").arg(countText(projection))
            : MadeByText::tr("exact");
    return QStringLiteral("%1, %2, %3").arg(name, scope, precision);
}

}  // namespace

QString madeBy(const Session& session, Part part) {
    const QString id = session.chosen(part);
    const store::ArtifactRow* row = session.artifact(id);
    if (row == nullptr) return {};
    const QString named =
        row->name.empty() ? id
                          : QStringLiteral("%1 (%2)").arg(id, QString::fromStdString(row->name));
    if (part == Part::Cluster || part == Part::Dataset)
        return QStringLiteral("%1, %2").arg(named, dateOf(*row));
    return MadeByText::tr("%1, seed %2, %3").arg(named).arg(row->seed).arg(dateOf(*row));
}

QString weightsText(const Session& session) {
    const store::ArtifactRow* row = session.artifact(session.chosen(Part::Run));
    if (row == nullptr) return {};
    const QJsonObject summary = jsonObject(row->summary);
    const int epoch = summary[QLatin1String("best_epoch")].toInt();
    return epoch > 0 ? MadeByText::tr("w* (epoch %1)").arg(epoch) : QStringLiteral("w*");
}

QString provenanceText(const Session& session) {
    QStringList lines;
    if (const store::ArtifactRow* kernel = session.artifact(session.chosen(Part::Kernel)))
        lines += MadeByText::tr("%1: %2.").arg(kernelWords(specFields(kernel->spec)),
                                               madeBy(session, Part::Kernel));
    if (const store::ArtifactRow* run = session.artifact(session.chosen(Part::Run))) {
        const QString model = specFields(run->spec)[QLatin1String("model")].toString();
        lines += MadeByText::tr("%1, %2: %3.")
                     .arg(model, weightsText(session), madeBy(session, Part::Run));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace winnow::ui
