// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/export_dialog.h"

#include "engine/jobs/declaration.h"
#include "engine/jobs/export_formats.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "ui/engine/job_queue.h"
#include "ui/pages/prune/export_target.h"
#include "ui/pages/prune/stored_selection.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/window_style.h"
#include "ui/widgets/cost_card.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/segments.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QUrl>

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

QString formatHelp(const QString& format) {
    if (format == u"same")
        return ExportDialog::tr(
            "Files as those that were imported; a NumPy archive where that "
            "cannot be.");
    if (format == u"npz") return ExportDialog::tr("dataset.npz with images, labels and numbers.");
    if (format == u"folder") return ExportDialog::tr("train and test, one folder per class.");
    if (format == u"csv") return ExportDialog::tr("Numbers, stages and scores; no images.");
    return QString::fromStdString(exportField("format").help);
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

QLabel* labelOf(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("secondary"));
    return label;
}

}  // namespace

ExportDialog::ExportDialog(const PageContext& context, QWidget* parent)
    : QDialog(parent),
      m_context(context),
      m_format(new QComboBox(this)),
      m_formatHelp(new QLabel(this)),
      m_files(new Segments(fileTitles(), this)),
      m_filesLabel(labelOf(tr("Files"), this)),
      m_name(new QLineEdit(this)),
      m_nameLabel(labelOf(tr("Name"), this)),
      m_folder(new QLineEdit(this)),
      m_choose(new QPushButton(tr("Choose…"), this)),
      m_sentence(new QLabel(this)),
      m_note(new QLabel(this)),
      m_cost(new CostCard(this)),
      m_progress(new ProgressLine(this)),
      m_message(new MessageCard(this)),
      m_close(new QPushButton(tr("Cancel"), this)),
      m_export(new QPushButton(this)) {
    build();
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::check);
    connect(m_files, &Segments::currentChanged, this, &ExportDialog::check);
    connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::check);
    connect(m_choose, &QPushButton::clicked, this, &ExportDialog::choose);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::start);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_context.jobs, &JobQueue::jobChanged, this, &ExportDialog::progress);
    connect(m_context.jobs, &JobQueue::jobEnded, this, &ExportDialog::ended);
    connect(m_message, &MessageCard::actionRequested, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_target));
    });
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

void ExportDialog::build() {
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(scaled(size::kPanelPadding));
    form->setVerticalSpacing(scaled(size::kSpace));
    form->setLabelAlignment(Qt::AlignLeft);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_formatHelp->setProperty("role", QStringLiteral("caption"));
    m_formatHelp->setWordWrap(true);
    m_files->setToolTip(QString::fromStdString(exportField("files").help));
    m_sentence->setProperty("role", QStringLiteral("danger"));
    m_sentence->setWordWrap(true);
    m_note->setProperty("role", QStringLiteral("caption"));
    m_note->setWordWrap(true);
    m_format->setAccessibleName(tr("Format"));
    m_folder->setAccessibleName(tr("Folder"));
    m_name->setAccessibleName(tr("Name of the selection"));
    auto* place = new QHBoxLayout;
    place->setSpacing(scaled(size::kSpace));
    place->addWidget(m_folder, 1);
    place->addWidget(m_choose);
    form->addRow(m_nameLabel, m_name);
    form->addRow(labelOf(tr("Format"), this), m_format);
    form->addRow(QString(), m_formatHelp);
    form->addRow(m_filesLabel, m_files);
    form->addRow(labelOf(tr("Folder"), this), place);
    form->addRow(QString(), m_sentence);
    column->addLayout(form);
    column->addWidget(m_note);
    column->addWidget(m_cost);
    column->addWidget(m_progress);
    column->addWidget(m_message);
    column->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(size::kSpace));
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_export);
    column->addLayout(buttons);
    setVariant(m_export, "kind", QStringLiteral("primary"));
    m_export->setIcon(icon(Icon::Export, &Theme::onAccent));
    m_export->setDefault(true);
    m_progress->hide();
    m_message->hide();
    setMinimumWidth(scaled(520));
}

/// A plan that cannot be made leaves its sentence and no button to press.
void ExportDialog::plan(const std::function<ExportPlan()>& make) {
    try {
        m_plan = make();
    } catch (const Error& error) {
        setWindowTitle(tr("Export"));
        m_export->setText(tr("Export"));
        fail(sentenceText(QString::fromUtf8(error.what())));
        m_export->setEnabled(false);
        return;
    }
    const Session& session = *m_context.session;
    const QString name =
        m_plan.picked
            ? freeSelectionName(session, QStringLiteral("picked-%1").arg(qint64{m_plan.count}))
            : session.title(m_plan.selection);
    m_name->setText(name);
    m_nameLabel->setVisible(m_plan.picked.has_value());
    m_name->setVisible(m_plan.picked.has_value());
    setWindowTitle(tr("Export %1").arg(samplesText(m_plan.count)));
    m_export->setText(tr("Export %1").arg(countText(m_plan.count)));
    m_note->setText((m_plan.test > 0
                         ? tr("The %1 test images go along whole. ").arg(countText(m_plan.test))
                         : QString()) +
                    tr("The folder tells in winnow.json what made it. The source of the data is "
                       "only read."));
    fillFormats();
    const QString beside = QFileInfo(session.folder()).absolutePath();
    m_folder->setText(QDir(beside).filePath(session.name() + u'-' + name));
    check();
}

