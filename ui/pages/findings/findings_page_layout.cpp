// SPDX-License-Identifier: GPL-3.0-or-later
// Header, options, tasks and empty state of FindingsPage.
#include "ui/pages/findings/case_table.h"
#include "ui/pages/findings/duplicate_model.h"
#include "ui/pages/findings/duplicate_view.h"
#include "ui/pages/findings/findings_page.h"
#include "ui/pages/findings/suspect_model.h"
#include "ui/pages/findings/suspect_view.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

namespace winnow::ui {

void FindingsPage::makeHeader() {
    m_artifacts->setAccessibleName(tr("Search whose findings are shown"));
    m_artifacts->setToolTip(m_artifacts->accessibleName());
    m_artifacts->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_views->setAccessibleName(tr("List"));
    m_tasks->setMenu(new QMenu(m_tasks));
    m_tasks->menu()->setToolTipsVisible(true);
    m_export->setToolTip(
        tr("Saves the list that is seen as CSV, in its order, with evidence and "
           "decisions."));
    connect(m_tasks->menu(), &QMenu::aboutToShow, this, &FindingsPage::fillTasks);
    connect(m_artifacts, &QComboBox::activated, this, [this] {
        look(m_artifacts->currentData().toString());
    });
    connect(m_views, &Segments::currentChanged, this, &FindingsPage::showView);
    connect(m_export, &QPushButton::clicked, this, &FindingsPage::askForPlace);
    connect(m_clean, &QPushButton::clicked, this, &FindingsPage::exportClean);
}

QWidget* FindingsPage::makeBody() {
    auto* body = new QWidget(this);
    auto* options = new FlowLayout(nullptr, size::kSpace);  // wraps with large text
    for (QWidget* each : QList<QWidget*>{m_views, m_artifacts, m_export, m_clean})
        options->addWidget(each);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addLayout(options);
    column->addWidget(m_lists, 1);
    return body;
}

QList<QWidget*> FindingsPage::headerWidgets() { return {m_tasks}; }

void FindingsPage::fillTasks() {
    QMenu* menu = m_tasks->menu();
    menu->clear();
    SampleSet open(session()->sampleCount());
    const SuspectModel* suspects = m_suspects->suspects();
    for (int suspect = 0; suspect < suspects->cases(); ++suspect)
        if (suspects->isOpen(suspect)) open.insert(suspects->sampleOf(suspect));
    const bool any = !open.empty();
    menu->addAction(tr("Judge the next open suspect"),
                    this,
                    [this] {
                        m_views->setCurrentIndex(0);
                        CaseTable* table = m_suspects->table();
                        table->setFocus(Qt::OtherFocusReason);
                        table->goTo(m_suspects->suspects()->nextOpen(table->currentRow()));
                    })
        ->setEnabled(any);
    menu->addAction(tr("See the open suspects in the gallery: %1").arg(countText(open.count())),
                    this,
                    [this, open] { openInData(open); })
        ->setEnabled(any);
    const QPushButton* copies = m_duplicates->copiesButton();
    QAction* exclude = menu->addAction(copies->text(), m_duplicates, &DuplicateView::excludeCopies);
    exclude->setEnabled(copies->isEnabled());
    exclude->setToolTip(copies->toolTip());
    menu->addSeparator();
    const QString trouble = jobTrouble(context());
    offer(menu->addAction(
              tr("Search again with other settings…"), this, &FindingsPage::requestFindings),
          trouble);
    offer(menu->addAction(
              tr("Measure how far to trust the scores…"), this, &FindingsPage::requestFlips),
          trouble);
    menu->addSeparator();
    menu->addAction(m_export->text(), this, &FindingsPage::askForPlace);
    menu->addAction(m_clean->text(), this, &FindingsPage::exportClean)
        ->setEnabled(m_clean->isEnabled());
}

void FindingsPage::showEmpty() {
    const bool ready = !m_findings.id.isEmpty();
    m_stack->setCurrentIndex(ready ? 0 : 1);
    for (QWidget* each : std::initializer_list<QWidget*>{m_views, m_tasks, m_export})
        each->setEnabled(ready);
    if (ready) return;
    const bool imported = session()->dataset() != nullptr;
    const bool trained = !session()->chosen(Part::Run).isEmpty();
    const bool kernel = !session()->chosen(Part::Kernel).isEmpty();
    if (!imported)
        m_empty->setTexts(tr("No data set yet"),
                          tr("Wrong labels and duplicates are searched for in a data set: import "
                             "one first."),
                          tr("Go to Data"));
    else if (!trained)
        m_empty->setTexts(tr("No run yet"),
                          tr("The search needs a training, which knows what the network believes "
                             "and forgets, and a kernel, which knows what is alike."),
                          tr("Go to Train"));
    else if (!kernel)
        m_empty->setTexts(tr("No kernel yet"),
                          tr("The search needs a kernel of this run: whose neighbours contradict "
                             "its label, and which samples are equal."),
                          tr("Go to Interactions"));
    else
        m_empty->setTexts(tr("Not searched yet"),
                          tr("Run and kernel are there. The search ranks the labels they speak "
                             "against and lists equal samples. It trains five networks, or none "
                             "with folds at 0."),
                          tr("Find wrong labels and duplicates…"));
    const QString trouble = jobTrouble(context());
    m_empty->setActionEnabled(!kernel || trouble.isEmpty(), trouble);
}

}  // namespace winnow::ui
