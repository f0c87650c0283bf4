// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/frame/settings.h"
#include "ui/frame/state_store.h"
#include "ui/pages/page.h"

#include <QMainWindow>
#include <QMap>
#include <QPointer>

#include <functional>

class QMenu;
class QPropertyAnimation;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace winnow::ui {

class FilterBar;
class HeadBar;
class HelpWindow;
class Inspector;
class JobForm;
class JobStrip;
class JobsDock;
class MessageCard;
class PageFrame;
class Rail;
class StartPage;

/// The window: head bar, rail, filter bar, pages, inspector, jobs. It arranges and connects; what
/// is done is done by session, job queue and pages.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    using PageFactory = std::function<Page*(PageId, const PageContext&, QWidget*)>;

    /// `context` outlives the window.
    MainWindow(const PageContext& context, PageFactory makePage, QWidget* parent = nullptr);
    ~MainWindow() override;

    // ---- projects
    /// A sentence stands on the start page when it fails.
    bool openProject(const QString& folder);
    void closeProject();
    /// The project that was open when the program last ended, if it is still there. Not if it
    /// ended while opening it: then the start page says so.
    void reopenLast();
    /// A project is opened; anything else gets the import's form.
    void openPath(const QString& path);
    /// Imports a built-in set into a new project and opens it.
    void startExample(const QString& source);

    // ---- pages
    void showPage(PageId page);
    [[nodiscard]] PageId currentPage() const { return m_page; }
    [[nodiscard]] Page* page(PageId id) const;
    /// The form of a job kind; it starts the job.
    JobForm* openJobForm(const QString& kind, const QByteArray& fields);

    /// The help at the page that belongs to what is shown.
    void showHelp();
    /// Nullptr before it was asked for.
    [[nodiscard]] HelpWindow* helpWindow() const { return m_help; }

    void setInspectorOpen(bool open);
    [[nodiscard]] bool isInspectorOpen() const;
    void setJobsOpen(bool open);
    [[nodiscard]] bool areJobsOpen() const;

    [[nodiscard]] StartPage* startPage() const { return m_start; }
    [[nodiscard]] FilterBar* filterBar() const { return m_filterBar; }
    [[nodiscard]] Rail* rail() const { return m_rail; }
    [[nodiscard]] QAction* action(const QString& name) const { return m_actions.value(name); }

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    /// Of the program: what a person does is stored soon after.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // ---- main_window.cpp
    void build();
    void connectParts();
    void makePages();
    void showSentence(const QString& sentence);
    void projectChanged();
    void updateHead();

    // ---- main_window_actions.cpp
    void makeActions();
    QAction* add(const QString& name,
                 const QString& text,
                 const QKeySequence& keys,
                 std::function<void()> run);
    void makeMenus();
    void fillRecent(QMenu* menu);
    void updateActions();
    void goToNextPart(bool backwards);
    void showPreferences();
    void showKeys();
    void showHelpPage(const QString& file);
    void applyPreferences();

    // ---- main_window_project.cpp
    /// The project is open, or is not going to be.
    void opened();
    void askForProject();
    void askForImages();
    void startJob(const QString& kind, const QByteArray& fields, const QString& project);
    void jobEnded(int number, const QString& project);
    void jobNews();
    [[nodiscard]] QList<int> interruptedJobs() const;
    void tellInterrupted();
    void resumeInterrupted();
    void tagSelected();
    void excludeSelected();
    void saveSelected();
    void exportSelected();

    // ---- main_window_state.cpp
    void storeWindow();
    void restoreWindow();
    [[nodiscard]] StateStore::States pageStates() const;
    void storePage();
    void storeSoon();
    void foldByWidth();
    [[nodiscard]] QString pageKey(PageId page, const char* what) const;

    PageContext m_context;
    PageFactory m_makePage;
    QMap<QString, QAction*> m_actions;
    QList<QAction*> m_actionOrder;
    HeadBar* m_head = nullptr;
    Rail* m_rail = nullptr;
    FilterBar* m_filterBar = nullptr;
    MessageCard* m_message = nullptr;
    QStackedWidget *m_stack = nullptr, *m_whole = nullptr;
    QSplitter *m_splitter = nullptr, *m_vertical = nullptr;
    StartPage* m_start = nullptr;
    Inspector* m_inspector = nullptr;
    JobsDock* m_dock = nullptr;
    JobStrip* m_strip = nullptr;
    HelpWindow* m_help = nullptr;
    QMap<int, PageFrame*> m_pages;
    PageId m_page = PageId::Data;
    bool m_inspectorWanted = true;  ///< by the person, for this page
    QString m_awaited;              ///< project a first import makes
    StateStore m_states;
    QTimer *m_storing, *m_opening;
    bool m_pageShown = false;  ///< of this project
};

}  // namespace winnow::ui