void ExportDialog::fillFormats() {
    const QSignalBlocker blocker(m_format);
    const jobs::Field& field = exportField("format");
    for (const std::string& choice : jobs::selectionFormats()) {
        const QString format = QString::fromStdString(choice);
        m_format->addItem(formatTitle(format, m_plan.cameAs), format);
    }
    m_format->setCurrentIndex(m_format->findData(QString::fromStdString(field.defaultValue)));
}

QString ExportDialog::fileMode() const {
    return QString::fromStdString(
        exportField("files").choices[static_cast<std::size_t>(m_files->currentIndex())]);
}

void ExportDialog::choose() {
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Export to"), QFileInfo(m_folder->text()).path());
    if (!folder.isEmpty()) m_folder->setText(folder);
}

QString ExportDialog::folderSentence() const { return m_sentence->text(); }

void ExportDialog::check() {
    if (m_job != 0 || m_done) return;
    const QString format = m_format->currentData().toString();
    const bool originals = m_plan.writesOriginals(format);
    m_formatHelp->setText(formatHelp(format));
    m_files->setVisible(originals);
    m_filesLabel->setVisible(originals);
    const double need = m_plan.bytes(format, originals ? fileMode() : QString());
    const ExportTarget target =
        exportTarget(m_folder->text(), m_context.session->folder(), m_plan.source, need);
    m_sentence->setText(target.sentence);
    m_sentence->setVisible(!target.sentence.isEmpty());
    setVariant(
        m_folder, "state", target.sentence.isEmpty() ? QString() : QStringLiteral("invalid"));
    JobCost cost;
    cost.title = tr("Cost of this export");
    cost.diskBytes = need;
    cost.diskFreeBytes = target.freeBytes;
    cost.measured = tr("at most, from the sizes of the images");
    m_cost->setCost(cost);
    m_export->setEnabled(target.sentence.isEmpty());
    m_export->setToolTip(target.sentence);
    m_target = target.folder;
}

void ExportDialog::setRunning(bool running) {
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_format, m_files, m_name, m_folder, m_choose, m_export})
        field->setEnabled(!running);
    m_progress->setVisible(running);
    m_close->setText(running ? tr("Close") : tr("Cancel"));
}

void ExportDialog::start() {
    m_message->hide();
    const QString trouble = m_context.jobs->engineTrouble();
    if (!trouble.isEmpty()) return fail(trouble);
    if (m_plan.selection.isEmpty())
        startSelection();
    else
        startExport();
    if (m_job != 0) setRunning(true);
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
        m_job = m_context.jobs->start({QStringLiteral("select"), jsonText(fields)});
    } catch (const Error& error) {
        fail(sentenceText(QString::fromUtf8(error.what())));
    }
}

void ExportDialog::startExport() {
    const QString format = m_format->currentData().toString();
    QJsonObject fields{{QStringLiteral("selection"), m_plan.selection},
                       {QStringLiteral("to"), m_target},
                       {QStringLiteral("format"), format}};
    if (m_plan.writesOriginals(format)) fields[QStringLiteral("files")] = fileMode();
    m_selecting = false;
    m_job = m_context.jobs->start({QStringLiteral("export"), jsonText(fields)});
}

void ExportDialog::progress(int number) {
    const Job* job = number == m_job ? m_context.jobs->job(number) : nullptr;
    if (job == nullptr || !isPresent(job->state)) return;
    const double share = jobShare(*job);
    m_progress->setStage(job->stage.isEmpty() ? tr("Export") : job->stage);
    m_progress->setProgress(
        ProgressState::Running, share, progressText(share, job->secondsLeft.value_or(-1)));
}

void ExportDialog::ended(int number) {
    if (number != m_job) return;
    const Job* job = m_context.jobs->job(number);
    if (job == nullptr) return;
    m_job = 0;
    if (job->state != JobState::Done) {
        setRunning(false);
        check();
        return fail(job->sentence.isEmpty() ? tr("The export was stopped.") : job->sentence);
    }
    if (!m_selecting) return finish(job->summary);
    m_plan.selection = job->artifact;
    m_ids.reset();
    startExport();
}

void ExportDialog::fail(const QString& sentence) {
    m_message->showMessage(MessageCard::Kind::Error, sentence);
}

void ExportDialog::finish(const QByteArray& summary) {
    const QJsonObject figures = QJsonDocument::fromJson(summary).object();
    m_done = true;
    setRunning(false);
    m_close->setText(tr("Close"));
    m_close->setFocus();
    m_export->setEnabled(false);
    m_cost->hide();
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_format, m_files, m_name, m_folder, m_choose})
        field->setEnabled(false);
    m_message->showMessage(MessageCard::Kind::Info,
                           tr("Wrote %1 training and %2 test images to %3.")
                               .arg(countText(figures[QLatin1String("train")].toInteger()),
                                    countText(figures[QLatin1String("test")].toInteger()),
                                    m_target),
                           tr("Open folder"));
}

}  // namespace winnow::ui
