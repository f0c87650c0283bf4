// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;

namespace winnow::ui {

/// Two to four exclusive views side by side; arrow keys change between them.
class Segments : public QWidget {
    Q_OBJECT

public:
    explicit Segments(const QStringList& texts, QWidget* parent = nullptr);

    [[nodiscard]] int currentIndex() const;
    void setCurrentIndex(int index);
    /// A disabled segment says why in its tooltip.
    void setSegmentEnabled(int index, bool enabled, const QString& reason = {});
    void setSegmentToolTip(int index, const QString& text);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup* m_buttons;
};

}  // namespace winnow::ui
