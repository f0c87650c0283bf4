// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

class QLabel;
class QPushButton;

namespace winnow::ui {

class KeyValueList;
class Session;
struct FindingsArrays;

/// What the score is worth on this very data set: AUC and precision on planted flips, with random
/// beside them, or a button that measures it.
class TrustPanel : public Panel {
    Q_OBJECT

public:
    explicit TrustPanel(const Session* session, QWidget* parent = nullptr);

    /// Why it cannot be measured now; empty: it can.
    void setTrouble(const QString& sentence);
    /// Reads again what there is.
    void refresh(const FindingsArrays& findings);
    [[nodiscard]] QString words() const;
    [[nodiscard]] KeyValueList* scores() const { return m_scores; }
    [[nodiscard]] QPushButton* measureButton() const { return m_measure; }

Q_SIGNALS:
    void measureRequested();

private:
    [[nodiscard]] QString measured();
    [[nodiscard]] QString planted(const FindingsArrays& findings) const;

    const Session* m_session;
    QLabel* m_words;
    KeyValueList* m_scores;
    QPushButton* m_measure;
};

}  // namespace winnow::ui
