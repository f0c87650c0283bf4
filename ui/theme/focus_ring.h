// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace winnow::ui {

/// The ring around the widget that has the focus, shown when it came there by keyboard. Item views
/// and widgets with the property `ownFocus` paint their current item themselves and get none.
class FocusRing : public QObject {
    Q_OBJECT

public:
    /// Once for the application; later calls do nothing.
    static void install();

    /// The widget that has the ring now, or null.
    [[nodiscard]] QWidget* ringed() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    explicit FocusRing(QObject* parent);
    void show(QWidget* widget);
    void hide();

    QPointer<QFocusFrame> m_frame;
};

}  // namespace winnow::ui
