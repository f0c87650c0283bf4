// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/export_dialog.h"

#include "engine/jobs/export_formats.h"
#include "ui/engine/job_queue.h"
#include "ui/pages/distil/distilled.h"
#include "ui/pages/prune/export_target.h"
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
#include "ui/widgets/role_label.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>

namespace winnow::ui {
namespace {

QString distilFormatTitle(const QString& format) {
    if (format == u"npz") return DistilExportDialog::tr("NumPy archive (npz)");
    if (format == u"png") return DistilExportDialog::tr("One sheet (png)");
    if (format == u"folder") return DistilExportDialog::tr("Folder of images");
    if (format == u"torch") return DistilExportDialog::tr("PyTorch (pt)");
    return format;
}

QString distilFormatHelp(const QString& format) {
    if (format == u"npz")
        return DistilExportDialog::tr(
            "Images and labels, exact (float32), with a loader that preprocesses other images the "
            "same way.");
    if (format == u"png")
        return DistilExportDialog::tr(
            "All images on one sheet, for looking at: preprocessing undone, clipped, rounded to "
            "8 bits.");
    if (format == u"folder")
        return DistilExportDialog::tr(
            "A PNG per image in a folder per class, clipped and rounded to 8 bits, and the labels "
            "as a table.");
    if (format == u"torch")
        return DistilExportDialog::tr(
            "A dict of tensors for torch.load, exact (float32), with a loader that preprocesses "
            "other "
            "images the same way.");
    return {};
}

}  // namespace

DistilExportDialog::DistilExportDialog(const PageContext& context,
                                       const Distilled& distilled,
                                       std::int64_t step,
                                       QWidget* parent)
    : QDialog(parent),
      m_context(context),
      m_id(distilled.id),
      m_format(new QComboBox(this)),
      m_formatHelp(makeParagraph({}, "caption", this)),
      m_step(new QComboBox(this)),
      m_folder(new QLineEdit(this)),
      m_choose(new QPushButton(tr("Choose…"), this)),
      m_sentence(makeParagraph({}, "danger", this)),
      m_cost(new CostCard(this)),
      m_progress(new ProgressLine(this)),
      m_message(new MessageCard(this)),
      m_close(new QPushButton(tr("Cancel"), this)),
      m_export(new QPushButton(this)) {
    build();
    fill(distilled, step);
    connect(m_format, &QComboBox::currentIndexChanged, this, &DistilExportDialog::check);
    connect(m_folder, &QLineEdit::textChanged, this, &DistilExportDialog::check);
    connect(m_choose, &QPushButton::clicked, this, &DistilExportDialog::choose);
    connect(m_export, &QPushButton::clicked, this, &DistilExportDialog::start);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_context.jobs, &JobQueue::jobChanged, this, &DistilExportDialog::progress);
    connect(m_context.jobs, &JobQueue::jobEnded, this, &DistilExportDialog::ended);
    connect(m_message, &MessageCard::actionRequested, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_target));
    });
    check();
}

