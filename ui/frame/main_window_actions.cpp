// SPDX-License-Identifier: GPL-3.0-or-later
// Actions, menus and keys of MainWindow.
#include "ui/engine/job_queue.h"
#include "ui/frame/filter_bar.h"
#include "ui/frame/find_box.h"
#include "ui/frame/head_bar.h"
#include "ui/frame/jobs_dock.h"
#include "ui/frame/key_sheet.h"
#include "ui/frame/main_window.h"
#include "ui/frame/preferences_form.h"
#include "ui/frame/rail.h"
#include "ui/help/help_pages.h"
#include "ui/help/help_window.h"
#include "ui/inspector/inspector.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/parts_window.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QUndoStack>

namespace winnow::ui {

QAction* MainWindow::add(const QString& name,
                         const QString& text,
                         const QKeySequence& keys,
                         std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, std::move(run));
    addAction(action);
    m_actions[name] = action;
    m_actionOrder << action;
    return action;
}

void MainWindow::makeActions() {
    const auto form = [this](const char* kind) {
        return [this, kind] { openJobForm(QLatin1String(kind), "{}"); };
    };
    add("import", tr("&Import images…"), Qt::CTRL | Qt::Key_I, [this] {
        askForImages();
    })->setIcon(icon(Icon::Import));
    add("open", tr("&Open project…"), QKeySequence::Open, [this] {
        askForProject();
    })->setIcon(icon(Icon::Folder));
    add("close", tr("&Close project"), QKeySequence::Close, [this] { closeProject(); });
    add("quit", tr("&Quit"), QKeySequence::Quit, [this] { close(); });

    QUndoStack* history = m_context.session->undoStack();
    for (const bool undo : {true, false}) {
        QAction* action = undo ? history->createUndoAction(this, tr("&Undo"))
                               : history->createRedoAction(this, tr("&Redo"));
        action->setShortcuts(undo ? QKeySequence::Undo : QKeySequence::Redo);
        action->setIcon(icon(undo ? Icon::Undo : Icon::Redo));
        addAction(action);
        m_actions[undo ? "undo" : "redo"] = action;
        m_actionOrder << action;
    }
    add("find", tr("&Find…"), Qt::CTRL | Qt::Key_K, [this] {
        m_head->find()->setFocus(Qt::ShortcutFocusReason);
        m_head->find()->selectAll();
    })->setIcon(icon(Icon::Find));
    add("preferences", tr("&Preferences…"), QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] {
        showPreferences();
    })->setIcon(icon(Icon::Settings));

    add("inspector", tr("&Inspector"), Qt::Key_F4, [this] {
        m_inspectorWanted = !isInspectorOpen();
        setInspectorOpen(m_inspectorWanted);
    });
    add("jobs", tr("List of &jobs"), Qt::CTRL | Qt::Key_J, [this] { setJobsOpen(!areJobsOpen()); });
    add("next", tr("&Next part of the window"), Qt::Key_F6, [this] { goToNextPart(false); });
    add("previous", tr("P&revious part"), Qt::SHIFT | Qt::Key_F6, [this] { goToNextPart(true); });

    add("all", tr("Select &all that match"), QKeySequence(), [this] {
        m_context.session->selection()->select(m_context.session->filter()->matches());
    });
    add("none", tr("Select &nothing"), QKeySequence(), [this] {
        m_context.session->selection()->clear();
    });
    add("tag", tr("&Tag the selected…"), Qt::CTRL | Qt::Key_T, [this] {
        tagSelected();
    })->setIcon(icon(Icon::Tag));
    add("exclude", tr("&Exclude the selected"), Qt::CTRL | Qt::Key_E, [this] {
        excludeSelected();
    })->setIcon(icon(Icon::Exclude));
    add("save", tr("&Save the selected as subset…"), QKeySequence::Save, [this] {
        saveSelected();
    })->setIcon(icon(Icon::Save));
    add("export", tr("E&xport the selected…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, [this] {
        exportSelected();
    })->setIcon(icon(Icon::Export));

    add("train", tr("&Train a network…"), QKeySequence(), form("train"))
        ->setIcon(icon(Icon::Train));
    add("kernel", tr("Compute a &kernel…"), QKeySequence(), form("kernel"))
        ->setIcon(icon(Icon::Interactions));
    add("cluster", tr("&Cluster…"), QKeySequence(), form("cluster"))->setIcon(icon(Icon::Clusters));
    add("embed", tr("Make a &map…"), QKeySequence(), form("embed"));
    add("findings", tr("&Find wrong labels and duplicates…"), QKeySequence(), form("findings"))
        ->setIcon(icon(Icon::Findings));
    add("select", tr("&Select what to keep…"), QKeySequence(), form("select"))
        ->setIcon(icon(Icon::Prune));
    add("exportSelection", tr("&Export a selection…"), QKeySequence(), form("export"));
    add("distill", tr("&Distil a few images…"), QKeySequence(), form("distill"))
        ->setIcon(icon(Icon::Distil));
    add("transfer", tr("Train &networks on distilled images…"), QKeySequence(), form("transfer"));
    add("kernel-curve", tr("Kernels on &few images…"), QKeySequence(), form("kernel-curve"));
    add("difficulty", tr("Compare set si&zes…"), QKeySequence(), form("difficulty"));
    add("difficulty-control",
        tr("Control &difficulty by company…"),
        QKeySequence(),
        form("difficulty-control"));
    add("forgetting-prediction",
        tr("Predict &forgetting…"),
        QKeySequence(),
        form("forgetting-prediction"));
    add("evaluate", tr("Com&pare methods…"), QKeySequence(), form("evaluate"))
        ->setIcon(icon(Icon::Evaluate));
    add("small-budget", tr("Train on small &budgets…"), QKeySequence(), form("small-budget"));
    add("gap-check", tr("Check t&heory…"), QKeySequence(), form("gap-check"));
    add("label-flips",
        tr("Measure what finds &wrong labels…"),
        QKeySequence(),
        form("label-flips"));

    add("help", tr("&Help for this page"), Qt::Key_F1, [this] {
        showHelp();
    })->setIcon(icon(Icon::Help));
    add("helpContents", tr("&Contents of the help"), QKeySequence(), [this] {
        showHelpPage(QLatin1String(kHelpIndex));
    });
    add("keys", tr("&Keys"), QKeySequence(QStringLiteral("?")), [this] { showKeys(); });
    // A developer's view of every token and control; in no menu.
    add("parts", tr("Parts of the window"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_P, [this] {
        auto* parts = new PartsWindow(this);
        parts->setWindowFlag(Qt::Window);
        parts->setAttribute(Qt::WA_DeleteOnClose);
        parts->show();
    });
}

