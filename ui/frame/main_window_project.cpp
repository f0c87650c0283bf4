// SPDX-License-Identifier: GPL-3.0-or-later
// What MainWindow does with projects, jobs and the selected samples.
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/frame/job_form.h"
#include "ui/frame/job_words.h"
#include "ui/frame/main_window.h"
#include "ui/frame/name_form.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_page.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/session/annotations.h"
#include "ui/session/json_text.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/message_card.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonObject>
#include <QTimer>

#include <chrono>
#include <map>

namespace winnow::ui {
namespace {

constexpr int kExampleImages = 10000;
/// Stored while a project is opened, and while one is open.
const QString kOpening = QStringLiteral("projects/opening"),
              kLast = QStringLiteral("projects/last");
constexpr std::chrono::seconds kOpenedAfter{2};  // pages have loaded and painted by then

/// The page on which a job kind is at home.
const std::map<QString, PageId>& homes() {
    static const std::map<QString, PageId> kHomes{{"import", PageId::Data},
                                                  {"train", PageId::Train},
                                                  {"kernel", PageId::Interactions},
                                                  {"cluster", PageId::Clusters},
                                                  {"embed", PageId::Clusters},
                                                  {"compare-clusters", PageId::Clusters},
                                                  {"findings", PageId::Findings},
                                                  {"label-flips", PageId::Findings},
                                                  {"select", PageId::Prune},
                                                  {"difficulty", PageId::Difficulty},
                                                  {"difficulty-control", PageId::Difficulty},
                                                  {"forgetting-prediction", PageId::Difficulty},
                                                  {"export", PageId::Prune},
                                                  {"distill", PageId::Distil},
                                                  {"transfer", PageId::Distil},
                                                  {"kernel-curve", PageId::Distil},
                                                  {"evaluate", PageId::Evaluate},
                                                  {"small-budget", PageId::Evaluate},
                                                  {"gap-check", PageId::Evaluate}};
    return kHomes;
}

}  // namespace

bool MainWindow::openProject(const QString& folder) {
    storePage();
    // Pages ask as soon as they see the data, which is before opened().
    m_context.serve->setProject(QFileInfo(QDir::cleanPath(folder)).absoluteFilePath());
    m_states.store({{kOpening, QDir::cleanPath(folder).toUtf8()}});
    m_states.flush();  // it may end the program
    m_opening->start(kOpenedAfter);
    if (m_context.session->open(folder)) {
        m_states.store({{kLast, m_context.session->folder().toUtf8()}});
        return true;
    }
    opened();
    m_context.serve->setProject({});
    removeRecentProject(QDir(folder).absolutePath());
    m_start->refreshRecent();
    return false;
}

void MainWindow::opened() {
    m_opening->stop();
    m_states.store({{kOpening, {}}});
}

void MainWindow::closeProject() {
    storePage();
    m_context.session->close();
    m_states.store({{kLast, {}}});
}

void MainWindow::reopenLast() {
    const QString opening = QString::fromUtf8(m_states.value(kOpening));
    if (!opening.isEmpty()) {
        opened();
        return showSentence(tr("Winnow ended while it opened %1. It was not opened again; you find "
                               "it below.")
                                .arg(QDir::toNativeSeparators(opening)));
    }
    const QString last = QString::fromUtf8(m_states.value(kLast));
    if (!last.isEmpty() && isProject(last)) openProject(last);
}

void MainWindow::openPath(const QString& path) {
    const QFileInfo info(path);
    if (info.isFile() && info.fileName() == QLatin1String("project.db"))
        openProject(info.absolutePath());
    else if (isProject(path))
        openProject(path);
    else if (!info.exists())
        showSentence(tr("There is nothing at %1.").arg(QDir::toNativeSeparators(path)));
    else
        openJobForm(
            QStringLiteral("import"),
            jsonText({{"source", info.absoluteFilePath()}, {"name", info.completeBaseName()}}));
}

void MainWindow::askForProject() {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Open a project: a folder NAME.winnow"));
    if (folder.isEmpty()) return;
    if (isProject(folder))
        openProject(folder);
    else
        showSentence(tr("%1 is no Winnow project; choose a folder that holds project.db.")
                         .arg(QDir::toNativeSeparators(folder)));
}

void MainWindow::askForImages() { openJobForm(QStringLiteral("import"), "{}"); }

void MainWindow::startExample(const QString& source) {
    const bool fashion = source == QLatin1String("fashion-mnist");
    QJsonObject fields{{"source", source}, {"name", fashion ? "fashion" : "planted"}};
    if (fashion) fields["limit"] = kExampleImages;
    startJob(QStringLiteral("import"), jsonText(fields), newProjectFolder(source));
}

JobForm* MainWindow::openJobForm(const QString& kind, const QByteArray& fields) {
    const TypedFields given = typedFields(fields);
    const QString name = given.value(QStringLiteral("name"), QStringLiteral("images"));
    auto* form = new JobForm(kind,
                             fields,
                             m_context.session,
                             m_context.serve,
                             newProjectFolder(name),
                             preferences().threads,
                             this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form,
            &JobForm::startRequested,
            this,
            [this, form](const QString& what, const QByteArray& how, const QString& project) {
                if (const QString trouble = m_context.jobs->engineTrouble(); !trouble.isEmpty())
                    return form->showSentence(trouble);
                form->accept();
                startJob(what, how, project);
            });
    form->open();
    return form;
}

void MainWindow::startJob(const QString& kind, const QByteArray& fields, const QString& project) {
    if (const QString trouble = m_context.jobs->engineTrouble(); !trouble.isEmpty())
        return showSentence(trouble);
    if (!project.isEmpty()) {
        const QString folder = QFileInfo(project).absoluteFilePath();
        if (!QDir().mkpath(QFileInfo(folder).path()))
            return showSentence(tr("The folder %1 cannot be made; choose another place for the "
                                   "project.")
                                    .arg(QDir::toNativeSeparators(QFileInfo(folder).path())));
        m_awaited = folder;
        m_start->showSentence({});
        m_start->setBusy(tr("Importing into %1…").arg(QDir::toNativeSeparators(folder)));
        m_context.jobs->start({kind, fields}, folder);
        return;
    }
    m_context.jobs->start({kind, fields});
}

void MainWindow::jobEnded(int number, const QString& project) {
    const Job* job = m_context.jobs->job(number);
    const bool failed = job != nullptr && job->state == JobState::Failed;
    if (!m_awaited.isEmpty() && QFileInfo(project) == QFileInfo(m_awaited)) {
        m_awaited.clear();
        m_start->setBusy({});
        if (failed)
            m_start->showSentence(job->sentence);
        else if (!m_context.session->isOpen() && isProject(project))
            openProject(project);
    } else if (failed && m_context.session->isOpen()) {
        showSentence(job->sentence);
    }
    jobNews();
}

void MainWindow::jobNews() {
    if (m_message->kind() == MessageCard::Kind::Interrupted && interruptedJobs().isEmpty())
        m_message->hide();
    // What the newest job of each page does or how it ended.
    std::map<PageId, const Job*> newest;
    for (const Job& job : m_context.jobs->jobs()) {
        const auto home = homes().find(job.request.kind);
        if (home == homes().end()) continue;
        const Job*& there = newest[home->second];
        if (there == nullptr || isActive(job.state) ||
            (!isActive(there->state) && job.created > there->created))
            there = &job;
    }
    for (int i = 0; i < kPages; ++i) {
        const auto id = static_cast<PageId>(i);
        const auto it = newest.find(id);
        const Job* job = it == newest.end() ? nullptr : it->second;
        const bool running = job != nullptr && isActive(job->state) && job->total > 0;
        m_rail->setNews(
            id,
            running ? QStringLiteral("%1/%2").arg(job->done).arg(job->total) : QString(),
            job != nullptr && job->state == JobState::Failed);
    }
}

QList<int> MainWindow::interruptedJobs() const {
    QList<int> numbers;
    for (const Job& job : m_context.jobs->jobs())
        if (job.state == JobState::Interrupted) numbers << job.number;
    return numbers;
}

void MainWindow::tellInterrupted() {
    const QList<int> numbers = interruptedJobs();
    if (numbers.isEmpty() || !m_message->isHidden()) return;
    const Job& job = *m_context.jobs->job(numbers.first());
    if (numbers.size() == 1)
        m_message->showMessage(MessageCard::Kind::Interrupted,
                               tr("“%1” was interrupted. %2").arg(jobTitle(job), job.sentence),
                               tr("Resume"),
                               true);
    else
        m_message->showMessage(
            MessageCard::Kind::Interrupted,
            tr("%1 jobs were interrupted. What was finished of them is kept.").arg(numbers.size()),
            tr("Show them"),
            true);
}

void MainWindow::resumeInterrupted() {
    m_message->hide();
    const QList<int> numbers = interruptedJobs();
    if (numbers.size() == 1)
        m_context.jobs->resume(numbers.first());
    else
        setJobsOpen(true);
}

void MainWindow::tagSelected() {
    const SampleSet samples = m_context.session->selection()->samples();
    auto* form = new NameForm(tr("Tag %1").arg(samplesText(samples.count())),
                              tr("Tag"),
                              {},
                              m_context.session->annotations()->tags(),
                              this);
    connect(form, &NameForm::named, this, [this, samples](const QString& tag) {
        m_context.session->annotations()->tag(samples, tag);
    });
    form->open();
}

void MainWindow::excludeSelected() {
    m_context.session->annotations()->exclude(m_context.session->selection()->samples());
}

void MainWindow::saveSelected() {
    const SampleSet samples = m_context.session->selection()->samples();
    const auto count = m_context.session->annotations()->subsets().size();
    auto* form = new NameForm(tr("Save %1 as a subset").arg(samplesText(samples.count())),
                              tr("Name"),
                              tr("subset-%1").arg(count + 1),
                              {},
                              this);
    connect(form, &NameForm::named, this, [this, samples](const QString& name) {
        m_context.session->annotations()->saveSubset(name, tr("picked by hand"), samples);
    });
    form->open();
}

void MainWindow::exportSelected() {
    auto* dialog = new ExportDialog(m_context, m_context.session->selection()->samples(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

}  // namespace winnow::ui
