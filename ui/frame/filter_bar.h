// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace winnow::ui {

class Chip;
class ConditionMenu;
class IconLabel;
class Segments;
class Session;

/// The filter as chips, how many samples match, and what can be done with the selected ones. The
/// same on every page. What does not fit loses its words, then the chips become one.
class FilterBar : public QWidget {
    Q_OBJECT

public:
    /// The actions are the window's; the bar shows them with the count.
    struct Actions {
        QAction *tag = nullptr, *exclude = nullptr, *save = nullptr, *exportSelected = nullptr;
    };

    FilterBar(Session* session, const Actions& actions, QWidget* parent = nullptr);

    /// "3 filters" instead of chips.
    [[nodiscard]] bool areChipsFolded() const { return m_chipsFolded; }
    /// Buttons show icon and count only.
    [[nodiscard]] bool areWordsFolded() const { return m_wordsFolded; }
    [[nodiscard]] QString countText() const;
    /// Reads the session again.
    void refresh();

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void rebuildChips();
    void updateTexts();
    void fold();
    void applyFold(bool words, bool chips);
    void editCondition(int index);

    Session* m_session;
    Actions m_actions;
    QHBoxLayout* m_row;
    QHBoxLayout* m_chipRow;
    QList<Chip*> m_chips;
    QPushButton *m_folded, *m_add, *m_tag, *m_exclude, *m_save, *m_export;
    QLabel *m_count, *m_selected;
    Segments* m_mode;
    ConditionMenu* m_addMenu;
    bool m_wordsFolded = false, m_chipsFolded = false, m_folding = false;
};

}  // namespace winnow::ui
