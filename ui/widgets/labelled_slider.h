// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QSlider;

namespace winnow::ui {

/// A slider with its name, its value in words, labelled ticks and an optional mark above. Arrow
/// keys move 1 % of the range, Page keys 10 %; a double click or F2 opens a field to type the
/// value.
class LabelledSlider : public QWidget {
    Q_OBJECT

public:
    /// decimals: of typed and shown values.
    LabelledSlider(const QString& name,
                   double minimum,
                   double maximum,
                   int decimals,
                   QWidget* parent = nullptr);

    [[nodiscard]] double value() const { return m_value; }
    /// Clamped to the range; emits valueChanged if it differs.
    void setValue(double value);

    /// Only these values can be chosen, rising: they stand at even distances, an arrow key goes to
    /// the next one, Page keys over a tenth of them, and a typed value takes the nearest. The range
    /// becomes theirs, the value the nearest to what it was. Empty: none can, the slider is
    /// disabled.
    void setStops(QList<double> stops);

    /// Words shown beside the slider; the plain number at first.
    void setWords(std::function<QString(double)> words);
    void setTicks(QList<QPair<double, QString>> ticks);
    void setMark(double value, const QString& text);
    void clearMark();
    /// Without the row of name and words, for bars.
    void setCompact(bool compact);

    [[nodiscard]] QString words() const;

Q_SIGNALS:
    /// At every step of a drag.
    void valueChanged(double value);
    /// When a drag, a key press or an entry is done.
    void valueCommitted(double value);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void takeValue(double value);
    void showWords();
    void openField();
    void acceptField();
    void closeField();
    void updateMargins();
    [[nodiscard]] double xOf(double value) const;
    /// Where a value lies on the slider, 0 to its last step.
    [[nodiscard]] double stepOf(double value) const;
    [[nodiscard]] double valueOf(int step) const;
    [[nodiscard]] double nearestStop(double value) const;

    double m_minimum;
    double m_maximum;
    int m_decimals;
    double m_value;
    std::function<QString(double)> m_words;
    QList<double> m_stops;
    QList<QPair<double, QString>> m_ticks;
    std::optional<QPair<double, QString>> m_mark;
    QLabel* m_nameLabel;
    QLabel* m_wordsLabel;
    QLineEdit* m_field;
    QSlider* m_slider;
    bool m_compact = false;
};

}  // namespace winnow::ui
