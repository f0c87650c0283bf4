// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/main_window.h"

#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/frame/filter_bar.h"
#include "ui/frame/find_box.h"
#include "ui/frame/head_bar.h"
#include "ui/frame/job_strip.h"
#include "ui/frame/jobs_dock.h"
#include "ui/frame/page_frame.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_page.h"
#include "ui/inspector/inspector.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/message_card.h"

#include <QCoreApplication>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStorageInfo>
#include <QTimer>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

constexpr int kMinimumWidth = 1024, kMinimumHeight = 640;

}  // namespace

MainWindow::MainWindow(const PageContext& context, PageFactory makePage, QWidget* parent)
    : QMainWindow(parent),
      m_context(context),
      m_makePage(std::move(makePage)),
      m_storing(new QTimer(this)),
      m_opening(new QTimer(this)) {
    setWindowTitle(tr("Winnow"));
    setAcceptDrops(true);
    setMinimumSize(kMinimumWidth, kMinimumHeight);
    FocusRing::install();
    m_storing->setSingleShot(true);
    connect(m_storing, &QTimer::timeout, this, &MainWindow::storeWindow);
    m_opening->setSingleShot(true);
    connect(m_opening, &QTimer::timeout, this, &MainWindow::opened);
    QCoreApplication::instance()->installEventFilter(this);
    makeActions();
    build();
    makeMenus();
    makePages();
    connectParts();
    restoreWindow();
    projectChanged();
}

MainWindow::~MainWindow() {
    // Pages and models read the session until they are gone; they go first.
    delete takeCentralWidget();
}

void MainWindow::build() {
    auto* central = new QWidget(this);
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto* menus = new QMenuBar(central);
    menus->setNativeMenuBar(false);
    m_head = new HeadBar(m_context.session, menus, central);
    column->addWidget(m_head);

    m_vertical = new QSplitter(Qt::Vertical, central);
    m_vertical->setChildrenCollapsible(false);
    m_vertical->setHandleWidth(1);
    auto* upper = new QWidget(m_vertical);
    auto* row = new QHBoxLayout(upper);
    row->setContentsMargins({});
    row->setSpacing(0);
    m_rail = new Rail(upper);
    row->addWidget(m_rail);
    m_whole = new QStackedWidget(upper);
    row->addWidget(m_whole, 1);
    m_start = new StartPage(m_whole);
    m_whole->addWidget(m_start);

    auto* work = new QWidget(m_whole);
    auto* workColumn = new QVBoxLayout(work);
    workColumn->setContentsMargins({});
    workColumn->setSpacing(0);
    m_filterBar =
        new FilterBar(m_context.session,
                      {action("tag"), action("exclude"), action("save"), action("export")},
                      work);
    workColumn->addWidget(m_filterBar);
    m_message = new MessageCard(work);
    m_message->hide();
    workColumn->addWidget(m_message);
    m_splitter = new QSplitter(Qt::Horizontal, work);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_stack = new QStackedWidget(m_splitter);
    m_inspector = new Inspector(m_context, m_splitter);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({scaled(976), scaled(size::kInspector)});
    workColumn->addWidget(m_splitter, 1);
    m_whole->addWidget(work);

    m_dock = new JobsDock(m_context.jobs, m_vertical);
    m_dock->setMinimumHeight(scaled(140));
    m_dock->hide();
    m_vertical->setStretchFactor(0, 1);
    m_vertical->setStretchFactor(1, 0);
    column->addWidget(m_vertical, 1);
    m_strip = new JobStrip(m_context.jobs, central);
    column->addWidget(m_strip);
    setCentralWidget(central);
}

void MainWindow::makePages() {
    for (int i = 0; i < kPages; ++i) {
        const auto id = static_cast<PageId>(i);
        Page* page = m_makePage(id, m_context, nullptr);
        if (page == nullptr) continue;
        m_rail->addPage(id, page->icon(), page->title());
        connect(page, &Page::pageRequested, this, &MainWindow::showPage);
        connect(page, &Page::jobFormRequested, this, &MainWindow::openJobForm);
        auto* frame = new PageFrame(page, m_stack);
        connect(frame, &PageFrame::helpRequested, this, &MainWindow::showHelp);
        m_stack->addWidget(frame);
        m_pages[i] = frame;
        page->restoreState(m_states.value(pageKey(id, "state")));
    }
}

Page* MainWindow::page(PageId id) const {
    PageFrame* frame = m_pages.value(static_cast<int>(id));
    return frame == nullptr ? nullptr : frame->page();
}

