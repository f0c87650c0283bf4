// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/export_dialog.h"

#include "engine/jobs/declaration.h"
#include "engine/jobs/export_formats.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "ui/pages/prune/stored_selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/segments.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

#include <algorithm>

namespace winnow::ui {
namespace {

const jobs::Field& exportField(const char* name) {
    const auto& fields = jobs::declaration("export").fields;
    return *std::ranges::find(fields, std::string(name), &jobs::Field::name);
}

QString formatTitle(const QString& format, const QString& cameAs) {
    if (format == u"same" && cameAs == u"builtin") return ExportDialog::tr("As it came");
    if (format == u"same") return ExportDialog::tr("As it came (%1)").arg(cameAs);
    if (format == u"npz") return ExportDialog::tr("NumPy archive (npz)");
    if (format == u"folder") return ExportDialog::tr("Folder of images");
    if (format == u"csv") return ExportDialog::tr("Table (csv)");
    return format;
}

QString filesTitle(const QString& mode) {
    if (mode == u"copy") return ExportDialog::tr("Copy");
    if (mode == u"link") return ExportDialog::tr("Link");
    if (mode == u"list") return ExportDialog::tr("List");
    return mode;
}

QStringList fileTitles() {
    QStringList titles;
    for (const std::string& mode : exportField("files").choices)
        titles << filesTitle(QString::fromStdString(mode));
    return titles;
}

}  // namespace

ExportDialog::ExportDialog(const PageContext& context, QWidget* parent)
    : FolderExportDialog(context, parent),
      m_files(new Segments(fileTitles(), this)),
      m_name(new QLineEdit(this)) {
    m_files->setToolTip(QString::fromStdString(exportField("files").help));
    m_name->setAccessibleName(tr("Name of the selection"));
    addField(Place::First, tr("Name"), m_name);
    addField(Place::AboveFolder, tr("Files"), m_files);
    connect(m_files, &Segments::currentChanged, this, &ExportDialog::check);
}

ExportDialog::ExportDialog(const PageContext& context, const QString& selectionId, QWidget* parent)
    : ExportDialog(context, parent) {
    plan([&] { return planOf(*context.session, selectionId); });
}

ExportDialog::ExportDialog(const PageContext& context, const SampleSet& picked, QWidget* parent)
    : ExportDialog(context, parent) {
    plan([&] { return planOf(*context.session, picked); });
}

ExportDialog::~ExportDialog() = default;

/// A plan that cannot be made leaves its sentence and no button to press.
void ExportDialog::plan(const std::function<ExportPlan()>& make) {
    try {
        m_plan = make();
    } catch (const Error& error) {
        setWindowTitle(tr("Export"));
        exportButton()->setText(tr("Export"));
        fail(sentenceText(QString::fromUtf8(error.what())));
        exportButton()->setEnabled(false);
        return;
    }
    const Session& session = *context().session;
    const QString name =
        m_plan.picked
            ? freeSelectionName(session, QStringLiteral("picked-%1").arg(qint64{m_plan.count}))
            : session.title(m_plan.selection);
    m_name->setText(name);
    showField(m_name, m_plan.picked.has_value());
    setWindowTitle(tr("Export %1").arg(samplesText(m_plan.count)));
    exportButton()->setText(tr("Export %1").arg(countText(m_plan.count)));
    setNote((m_plan.test > 0 ? tr("The %1 test images go along whole. ").arg(countText(m_plan.test))
                             : QString()) +
            tr("The folder tells in winnow.json what made it. The source of the data is only "
               "read."));
    offerFormats();
    suggestFolder(name);
    check();
}

void ExportDialog::offerFormats() {
    QList<QPair<QString, QString>> formats;
    for (const std::string& choice : jobs::selectionFormats()) {
        const QString format = QString::fromStdString(choice);
        formats << qMakePair(formatTitle(format, m_plan.cameAs), format);
    }
    setFormats(formats, QString::fromStdString(exportField("format").defaultValue));
}

QString ExportDialog::formatHelp(const QString& format) const {
    if (format == u"same")
        return tr(
            "Files as those that were imported; a NumPy archive where that "
            "cannot be.");
    if (format == u"npz") return tr("dataset.npz with images, labels and numbers.");
    if (format == u"folder") return tr("train and test, one folder per class.");
    if (format == u"csv") return tr("Numbers, stages and scores; no images.");
    return QString::fromStdString(exportField("format").help);
}

QString ExportDialog::fileMode() const {
    return QString::fromStdString(
        exportField("files").choices[static_cast<std::size_t>(m_files->currentIndex())]);
}

FolderExportDialog::Need ExportDialog::need() const {
    const bool originals = m_plan.writesOriginals(format());
    return {m_plan.bytes(format(), originals ? fileMode() : QString()),
            tr("at most, from the sizes of the images"),
            m_plan.source};
}

void ExportDialog::check() {
    showField(m_files, m_plan.writesOriginals(format()));
    FolderExportDialog::check();
}

void ExportDialog::begin() {
    if (m_plan.selection.isEmpty())
        startSelection();
    else
        startExport();
}

/// The ids go by a file: a job's fields are no place for sixty thousand numbers.
void ExportDialog::startSelection() {
    try {
        m_ids = std::make_unique<QTemporaryDir>();
        const QString file = m_ids->filePath(QStringLiteral("ids.npy"));
        const std::vector<std::int64_t> ids = m_plan.picked->ids();
        store::writeNpy<std::int64_t>(file.toStdString(), ids, {std::ssize(ids)});
        const QJsonObject fields{{QStringLiteral("method"), QStringLiteral("ids")},
                                 {QStringLiteral("dataset"), m_plan.dataset},
                                 {QStringLiteral("ids"), file},
                                 {QStringLiteral("name"), m_name->text().trimmed()}};
        m_selecting = true;
        run(QStringLiteral("select"), fields);
    } catch (const Error& error) {
        fail(sentenceText(QString::fromUtf8(error.what())));
    }
}

void ExportDialog::startExport() {
    QJsonObject fields{{QStringLiteral("selection"), m_plan.selection},
                       {QStringLiteral("to"), target()},
                       {QStringLiteral("format"), format()}};
    if (m_plan.writesOriginals(format())) fields[QStringLiteral("files")] = fileMode();
    m_selecting = false;
    run(QStringLiteral("export"), fields);
}

void ExportDialog::jobDone(const Job& job) {
    if (m_selecting) {
        m_plan.selection = job.artifact;
        m_ids.reset();
        return startExport();
    }
    const QJsonObject figures = QJsonDocument::fromJson(job.summary).object();
    finish(tr("Wrote %1 training and %2 test images to %3.")
               .arg(countText(figures[QLatin1String("train")].toInteger()),
                    countText(figures[QLatin1String("test")].toInteger()),
                    target()));
}

}  // namespace winnow::ui
