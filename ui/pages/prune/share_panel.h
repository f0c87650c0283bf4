// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/selection_preview.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;

namespace winnow::ui {

class LabelledSlider;

/// How much stays: the present figures, and the slider that decides. Without a share the method's
/// own rule decides and the slider shows where it ends.
class SharePanel : public QFrame {
    Q_OBJECT

public:
    explicit SharePanel(QWidget* parent = nullptr);

    /// Share of the samples that may go which stays, 0 to 1; none: by the rule.
    [[nodiscard]] std::optional<double> keep() const { return m_keep; }
    void setKeep(std::optional<double> keep);
    /// Whether the method has a rule to go back to.
    void setHasRule(bool has);
    /// Where the rule ends, for the mark above the slider; none: not known.
    void setRuleShare(std::optional<double> share);

    /// classes: names in the order of the preview.
    void present(const SelectionPreview& preview, const QStringList& classes);

    [[nodiscard]] LabelledSlider* slider() const { return m_slider; }
    [[nodiscard]] QPushButton* ruleButton() const { return m_rule; }
    /// What stands over the slider, "80.0 %" and its caption first.
    [[nodiscard]] QStringList figures() const;

Q_SIGNALS:
    /// By a person, at every step.
    void keepChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void keepHeight();
    void addFigure();
    void setFigure(int index, const QString& value, const QString& caption, const QString& help);
    void updateRuleButton();

    QList<QPair<QLabel*, QLabel*>> m_figures;
    QLayout* m_row;
    LabelledSlider* m_slider;
    QPushButton* m_rule;
    std::optional<double> m_keep;
    bool m_hasRule = false;
};

/// The class that is furthest from what random leaves of it, in standard deviations; -1 when none
/// differs.
[[nodiscard]] int furthestFromRandom(const SelectionPreview& preview);

}  // namespace winnow::ui
