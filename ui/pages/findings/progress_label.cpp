// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/progress_label.h"

#include "ui/pages/findings/case_model.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/role_label.h"

#include <QHBoxLayout>
#include <QLabel>

namespace winnow::ui {
namespace {

constexpr int kBar = 120;

}  // namespace

ProgressLabel::ProgressLabel(const CaseModel* cases, QWidget* parent)
    : QWidget(parent),
      m_cases(cases),
      m_words(makeLabel({}, "secondary", this)),
      m_bar(new ThinProgressBar(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    row->addWidget(m_bar);
    row->addWidget(m_words);
    m_bar->setFixedWidth(scaled(kBar));
    m_bar->setAccessibleName(tr("Judged"));
    connect(cases, &CaseModel::judgedChanged, this, &ProgressLabel::refresh);
    refresh();
}

QString ProgressLabel::words() const { return m_words->text(); }

void ProgressLabel::refresh() {
    const int cases = m_cases->cases();
    m_words->setText(tr("%1 of %2 judged").arg(countText(m_cases->judged()), countText(cases)));
    m_bar->setProgress(ProgressState::Running,
                       cases > 0 ? static_cast<double>(m_cases->judged()) / cases : 0);
}

}  // namespace winnow::ui
