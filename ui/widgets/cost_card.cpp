// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cost_card.h"

#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>

namespace winnow::ui {
namespace {

bool exceeds(const std::optional<double>& needed, const std::optional<double>& available) {
    return needed && available && *needed > *available;
}

QString ofFree(double needed, const std::optional<double>& available) {
    return available ? CostCard::tr("%1 of %2 free").arg(bytesText(needed), bytesText(*available))
                     : bytesText(needed);
}

QString timeText(const JobCost& cost) {
    if (!cost.seconds) return CostCard::tr("not measured yet");
    if (!cost.secondsDeviation)
        return CostCard::tr("about %1").arg(roughDurationText(*cost.seconds));
    return roughDurationText(*cost.seconds) + QStringLiteral(" ± ") +
           roughDurationText(*cost.secondsDeviation);
}

}  // namespace

CostCard::CostCard(QWidget* parent)
    : QFrame(parent),
      m_title(new QLabel(this)),
      m_rows(new QGridLayout),
      m_measured(new QLabel(this)) {
    setProperty("role", QStringLiteral("raised"));
    m_title->setProperty("role", QStringLiteral("strong"));
    m_measured->setProperty("role", QStringLiteral("caption"));
    m_measured->setWordWrap(true);
    m_rows->setColumnStretch(1, 1);
    m_rows->setVerticalSpacing(scaled(size::kSpaceInGroup));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(scaled(size::kSpaceInGroup));
    column->addWidget(m_title);
    column->addLayout(m_rows);
    column->addWidget(m_measured);
    column->addStretch();
}

bool CostCard::fits() const {
    return !exceeds(m_cost.memoryBytes, m_cost.memoryFreeBytes) &&
           !exceeds(m_cost.diskBytes, m_cost.diskFreeBytes);
}

void CostCard::setCost(const JobCost& cost) {
    m_cost = cost;
    m_title->setText(cost.title);
    m_title->setVisible(!cost.title.isEmpty());
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    addRow(tr("Time"), timeText(cost), false);
    if (cost.memoryBytes)
        addRow(tr("Memory"),
               ofFree(*cost.memoryBytes, cost.memoryFreeBytes),
               exceeds(cost.memoryBytes, cost.memoryFreeBytes));
    if (cost.diskBytes)
        addRow(tr("Disk"),
               ofFree(*cost.diskBytes, cost.diskFreeBytes),
               exceeds(cost.diskBytes, cost.diskFreeBytes));
    if (!cost.reused.isEmpty()) addRow(tr("Uses again"), cost.reused, false);
    m_measured->setText(cost.measured);
    m_measured->setVisible(!cost.measured.isEmpty());
}

void CostCard::addRow(const QString& name, const QString& value, bool tooMuch) {
    const int row = m_rows->count() / 2;
    auto* nameLabel = new QLabel(name, this);
    nameLabel->setProperty("role", QStringLiteral("secondary"));
    auto* valueLabel = new QLabel(value, this);
    valueLabel->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    valueLabel->setWordWrap(true);
    valueLabel->setAccessibleName(name + u' ' + value);
    if (tooMuch) valueLabel->setProperty("role", QStringLiteral("danger"));
    m_rows->addWidget(nameLabel, row, 0, Qt::AlignTop);
    m_rows->addWidget(valueLabel, row, 1);
}

}  // namespace winnow::ui
