// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/condition.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace winnow::ui {

class RangeHistogram;
class Session;

/// Chooses the range of one score: a histogram with two handles, two fields, and how many samples
/// lie inside. The button puts the condition into the filter; Esc leaves it as it was.
class ScoreRangeEditor : public QFrame {
    Q_OBJECT

public:
    /// `score`: a key of the session's scores that can be had now. Starts from the filter's range
    /// of it, if there is one.
    ScoreRangeEditor(Session* session, const QString& score, QWidget* parent = nullptr);

    /// As a popup under `anchor`, deleted when it closes.
    static ScoreRangeEditor* popUp(Session* session, const QString& score, QWidget* anchor);

    [[nodiscard]] RangeHistogram* histogram() const { return m_histogram; }
    [[nodiscard]] QLineEdit* lowField() const { return m_low; }
    [[nodiscard]] QLineEdit* highField() const { return m_high; }
    [[nodiscard]] QPushButton* applyButton() const { return m_apply; }
    /// An end at the least or the largest value is open.
    [[nodiscard]] Condition condition() const;

private:
    void build(const QString& title, const QString& help);
    void load();
    void takeFields();
    void showRange();
    void showUnknown();
    void apply();

    Session* m_session;
    QString m_score;
    RangeHistogram* m_histogram;
    QLineEdit* m_low;
    QLineEdit* m_high;
    QLabel* m_unknown;
    QPushButton* m_apply;
};

}  // namespace winnow::ui
