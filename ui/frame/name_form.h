// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>

namespace winnow::ui {

/// Asks for one name. Deletes itself when closed.
class NameForm : public QDialog {
    Q_OBJECT

public:
    /// `known`: offered while typing.
    NameForm(const QString& title,
             const QString& label,
             const QString& proposal,
             const QStringList& known,
             QWidget* parent);

Q_SIGNALS:
    void named(const QString& name);
};

}  // namespace winnow::ui
