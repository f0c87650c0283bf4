// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/folder_export_dialog.h"

#include "ui/engine/job_queue.h"
#include "ui/pages/prune/export_target.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"
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

#include <algorithm>

namespace winnow::ui {

FolderExportDialog::FolderExportDialog(const PageContext& context, QWidget* parent)
    : QDialog(parent),
      m_context(context),
      m_form(new QFormLayout),
      m_format(new QComboBox(this)),
      m_formatHelp(makeParagraph({}, "caption", this)),
      m_folder(new QLineEdit(this)),
      m_choose(new QPushButton(tr("Choose…"), this)),
      m_sentence(makeParagraph({}, "danger", this)),
      m_note(makeParagraph({}, "caption", this)),
      m_cost(new CostCard(this)),
      m_progress(new ProgressLine(this)),
      m_message(new MessageCard(this)),
      m_close(new QPushButton(tr("Cancel"), this)),
      m_export(new QPushButton(this)),
      m_inputs({m_format, m_folder, m_choose}) {
    build();
    connect(m_format, &QComboBox::currentIndexChanged, this, &FolderExportDialog::check);
    connect(m_folder, &QLineEdit::textChanged, this, &FolderExportDialog::check);
    connect(m_choose, &QPushButton::clicked, this, &FolderExportDialog::choose);
    connect(m_export, &QPushButton::clicked, this, &FolderExportDialog::start);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_context.jobs, &JobQueue::jobChanged, this, &FolderExportDialog::progress);
    connect(m_context.jobs, &JobQueue::jobEnded, this, &FolderExportDialog::ended);
    connect(m_message, &MessageCard::actionRequested, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_target));
    });
}

void FolderExportDialog::build() {
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    m_form->setHorizontalSpacing(scaled(size::kPanelPadding));
    m_form->setVerticalSpacing(scaled(size::kSpace));
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_format->setAccessibleName(tr("Format"));
    m_folder->setAccessibleName(tr("Folder"));
    auto* place = new QHBoxLayout;
    place->setSpacing(scaled(size::kSpace));
    place->addWidget(m_folder, 1);
    place->addWidget(m_choose);
    m_form->addRow(makeLabel(tr("Format"), "secondary", this), m_format);
    m_form->addRow(QString(), m_formatHelp);
    m_form->addRow(makeLabel(tr("Folder"), "secondary", this), place);
    m_form->addRow(QString(), m_sentence);
    column->addLayout(m_form);
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

void FolderExportDialog::addField(Place place, const QString& title, QWidget* field) {
    // The folder and its sentence are the last rows.
    const bool first = place == Place::First;
    m_form->insertRow(
        first ? 0 : m_form->rowCount() - 2, makeLabel(title, "secondary", this), field);
    m_inputs.insert(first ? 0 : m_inputs.indexOf(m_folder), field);
    orderTabs();
}

void FolderExportDialog::orderTabs() {
    QList<QWidget*> stops;
    const auto isStop = [](QWidget* widget) { return (widget->focusPolicy() & Qt::TabFocus) != 0; };
    for (QWidget* widget : m_inputs + QList<QWidget*>{m_message, m_close, m_export}) {
        if (isStop(widget))
            stops << widget;
        else
            for (QWidget* part : widget->findChildren<QWidget*>())
                if (isStop(part)) stops << part;
    }
    for (int i = 1; i < stops.size(); ++i) setTabOrder(stops[i - 1], stops[i]);
}

// The chain of stops is a ring: which of them is first has to be said.
void FolderExportDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    const auto first =
        std::ranges::find_if(m_inputs, [this](QWidget* input) { return input->isVisibleTo(this); });
    (*first)->setFocus();
}

void FolderExportDialog::showField(QWidget* field, bool shown) {
    m_form->setRowVisible(field, shown);
}

void FolderExportDialog::setFormats(const QList<QPair<QString, QString>>& formats,
                                    const QString& chosen) {
    const QSignalBlocker quiet(m_format);
    for (const auto& [title, name] : formats) m_format->addItem(title, name);
    m_format->setCurrentIndex(m_format->findData(chosen));
}

QString FolderExportDialog::format() const { return m_format->currentData().toString(); }

void FolderExportDialog::setNote(const QString& sentences) { m_note->setText(sentences); }

void FolderExportDialog::suggestFolder(const QString& name) {
    const QSignalBlocker quiet(m_folder);
    const Session& session = *m_context.session;
    const QDir beside(QFileInfo(session.folder()).absolutePath());
    m_folder->setText(beside.filePath(session.name() + u'-' + name));
}

void FolderExportDialog::choose() {
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Export to"), QFileInfo(m_folder->text()).path());
    if (!folder.isEmpty()) m_folder->setText(folder);
}

QString FolderExportDialog::folderSentence() const { return m_sentence->text(); }

void FolderExportDialog::check() {
    if (m_job != 0 || m_done) return;
    m_formatHelp->setText(formatHelp(format()));
    const Need takes = need();
    const ExportTarget target =
        exportTarget(m_folder->text(), m_context.session->folder(), takes.source, takes.bytes);
    m_sentence->setText(target.sentence);
    m_sentence->setVisible(!target.sentence.isEmpty());
    setVariant(
        m_folder, "state", target.sentence.isEmpty() ? QString() : QStringLiteral("invalid"));
    JobCost cost;
    cost.title = tr("Cost of this export");
    cost.diskBytes = takes.bytes;
    cost.diskFreeBytes = target.freeBytes;
    cost.measured = takes.measured;
    m_cost->setCost(cost);
    m_export->setEnabled(target.sentence.isEmpty());
    m_export->setToolTip(target.sentence);
    m_target = target.folder;
}

void FolderExportDialog::setRunning(bool running) {
    for (QWidget* input : m_inputs) input->setEnabled(!running);
    m_export->setEnabled(!running);
    m_progress->setVisible(running);
    m_close->setText(running ? tr("Close") : tr("Cancel"));
}

void FolderExportDialog::start() {
    m_message->hide();
    const QString trouble = m_context.jobs->engineTrouble();
    if (!trouble.isEmpty()) return fail(trouble);
    begin();
}

void FolderExportDialog::run(const QString& kind, const QJsonObject& fields) {
    m_job = m_context.jobs->start({kind, jsonText(fields)});
    setRunning(true);
}

void FolderExportDialog::progress(int number) {
    const Job* job = number == m_job ? m_context.jobs->job(number) : nullptr;
    if (job == nullptr || !isPresent(job->state)) return;
    const double share = jobShare(*job);
    m_progress->setStage(job->stage.isEmpty() ? tr("Export") : job->stage);
    m_progress->setProgress(
        ProgressState::Running, share, progressText(share, job->secondsLeft.value_or(-1)));
}

void FolderExportDialog::ended(int number) {
    const Job* job = number == m_job ? m_context.jobs->job(number) : nullptr;
    if (job == nullptr) return;
    m_job = 0;
    if (job->state == JobState::Done) return jobDone(*job);
    setRunning(false);
    check();
    fail(job->sentence.isEmpty() ? tr("The export was stopped.") : job->sentence);
}

void FolderExportDialog::fail(const QString& sentence) {
    m_message->showMessage(MessageCard::Kind::Error, sentence);
}

void FolderExportDialog::finish(const QString& sentence) {
    m_done = true;
    setRunning(false);
    for (QWidget* input : m_inputs) input->setEnabled(false);
    m_export->setEnabled(false);
    m_cost->hide();
    m_close->setText(tr("Close"));
    m_close->setFocus();
    m_message->showMessage(MessageCard::Kind::Info, sentence, tr("Open folder"));
}

}  // namespace winnow::ui
