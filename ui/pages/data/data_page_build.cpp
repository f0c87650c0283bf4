// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/data/class_panel.h"
#include "ui/pages/data/data_page.h"
#include "ui/pages/data/data_tasks.h"
#include "ui/pages/data/sample_actions.h"
#include "ui/pages/data/view_options.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"

#include <QComboBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace winnow::ui {

DataPage::DataPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Data, context, parent),
      m_model(new SampleModel(context.session, this)),
      m_classes(new ClassPanel(context.session, this)),
      m_options(new ViewOptions(context.session, this)),
      m_message(new MessageCard(this)),
      m_gallery(new GalleryView(this)),
      m_empty(new EmptyPanel(Icon::Data, this)),
      m_stack(new QStackedWidget(this)),
      m_actions(new SampleActions(context, m_gallery)),
      m_datasets(new QComboBox(this)),
      m_wants(new QPushButton(tr("I want to…"), this)),
      m_tasks(new DataTasks(context, m_wants)),
      m_import(new QPushButton(ui::icon(Icon::Import), tr("Import…"), this)) {
    build();
    buildHeader();
    connectSession();
    connectParts();
    showDatasets();
    applyOptions();
    showState();
}

void DataPage::build() {
    m_gallery->setSampleModel(m_model);
    m_stack->addWidget(m_gallery);
    m_stack->addWidget(m_empty);
    m_message->hide();
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, scaled(size::kSpace), margin, scaled(size::kPanelPadding));
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(m_classes);
    column->addWidget(m_options);
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
}

void DataPage::buildHeader() {
    m_datasets->setAccessibleName(tr("Data set"));
    m_datasets->setToolTip(tr("The data set that all pages show."));
    m_datasets->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_wants->setMenu(m_tasks);
}

void DataPage::connectSession() {
    connect(session(), &Session::artifactsChanged, this, &DataPage::showDatasets);
    connect(session(), &Session::datasetChanged, this, [this] {
        m_message->hide();
        showDatasets();
        showState();
        Q_EMIT subtitleChanged();
    });
}

void DataPage::connectParts() {
    connect(m_model, &SampleModel::modelReset, this, &DataPage::showState);
    connect(m_options, &ViewOptions::changed, this, &DataPage::applyOptions);
    connect(m_empty, &EmptyPanel::actionRequested, this, &DataPage::leadOn);
    connect(m_gallery, &GalleryView::keyTyped, m_actions, &SampleActions::type);
    connect(m_gallery, &GalleryView::contextMenuAsked, m_actions, &SampleActions::showMenu);
    connect(m_gallery, &GalleryView::opened, this, [this](std::int64_t id) {
        session()->selection()->setCurrent(id);
        Q_EMIT pageRequested(PageId::Interactions);
    });
    connect(m_actions, &SampleActions::pageRequested, this, &Page::pageRequested);
    connect(m_actions, &SampleActions::hint, this, &DataPage::say);
    connect(m_tasks, &DataTasks::pageRequested, this, &Page::pageRequested);
    connect(m_tasks, &DataTasks::jobFormRequested, this, &Page::jobFormRequested);
    connect(m_tasks, &DataTasks::sortRequested, this, &DataPage::sortBy);
    connect(m_datasets, &QComboBox::activated, this, [this] {
        session()->choose(Part::Dataset, m_datasets->currentData().toString());
    });
    connect(m_import, &QPushButton::clicked, this, [this] {
        Q_EMIT jobFormRequested(QStringLiteral("import"), QByteArrayLiteral("{}"));
    });
}

}  // namespace winnow::ui
