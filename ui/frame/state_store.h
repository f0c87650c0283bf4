// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QThreadPool>

namespace winnow::ui {

/// What the window looks like, kept between starts: "window/geometry", "page0/state". Read from
/// QSettings; written there by a thread of its own, in order, since a file that is safe on the disk
/// takes longer than a click may. Destroying it waits for that.
class StateStore {
public:
    using States = QMap<QString, QByteArray>;

    StateStore();
    ~StateStore();

    [[nodiscard]] QByteArray value(const QString& key) const;
    /// Writes what differs from before.
    void store(const States& states);
    /// Waits until it is on the disk.
    void flush();

private:
    States m_stored;
    QThreadPool m_writer;
};

}  // namespace winnow::ui
