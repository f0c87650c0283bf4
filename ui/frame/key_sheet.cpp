// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/key_sheet.h"

#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

using Keys = QList<QPair<QString, QString>>;

Keys keysOf(const QList<QAction*>& actions) {
    Keys keys;
    for (const QAction* action : actions) {
        if (action->shortcut().isEmpty()) continue;
        QString text = action->text();
        keys << qMakePair(action->shortcut().toString(QKeySequence::NativeText),
                          text.remove(QLatin1Char('&')));
    }
    return keys;
}

void addKeys(QVBoxLayout* column, const QString& title, const Keys& keys, QWidget* parent) {
    auto* heading = new QLabel(title, parent);
    heading->setProperty("role", QStringLiteral("panelTitle"));
    column->addWidget(heading);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(scaled(20));
    grid->setVerticalSpacing(scaled(2));
    for (int i = 0; i < keys.size(); ++i) {
        auto* key = new QLabel(keys[i].first, parent);
        key->setProperty("role", QStringLiteral("strong"));
        auto* text = new QLabel(keys[i].second, parent);
        text->setProperty("role", QStringLiteral("secondary"));
        grid->addWidget(key, i, 0);
        grid->addWidget(text, i, 1);
    }
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    column->addSpacing(scaled(8));
}

}  // namespace

KeySheet::KeySheet(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    auto* outer = new QVBoxLayout(this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    auto* content = new QWidget(scroll);
    auto* column = new QVBoxLayout(content);
    addKeys(column, tr("Everywhere"), keysOf(actions), content);
    addKeys(column,
            tr("Gallery"),
            {{tr("Arrows, Home, End, Page"), tr("go through the samples; with Shift select")},
             {tr("Space, Ctrl+Space"), tr("select, add to or take from the selection")},
             {tr("Ctrl+A, Esc"), tr("select all that match, select nothing")}},
            content);
    addKeys(column,
            tr("Kernel matrix"),
            {{tr("Arrows"), tr("move the cross-hair by a cell, with Shift by ten")},
             {tr("Enter"), tr("pick the pair")},
             {tr("+  −  0  1"), tr("zoom in, out, show all, one value a pixel")}},
            content);
    addKeys(column,
            tr("Map"),
            {{tr("Arrows"), tr("turn")},
             {tr("+  −  0"), tr("zoom in, out, show all")},
             {tr("L  R  Esc"), tr("lasso, rectangle, neither; Shift adds, Ctrl takes away")}},
            content);
    addKeys(column,
            tr("Label errors and duplicates"),
            {{tr("Arrows, Home, End, Page"), tr("go through the list; with Shift select")},
             {tr("Enter"), tr("open in Interactions")},
             {tr("A"), tr("accept the suggested class")},
             {tr("K"), tr("keep: the label is right; of duplicates: keep both")},
             {tr("X"), tr("exclude; of duplicates: the second")},
             {tr("F"), tr("of duplicates: exclude the first")},
             {tr("C, digits"), tr("another class, by its number or name")},
             {tr("O"), tr("open again: take the decision back")},
             {tr("U"), tr("undo")}},
            content);
    column->addStretch(1);
    scroll->setWidget(content);
    resize(scaled(520), scaled(600));
}

}  // namespace winnow::ui
