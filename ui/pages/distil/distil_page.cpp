// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distil_page.h"

#include "ui/engine/job_queue.h"
#include "ui/pages/distil/distil_view.h"
#include "ui/pages/distil/export_dialog.h"
#include "ui/pages/distil/gallery_panel.h"
#include "ui/pages/distil/job_fate.h"
#include "ui/pages/distil/transfer_view.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QMenu>
#include <QPushButton>

namespace winnow::ui {
namespace {

// Widths of the page, at 13 px text, below which buttons are left to the menu of tasks.
constexpr int kTrainFolds = 1160, kNewFolds = 1000;

}  // namespace

DistilPage::DistilPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Distil, context, parent),
      m_fate(new JobFate(context, this)),
      m_view(new DistilView(context, this)),
      m_tasks(new QPushButton(tr("I want to…"), this)),
      m_new(new QPushButton(tr("New…"), this)),
      m_train(new QPushButton(tr("Train networks on these…"), this)),
      m_export(new QPushButton(tr("Export…"), this)) {
    m_export->setProperty("kind", QStringLiteral("primary"));
    m_export->setIcon(ui::icon(Icon::Export, &Theme::onAccent));
    makeTasks();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addWidget(m_fate);
    column->addWidget(m_view, 1);
    connect(m_view, &ResultView::pageRequested, this, &Page::pageRequested);
    connect(m_view, &ResultView::jobFormRequested, this, &Page::jobFormRequested);
    connect(m_view, &ResultView::shown, this, &DistilPage::showButtons);
    connect(m_fate, &JobFate::formRequested, this, [this](const QByteArray& fields) {
        Q_EMIT jobFormRequested(QStringLiteral("distill"), fields);
    });
    connect(m_new, &QPushButton::clicked, m_view, &ResultView::askForJob);
    connect(m_train, &QPushButton::clicked, m_view->transfer(), &ResultView::askForJob);
    connect(m_export, &QPushButton::clicked, this, &DistilPage::openExport);
    showButtons();
}

void DistilPage::makeTasks() {
    auto* menu = new QMenu(m_tasks);
    menu->addAction(tr("Make one image per class…"), this, [this] { m_view->askForImages(1); });
    menu->addAction(tr("Make ten images per class…"), this, [this] { m_view->askForImages(10); });
    menu->addAction(
        tr("Find the best labels for real images…"), this, [this] { m_view->askForLabels(); });
    menu->addSeparator();
    menu->addAction(tr("Train networks on these…"), this, [this] {
        m_view->parts()->setCurrentIndex(DistilView::Networks);
        m_view->transfer()->askForJob();
    });
    menu->addAction(tr("See what kernels reach on few real images…"), this, [this] {
        Q_EMIT jobFormRequested(
            QStringLiteral("kernel-curve"),
            jsonText(QJsonObject{{QStringLiteral("dataset"), session()->chosen(Part::Dataset)}}));
    });
    menu->addSeparator();
    menu->addAction(
        tr("Keep real images instead"), this, [this] { Q_EMIT pageRequested(PageId::Prune); });
    m_tasks->setMenu(menu);
}

void DistilPage::showButtons() {
    const QString trouble = jobTrouble(context());
    const Distilled* distilled = m_view->distilled();
    const QString noData =
        session()->dataset() == nullptr ? tr("There is no data set to distil") : trouble;
    const QString noImages = distilled == nullptr ? tr("There are no stored images yet") : trouble;
    offer(m_tasks, noData);
    offer(m_new, noData, tr("Opens the form of a distillation; it shows what a step costs"));
    offer(m_train, noImages);
    // What is stored can leave a project that is only looked at.
    const QString engine = context().jobs->engineTrouble();
    offer(m_export, distilled == nullptr ? noImages : engine);
    m_export->setText(distilled == nullptr
                          ? tr("Export…")
                          : tr("Export %1…").arg(countText(distilled->images->shape.images)));
    m_view->choice()->setVisible(m_view->choice()->count() > 0);
    // One primary button: the empty page's own leads on there.
    m_export->setVisible(m_view->isFilled());
    Q_EMIT subtitleChanged();
}

QString DistilPage::subtitle() const {
    if (!m_view->about().isEmpty()) return m_view->about();
    return session()->dataset() == nullptr
               ? QString()
               : tr("A few images that teach a kernel machine what many do");
}

QList<QWidget*> DistilPage::headerWidgets() {
    return {m_view->choice(), m_tasks, m_new, m_train, m_export};
}

void DistilPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    m_train->setVisible(width() >= scaled(kTrainFolds));
    m_new->setVisible(width() >= scaled(kNewFolds));
}

DistilExportDialog* DistilPage::exportDialog() const { return m_dialog; }

void DistilPage::openExport() {
    if (m_view->distilled() == nullptr) return;
    m_dialog = new DistilExportDialog(
        context(), *m_view->distilled(), m_view->gallery()->step().value_or(0), this);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->open();
}

QByteArray DistilPage::saveState() const { return m_view->saveState(); }

void DistilPage::restoreState(const QByteArray& state) { m_view->restoreState(state); }

}  // namespace winnow::ui
