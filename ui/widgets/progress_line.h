// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/value_widget.h"

class QLabel;

namespace winnow::ui {

enum class ProgressState { Running, Queued, Interrupted, Failed };

/// A 6 px bar. Running accent, interrupted `control`, failed `danger`.
class ThinProgressBar : public ValueWidget {
    Q_OBJECT

public:
    explicit ThinProgressBar(QWidget* parent = nullptr);

    /// share 0 to 1; negative: not known, painted as an empty track.
    void setProgress(ProgressState state, double share);
    [[nodiscard]] double share() const { return m_share; }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ProgressState m_state = ProgressState::Queued;
    double m_share = 0;
};

/// Stage, bar, and what is left in words.
class ProgressLine : public QWidget {
    Q_OBJECT

public:
    explicit ProgressLine(QWidget* parent = nullptr);

    void setStage(const QString& stage);
    /// words: see progressText(), or "41 of 60 tiles kept", or the reason of a failure.
    void setProgress(ProgressState state, double share, const QString& words);
    [[nodiscard]] ThinProgressBar* bar() const { return m_bar; }

private:
    QLabel* m_stage;
    ThinProgressBar* m_bar;
    QLabel* m_words;
};

/// "40 %, 3 min 05 s left, 9 420 samples/s"; negative or NaN values are left out.
[[nodiscard]] QString progressText(double share,
                                   double secondsLeft,
                                   double rate = -1,
                                   const QString& rateUnit = {});

}  // namespace winnow::ui
