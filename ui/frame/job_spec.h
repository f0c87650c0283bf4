// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/jobs/declaration.h"

#include <QByteArray>
#include <QMap>
#include <QString>

/// What a form holds, checked by the job's own declaration.
namespace winnow::ui {

/// Field name to what the person typed; absent: the default.
using TypedFields = QMap<QString, QString>;

struct CheckedFields {
    QByteArray json;                   ///< validated, as the engine takes it; empty with errors
    QMap<QString, QString> sentences;  ///< field name to what is wrong with it
    QString sentence;                  ///< wrong as a whole: fields that need each other
};

[[nodiscard]] CheckedFields checkedFields(const jobs::Declaration& declaration,
                                          const TypedFields& typed);

/// What would be used for a field nobody filled in, given the others; empty: nothing.
[[nodiscard]] QString defaultText(const jobs::Field& field,
                                  const jobs::Declaration& declaration,
                                  const TypedFields& typed);

/// Of a JSON object: text as it is, numbers and flags as typed, arrays with commas.
[[nodiscard]] TypedFields typedFields(const QByteArray& json);

/// "Weight decay" for "weight-decay".
[[nodiscard]] QString fieldTitle(const jobs::Field& field);

/// Help, unit, range, choices and default: a field's tooltip.
[[nodiscard]] QString fieldHelp(const jobs::Field& field);

}  // namespace winnow::ui