void MainWindow::connectParts() {
    Session* session = m_context.session;
    JobQueue* jobs = m_context.jobs;
    connect(session, &Session::opened, this, &MainWindow::projectChanged);
    connect(session, &Session::closed, this, &MainWindow::projectChanged);
    connect(session, &Session::datasetChanged, this, &MainWindow::updateHead);
    connect(session, &Session::artifactsChanged, this, &MainWindow::updateHead);
    connect(session, &Session::failed, this, &MainWindow::showSentence);
    connect(session->annotations(), &Annotations::refused, this, &MainWindow::showSentence);
    connect(session->selection(), &Selection::changed, this, &MainWindow::updateActions);
    connect(m_message, &MessageCard::dismissed, m_message, &QWidget::hide);
    connect(m_message, &MessageCard::actionRequested, this, &MainWindow::resumeInterrupted);

    connect(m_rail, &Rail::pageChosen, this, &MainWindow::showPage);
    connect(m_inspector, &Inspector::closeRequested, this, [this] {
        m_inspectorWanted = false;
        setInspectorOpen(false);
    });
    connect(m_inspector, &Inspector::pageRequested, this, &MainWindow::showPage);
    connect(m_head->find(), &FindBox::sampleChosen, this, [this](std::int64_t id) {
        m_context.session->selection()->setCurrent(id);
        m_inspectorWanted = true;
        foldByWidth();
    });

    connect(m_strip, &JobStrip::dockToggled, this, [this] { setJobsOpen(!areJobsOpen()); });
    connect(m_dock, &JobsDock::closeRequested, this, [this] { setJobsOpen(false); });
    connect(m_dock, &JobsDock::editRequested, this, &MainWindow::openJobForm);
    connect(jobs, &JobQueue::jobChanged, this, &MainWindow::jobNews);
    connect(jobs, &JobQueue::jobEnded, this, &MainWindow::jobEnded);

    connect(m_start, &StartPage::exampleRequested, this, &MainWindow::startExample);
    connect(m_start, &StartPage::imagesRequested, this, &MainWindow::askForImages);
    connect(m_start, &StartPage::projectRequested, this, &MainWindow::askForProject);
    connect(m_start, &StartPage::recentRequested, this, &MainWindow::openProject);
    if (const QString trouble = jobs->engineTrouble(); !trouble.isEmpty()) showSentence(trouble);
}

void MainWindow::showSentence(const QString& sentence) {
    if (m_context.session->isOpen())
        m_message->showMessage(MessageCard::Kind::Error, sentence, {}, true);
    else
        m_start->showSentence(sentence);
}

void MainWindow::showPage(PageId id) {
    PageFrame* frame = m_pages.value(static_cast<int>(id));
    if (frame == nullptr || !m_context.session->isOpen()) return;
    if (m_pageShown) storePage();
    m_pageShown = true;
    m_page = id;
    m_rail->setCurrent(id);
    m_stack->setCurrentWidget(frame);
    const QByteArray wanted = m_states.value(pageKey(id, "inspector"));
    m_inspectorWanted = wanted.isEmpty() ? frame->page()->opensInspector() : wanted == "1";
    foldByWidth();
    frame->page()->activated();
}

void MainWindow::projectChanged() {
    const bool open = m_context.session->isOpen();
    // What is wrong with a project is said while it is opened, and stays.
    if (!open) m_message->hide();
    m_pageShown = false;
    m_whole->setCurrentIndex(open ? 1 : 0);
    m_rail->setPagesEnabled(open);
    m_context.serve->setProject(open ? m_context.session->folder() : QString());
    if (open) {
        m_start->showSentence({});
        addRecentProject(m_context.session->folder());
        const QByteArray last = m_states.value(QStringLiteral("window/page"));
        const int wanted = last.isEmpty() ? 0 : last.toInt();
        showPage(m_pages.contains(wanted) ? static_cast<PageId>(wanted) : PageId::Data);
    } else {
        m_start->refreshRecent();
    }
    updateHead();
    updateActions();
    if (open) tellInterrupted();
}

void MainWindow::updateHead() {
    const Session& session = *m_context.session;
    if (!session.isOpen()) {
        m_head->setProject({}, {});
        m_rail->setDiskText({});
        setWindowTitle(tr("Winnow"));
        return;
    }
    const store::Dataset* dataset = session.dataset();
    m_head->setProject(session.name(),
                       dataset == nullptr ? tr("no data set yet")
                                          : tr("%1, %2 images")
                                                .arg(QString::fromStdString(dataset->name),
                                                     countText(session.sampleCount())));
    setWindowTitle(tr("%1 – Winnow").arg(session.name()));
    const QStorageInfo disk(session.folder());
    m_rail->setDiskText(
        disk.isValid()
            ? tr("%1 free on disk").arg(bytesText(static_cast<double>(disk.bytesAvailable())))
            : QString());
}

}  // namespace winnow::ui
