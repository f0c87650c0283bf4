// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/export_dialog.h"

#include "engine/jobs/export_formats.h"
#include "ui/pages/distil/distilled.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QComboBox>
#include <QJsonObject>
#include <QPushButton>

namespace winnow::ui {
namespace {

QString distilFormatTitle(const QString& format) {
    if (format == u"npz") return DistilExportDialog::tr("NumPy archive (npz)");
    if (format == u"png") return DistilExportDialog::tr("One sheet (png)");
    if (format == u"folder") return DistilExportDialog::tr("Folder of images");
    if (format == u"torch") return DistilExportDialog::tr("PyTorch (pt)");
    return format;
}

}  // namespace

DistilExportDialog::DistilExportDialog(const PageContext& context,
                                       const Distilled& distilled,
                                       std::int64_t step,
                                       QWidget* parent)
    : FolderExportDialog(context, parent), m_id(distilled.id), m_step(new QComboBox(this)) {
    m_step->setAccessibleName(tr("Step"));
    addField(Place::AboveFolder, tr("Step"), m_step);
    setNote(
        tr("Labels, preprocessing and the recipe go along: without them a network that learns "
           "from these images hardly learns at all."));
    fill(distilled, step);
    check();
}

void DistilExportDialog::fill(const Distilled& distilled, std::int64_t step) {
    const Session& session = *context().session;
    const DistilShape& shape = distilled.images->shape;
    m_images = shape.images;
    m_bytes = 4.0 * static_cast<double>(shape.images) *
              (2.0 * static_cast<double>(shape.imageSize()) + static_cast<double>(shape.classes));
    QList<QPair<QString, QString>> formats;
    for (const std::string& choice : jobs::distilledFormats()) {
        const QString format = QString::fromStdString(choice);
        formats << qMakePair(distilFormatTitle(format), format);
    }
    setFormats(formats, formats.first().second);
    for (const DistilCheckpoint& each : distilled.images->checkpoints)
        m_step->addItem(countText(each.step), QVariant::fromValue(qint64{each.step}));
    m_step->setCurrentIndex(std::max(0, m_step->findData(QVariant::fromValue(qint64{step}))));
    setWindowTitle(tr("Export %1 of %2").arg(imagesText(m_images), session.title(m_id)));
    exportButton()->setText(tr("Export %1").arg(countText(m_images)));
    suggestFolder(session.title(m_id));
}

QString DistilExportDialog::formatHelp(const QString& format) const {
    if (format == u"npz")
        return tr(
            "Images and labels, exact (float32), with a loader that preprocesses other images the "
            "same way.");
    if (format == u"png")
        return tr(
            "All images on one sheet, for looking at: preprocessing undone, clipped, rounded to "
            "8 bits.");
    if (format == u"folder")
        return tr(
            "A PNG per image in a folder per class, clipped and rounded to 8 bits, and the labels "
            "as a table.");
    if (format == u"torch")
        return tr(
            "A dict of tensors for torch.load, exact (float32), with a loader that preprocesses "
            "other images the same way.");
    return {};
}

FolderExportDialog::Need DistilExportDialog::need() const {
    return {m_bytes, tr("at most, from the sizes of the arrays"), {}};
}

void DistilExportDialog::begin() {
    run(QStringLiteral("export"),
        {{QStringLiteral("distilled"), m_id},
         {QStringLiteral("checkpoint"), m_step->currentData().toLongLong()},
         {QStringLiteral("to"), target()},
         {QStringLiteral("format"), format()}});
}

void DistilExportDialog::jobDone(const Job&) {
    finish(tr("Wrote %1 to %2.").arg(imagesText(m_images), target()));
}

}  // namespace winnow::ui