void MainWindow::makeMenus() {
    auto* bar = m_head->findChild<QMenuBar*>();
    const auto menu = [&](const QString& title, const QStringList& names) {
        QMenu* made = bar->addMenu(title);
        for (const QString& name : names)
            name.isEmpty() ? void(made->addSeparator()) : made->addAction(action(name));
        return made;
    };
    QMenu* file = menu(tr("&File"), {"import", "open"});
    QMenu* recent = file->addMenu(tr("&Recent projects"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
    file->addAction(action("close"));
    file->addSeparator();
    file->addAction(action("quit"));
    menu(tr("&Edit"), {"undo", "redo", "", "find", "", "preferences"});

    QMenu* view = bar->addMenu(tr("&View"));
    for (int i = 0; i < kPages; ++i) {
        const auto id = static_cast<PageId>(i);
        QAction* go = add(QStringLiteral("page%1").arg(i),
                          QString(),
                          QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)),
                          [this, id] { showPage(id); });
        view->addAction(go);
    }
    view->addSeparator();
    for (const char* name : {"inspector", "jobs", "next", "previous"})
        view->addAction(action(name));
    menu(tr("&Select"), {"all", "none", "", "tag", "exclude", "", "save", "export"});
    menu(tr("&Jobs"),
         {"train",
          "kernel",
          "cluster",
          "embed",
          "findings",
          "select",
          "exportSelection",
          "distill",
          "",
          "jobs"});
    menu(tr("E&xperiments"),
         {"difficulty",
          "difficulty-control",
          "forgetting-prediction",
          "",
          "evaluate",
          "small-budget",
          "gap-check",
          "label-flips",
          "",
          "transfer",
          "kernel-curve"});
    menu(tr("&Help"), {"help", "helpContents", "", "keys"});
    m_head->setButtons(action("undo"), action("redo"), action("help"));
}

