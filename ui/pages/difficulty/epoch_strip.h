// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/value_widget.h"

#include <vector>

namespace winnow::ui {

/// One cell an epoch: right, wrong, or forgotten just then. Left and Right walk; hover tells.
class EpochStrip : public ValueWidget {
    Q_OBJECT

public:
    enum class State { Wrong, Right, Forgotten };

    explicit EpochStrip(QWidget* parent = nullptr);

    /// right: by epoch, 0 or 1.
    void setRight(std::vector<std::uint8_t> right);
    [[nodiscard]] int epochs() const { return static_cast<int>(m_states.size()); }
    [[nodiscard]] State state(int epoch) const { return m_states[static_cast<std::size_t>(epoch)]; }
    [[nodiscard]] QRectF cellRect(int epoch) const;
    [[nodiscard]] QString cellText(int epoch) const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<State> m_states;
    int m_current = -1;
};

/// Right before and wrong now is forgotten.
[[nodiscard]] std::vector<EpochStrip::State> epochStates(const std::vector<std::uint8_t>& right);

}  // namespace winnow::ui