void DistilExportDialog::build() {
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(scaled(size::kPanelPadding));
    form->setVerticalSpacing(scaled(size::kSpace));
    form->setLabelAlignment(Qt::AlignLeft);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_format->setAccessibleName(tr("Format"));
    m_step->setAccessibleName(tr("Step"));
    m_folder->setAccessibleName(tr("Folder"));
    auto* place = new QHBoxLayout;
    place->setSpacing(scaled(size::kSpace));
    place->addWidget(m_folder, 1);
    place->addWidget(m_choose);
    form->addRow(makeLabel(tr("Format"), "secondary", this), m_format);
    form->addRow(QString(), m_formatHelp);
    form->addRow(makeLabel(tr("Step"), "secondary", this), m_step);
    form->addRow(makeLabel(tr("Folder"), "secondary", this), place);
    form->addRow(QString(), m_sentence);
    column->addLayout(form);
    column->addWidget(makeParagraph(
        tr("Labels, preprocessing and the recipe go along: without them a network that learns "
           "from these images hardly learns at all."),
        "caption",
        this));
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

void DistilExportDialog::fill(const Distilled& distilled, std::int64_t step) {
    const Session& session = *m_context.session;
    const DistilShape& shape = distilled.images->shape;
    m_images = shape.images;
    m_bytes = 4.0 * static_cast<double>(shape.images) *
              (2.0 * static_cast<double>(shape.imageSize()) + static_cast<double>(shape.classes));
    for (const std::string& choice : jobs::distilledFormats()) {
        const QString format = QString::fromStdString(choice);
        m_format->addItem(distilFormatTitle(format), format);
    }
    for (const DistilCheckpoint& each : distilled.images->checkpoints)
        m_step->addItem(countText(each.step), QVariant::fromValue(qint64{each.step}));
    m_step->setCurrentIndex(std::max(0, m_step->findData(QVariant::fromValue(qint64{step}))));
    setWindowTitle(tr("Export %1 of %2").arg(imagesText(m_images), session.title(m_id)));
    m_export->setText(tr("Export %1").arg(countText(m_images)));
    const QString beside = QFileInfo(session.folder()).absolutePath();
    m_folder->setText(QDir(beside).filePath(session.name() + u'-' + session.title(m_id)));
}

void DistilExportDialog::choose() {
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Export to"), QFileInfo(m_folder->text()).path());
    if (!folder.isEmpty()) m_folder->setText(folder);
}

QString DistilExportDialog::folderSentence() const { return m_sentence->text(); }

void DistilExportDialog::check() {
    if (m_job != 0 || m_done) return;
    m_formatHelp->setText(distilFormatHelp(m_format->currentData().toString()));
    const ExportTarget target =
        exportTarget(m_folder->text(), m_context.session->folder(), {}, m_bytes);
    m_sentence->setText(target.sentence);
    m_sentence->setVisible(!target.sentence.isEmpty());
    setVariant(
        m_folder, "state", target.sentence.isEmpty() ? QString() : QStringLiteral("invalid"));
    JobCost cost;
    cost.title = tr("Cost of this export");
    cost.diskBytes = m_bytes;
    cost.diskFreeBytes = target.freeBytes;
    cost.measured = tr("at most, from the sizes of the arrays");
    m_cost->setCost(cost);
    m_export->setEnabled(target.sentence.isEmpty());
    m_export->setToolTip(target.sentence);
    m_target = target.folder;
}

QList<QWidget*> DistilExportDialog::inputs() const {
    return {m_format, m_step, m_folder, m_choose, m_export};
}

void DistilExportDialog::setRunning(bool running) {
    for (QWidget* input : inputs()) input->setEnabled(!running);
    m_progress->setVisible(running);
    m_close->setText(running ? tr("Close") : tr("Cancel"));
}

void DistilExportDialog::start() {
    m_message->hide();
    if (const QString trouble = m_context.jobs->engineTrouble(); !trouble.isEmpty())
        return m_message->showMessage(MessageCard::Kind::Error, trouble);
    const QJsonObject fields{{QStringLiteral("distilled"), m_id},
                             {QStringLiteral("checkpoint"), m_step->currentData().toLongLong()},
                             {QStringLiteral("to"), m_target},
                             {QStringLiteral("format"), m_format->currentData().toString()}};
    m_job = m_context.jobs->start({QStringLiteral("export"), jsonText(fields)});
    if (m_job != 0) setRunning(true);
}

void DistilExportDialog::progress(int number) {
    const Job* job = number == m_job ? m_context.jobs->job(number) : nullptr;
    if (job == nullptr || !isPresent(job->state)) return;
    const double share = jobShare(*job);
    m_progress->setStage(job->stage.isEmpty() ? tr("Export") : job->stage);
    m_progress->setProgress(
        ProgressState::Running, share, progressText(share, job->secondsLeft.value_or(-1)));
}

void DistilExportDialog::ended(int number) {
    const Job* job = number == m_job ? m_context.jobs->job(number) : nullptr;
    if (job == nullptr) return;
    m_job = 0;
    setRunning(false);
    if (job->state != JobState::Done) {
        check();
        return m_message->showMessage(
            MessageCard::Kind::Error,
            job->sentence.isEmpty() ? tr("The export was stopped.") : job->sentence);
    }
    m_done = true;
    m_cost->hide();
    for (QWidget* input : inputs()) input->setEnabled(false);
    m_close->setText(tr("Close"));
    m_close->setFocus();
    m_message->showMessage(MessageCard::Kind::Info,
                           tr("Wrote %1 to %2.").arg(imagesText(m_images), m_target),
                           tr("Open folder"));
}

}  // namespace winnow::ui