void MainWindow::fillRecent(QMenu* menu) {
    menu->clear();
    for (const QString& folder : recentProjects())
        menu->addAction(
                QFileInfo(folder).completeBaseName(), this, [this, folder] { openProject(folder); })
            ->setToolTip(QDir::toNativeSeparators(folder));
    if (menu->isEmpty()) menu->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::updateActions() {
    const bool open = m_context.session->isOpen();
    const bool hasData = open && m_context.session->dataset() != nullptr;
    const bool selected = hasData && m_context.session->selection()->count() > 0;
    const auto enable = [this](std::initializer_list<const char*> names, bool on) {
        for (const char* name : names)
            if (QAction* found = action(name)) found->setEnabled(on);
    };
    enable({"close", "inspector"}, open);
    enable({"all",
            "none",
            "train",
            "kernel",
            "cluster",
            "embed",
            "findings",
            "select",
            "exportSelection",
            "distill",
            "transfer",
            "kernel-curve"},
           hasData);
    enable({"difficulty", "difficulty-control", "forgetting-prediction"}, hasData);
    enable({"evaluate", "small-budget", "gap-check", "label-flips"}, hasData);
    enable({"tag", "exclude", "save", "export"}, selected);
    for (int i = 0; i < kPages; ++i)
        if (QAction* go = action(QStringLiteral("page%1").arg(i))) {
            const Page* there = page(static_cast<PageId>(i));
            go->setVisible(there != nullptr);
            go->setEnabled(open && there != nullptr);
            if (there != nullptr) go->setText(there->title());
        }
    m_head->find()->setActions(m_actionOrder);
}

void MainWindow::goToNextPart(bool backwards) {
    QList<QWidget*> parts{m_rail, m_filterBar, m_stack->currentWidget(), m_inspector, m_dock};
    parts.removeIf([](QWidget* part) { return part == nullptr || !part->isVisible(); });
    if (parts.isEmpty()) return;
    const QWidget* focus = focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < parts.size(); ++i)
        if (focus != nullptr && (parts[i] == focus || parts[i]->isAncestorOf(focus))) at = i;
    const qsizetype step = backwards ? parts.size() - 1 : 1;
    for (qsizetype tried = 0; tried < parts.size(); ++tried) {
        at = at < 0 ? (backwards ? parts.size() - 1 : 0) : (at + step) % parts.size();
        // The part's first widget a person can tab to.
        for (QWidget* widget = parts[at]->nextInFocusChain(); widget != parts[at];
             widget = widget->nextInFocusChain())
            if (parts[at]->isAncestorOf(widget) && (widget->focusPolicy() & Qt::TabFocus) != 0 &&
                widget->isVisible() && widget->isEnabled())
                return widget->setFocus(Qt::ShortcutFocusReason);
    }
}

void MainWindow::showPreferences() {
    auto* form = new PreferencesForm(this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &PreferencesForm::changed, this, &MainWindow::applyPreferences);
    form->open();
}

void MainWindow::applyPreferences() {
    const Preferences now = preferences();
    if (now.theme != themeChoice() || now.fontSize != fontSize())
        applyTheme(now.theme, now.fontSize);
    m_rail->setFolded(m_rail->isFolded());
    foldByWidth();
}

void MainWindow::showKeys() {
    auto* sheet = new KeySheet(m_actionOrder, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::showHelpPage(const QString& file) {
    if (m_help == nullptr) m_help = new HelpWindow(this);
    m_help->showPage(file);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void MainWindow::showHelp() {
    const Page* shown = m_context.session->isOpen() ? page(m_page) : nullptr;
    showHelpPage(shown == nullptr ? QLatin1String(kHelpIndex) : shown->helpFile());
}

}  // namespace winnow::ui
