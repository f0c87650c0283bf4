// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace winnow::ui {

class CaseModel;
class ThinProgressBar;

/// "47 of 200 judged" with a bar, always up to date.
class ProgressLabel : public QWidget {
    Q_OBJECT

public:
    /// `cases` outlives the label.
    explicit ProgressLabel(const CaseModel* cases, QWidget* parent = nullptr);

    [[nodiscard]] QString words() const;

private:
    void refresh();

    const CaseModel* m_cases;
    QLabel* m_words;
    ThinProgressBar* m_bar;
};

}  // namespace winnow::ui
