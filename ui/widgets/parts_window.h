// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace winnow::ui {

/// Developer window with every token, control, tile state, message and widget of the theme now
/// applied. Hidden: opened by a key nobody presses by accident, and by the screenshot test.
class PartsWindow : public QWidget {
    Q_OBJECT

public:
    explicit PartsWindow(QWidget* parent = nullptr);

private:
    [[nodiscard]] QWidget* makeColours();
    [[nodiscard]] QWidget* makeClasses();
    [[nodiscard]] QWidget* makeValueMaps();
    [[nodiscard]] QWidget* makeControls();
    [[nodiscard]] QWidget* makeTiles();
    [[nodiscard]] QWidget* makeType();
    [[nodiscard]] QWidget* makeMessages();
    [[nodiscard]] QWidget* makeEmptyPanel();
    [[nodiscard]] QWidget* makeData();
    [[nodiscard]] QWidget* makeIcons();
};

}  // namespace winnow::ui
