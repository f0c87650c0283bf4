// SPDX-License-Identifier: GPL-3.0-or-later
// What MainWindow remembers, and how it folds when there is little room.
#include "ui/engine/job_queue.h"
#include "ui/frame/job_strip.h"
#include "ui/frame/jobs_dock.h"
#include "ui/frame/main_window.h"
#include "ui/frame/page_frame.h"
#include "ui/frame/rail.h"
#include "ui/inspector/inspector.h"
#include "ui/session/session.h"
#include "ui/theme/sizes.h"

#include <QAction>
#include <QCloseEvent>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVariantAnimation>

#include <chrono>

namespace winnow::ui {
namespace {

// Widths of the window, at 13 px text, below which parts fold.
constexpr int kInspectorFolds = 1280, kRailFolds = 1120;
constexpr int kFoldMilliseconds = 120;
constexpr int kEngineMilliseconds = 3000;
constexpr std::chrono::seconds kStoreAfter{1};

}  // namespace

QString MainWindow::pageKey(PageId id, const char* what) const {
    return QStringLiteral("page%1/%2").arg(static_cast<int>(id)).arg(QLatin1String(what));
}

StateStore::States MainWindow::pageStates() const {
    if (!m_context.session->isOpen()) return {};
    StateStore::States states{
        {pageKey(m_page, "inspector"), m_inspectorWanted ? "1" : "0"},
        {QStringLiteral("window/page"), QByteArray::number(static_cast<int>(m_page))}};
    for (auto it = m_pages.begin(); it != m_pages.end(); ++it)
        states[pageKey(static_cast<PageId>(it.key()), "state")] = it.value()->page()->saveState();
    return states;
}

void MainWindow::storePage() { m_states.store(pageStates()); }

void MainWindow::storeSoon() {
    if (!m_storing->isActive()) m_storing->start(kStoreAfter);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    const auto type = event->type();
    if (type == QEvent::MouseButtonRelease || type == QEvent::KeyRelease || type == QEvent::Wheel)
        storeSoon();
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::storeWindow() {
    m_storing->stop();
    StateStore::States states = pageStates();
    states[QStringLiteral("window/geometry")] = saveGeometry();
    states[QStringLiteral("window/splitter")] = m_splitter->saveState();
    states[QStringLiteral("window/vertical")] = m_vertical->saveState();
    states[QStringLiteral("window/jobs")] = areJobsOpen() ? "1" : "0";
    m_states.store(states);
}

void MainWindow::restoreWindow() {
    if (!restoreGeometry(m_states.value(QStringLiteral("window/geometry")))) resize(1440, 900);
    m_splitter->restoreState(m_states.value(QStringLiteral("window/splitter")));
    m_vertical->restoreState(m_states.value(QStringLiteral("window/vertical")));
    setJobsOpen(m_states.value(QStringLiteral("window/jobs")) == "1");
}

void MainWindow::setInspectorOpen(bool open) {
    if (open == m_inspector->isVisibleTo(m_splitter)) return;
    m_inspector->setVisible(open);
    if (!open || preferences().reduceMotion || !isVisible()) return;
    // It slides in beside the page; the page is laid out anew at each step, not moved.
    const int target = m_splitter->sizes().value(1);
    auto* slide = new QVariantAnimation(m_inspector);
    slide->setDuration(kFoldMilliseconds);
    slide->setStartValue(target / 2);
    slide->setEndValue(target);
    connect(slide, &QVariantAnimation::valueChanged, this, [this](const QVariant& width) {
        const int whole = m_splitter->width();
        m_splitter->setSizes({whole - width.toInt(), width.toInt()});
    });
    slide->start(QAbstractAnimation::DeleteWhenStopped);
}

bool MainWindow::isInspectorOpen() const { return m_inspector->isVisibleTo(m_splitter); }

void MainWindow::setJobsOpen(bool open) {
    m_dock->setVisible(open);
    m_strip->setDockOpen(open);
    if (!open || m_vertical->sizes().value(1) >= scaled(size::kJobsDock) / 2) return;
    const int whole = m_vertical->height(), dock = scaled(size::kJobsDock);
    m_vertical->setSizes({whole - dock, dock});
}

bool MainWindow::areJobsOpen() const { return m_dock->isVisibleTo(m_vertical); }

void MainWindow::foldByWidth() {
    m_rail->setFolded(width() < scaled(kRailFolds));
    setInspectorOpen(m_inspectorWanted && width() >= scaled(kInspectorFolds));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    // Only when the width passes a border: what a person opened by F4 stays open.
    const auto folds = [](const QSize& size, int border) {
        return size.isValid() && size.width() < scaled(border);
    };
    if (!event->oldSize().isValid() ||
        folds(event->size(), kRailFolds) != folds(event->oldSize(), kRailFolds) ||
        folds(event->size(), kInspectorFolds) != folds(event->oldSize(), kInspectorFolds))
        foldByWidth();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    storeWindow();
    opened();
    // Jobs are stopped so that they can be resumed; nothing a person did is lost by it.
    m_context.jobs->shutDown(kEngineMilliseconds);
    m_context.session->close();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    event->acceptProposedAction();
    // The other program waits for the drop to end before a form opens here.
    QMetaObject::invokeMethod(
        this, [this, path] { openPath(path); }, Qt::QueuedConnection);
}

}  // namespace winnow::ui
