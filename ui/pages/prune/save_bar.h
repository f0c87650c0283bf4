// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace winnow::ui {

/// The foot of the page: name, save, export. The one that leads on is the primary button.
class SaveBar : public QFrame {
    Q_OBJECT

public:
    explicit SaveBar(QWidget* parent = nullptr);

    enum class State {
        Nothing,  ///< no preview to save
        New,      ///< may be saved
        Saving,
        Saved  ///< the project has this selection; it may be exported
    };
    /// stays: samples the buttons speak of. suggestion: name while the person has typed none.
    void present(State state, std::int64_t stays, const QString& suggestion);
    [[nodiscard]] State state() const { return m_state; }

    [[nodiscard]] QString name() const;
    [[nodiscard]] QLineEdit* nameField() const { return m_name; }
    [[nodiscard]] QPushButton* saveButton() const { return m_save; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }

Q_SIGNALS:
    void saveRequested(const QString& name);
    void exportRequested();

private:
    QLineEdit* m_name;
    QLabel* m_note;
    QPushButton* m_save;
    QPushButton* m_export;
    State m_state = State::Nothing;
};

}  // namespace winnow::ui
