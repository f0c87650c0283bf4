// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cost_card.h"

#include <QByteArray>
#include <QJsonObject>

namespace winnow::ui {

class Session;

/// What a job would take, from sizes that are known and from the time the last job of its kind took
/// in this project, in proportion to the work: samples x epochs of all trainings, pairs for a
/// kernel. Without such a job, and of kinds whose time grows otherwise, the time is not known.
/// `fields`: as validated.
[[nodiscard]] JobCost jobCost(const Session& session,
                              const QString& kind,
                              const QByteArray& fields,
                              const QString& folder);

/// The same with what `serve` answers to "cost": memory, and a time where none is known.
[[nodiscard]] JobCost withAnswer(JobCost cost, const QJsonObject& answer);

}  // namespace winnow::ui
