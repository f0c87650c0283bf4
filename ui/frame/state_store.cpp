// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/state_store.h"

#include <QSettings>

namespace winnow::ui {

StateStore::StateStore() { m_writer.setMaxThreadCount(1); }

StateStore::~StateStore() { flush(); }

void StateStore::flush() { m_writer.waitForDone(); }

QByteArray StateStore::value(const QString& key) const {
    const auto it = m_stored.find(key);
    return it != m_stored.end() ? *it : QSettings().value(key).toByteArray();
}

void StateStore::store(const States& states) {
    States changed;
    for (auto it = states.begin(); it != states.end(); ++it)
        if (value(it.key()) != it.value()) changed[it.key()] = it.value();
    if (changed.isEmpty()) return;
    m_stored.insert(changed);
    m_writer.start([changed] {
        QSettings settings;
        for (auto it = changed.begin(); it != changed.end(); ++it)
            settings.setValue(it.key(), it.value());
    });
}

}  // namespace winnow::ui
