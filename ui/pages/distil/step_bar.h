// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

class QLabel;
class QTimer;
class QToolButton;

namespace winnow::ui {

class LabelledSlider;
class Segments;

/// Which checkpoint is looked at: a slider over the steps that were kept, its step in words, and a
/// button that plays them in turn when a person asks for it.
class StepBar : public QWidget {
    Q_OBJECT

public:
    explicit StepBar(QWidget* parent = nullptr);

    /// Steps of the checkpoints, rising. `end`: where the distillation goes to; 0: the last of
    /// them. Who looks at the last one goes on to the new last one.
    void setSteps(const std::vector<std::int64_t>& steps, std::int64_t end);
    [[nodiscard]] std::size_t checkpoint() const;
    void setCheckpoint(std::size_t checkpoint);
    [[nodiscard]] bool isPlaying() const;
    void setPlaying(bool playing);

    [[nodiscard]] QToolButton* playButton() const { return m_play; }
    [[nodiscard]] LabelledSlider* slider() const { return m_slider; }
    [[nodiscard]] Segments* which() const { return m_which; }
    [[nodiscard]] QString words() const;

Q_SIGNALS:
    void checkpointChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void changed();
    void playNext();
    void showTicks();
    void showWords();

    std::vector<std::int64_t> m_steps;
    std::int64_t m_end = 0;
    QToolButton* m_play;
    LabelledSlider* m_slider;
    QLabel* m_words;
    Segments* m_which;
    QTimer* m_clock;
};

}  // namespace winnow::ui
