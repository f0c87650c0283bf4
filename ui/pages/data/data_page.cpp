// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/data_page.h"

#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/data/class_panel.h"
#include "ui/pages/data/dataset_text.h"
#include "ui/pages/data/view_options.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"

#include <QComboBox>
#include <QDataStream>
#include <QIODevice>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr quint8 kStateVersion = 1;

}  // namespace

QString DataPage::subtitle() const { return datasetText(*session()); }

QList<QWidget*> DataPage::headerWidgets() { return {m_datasets, m_wants, m_import}; }

void DataPage::activated() {
    if (session()->dataset() == nullptr) {
        m_empty->actionButton()->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_gallery->setFocus(Qt::OtherFocusReason);
    m_gallery->showSample(session()->selection()->current());
}

QByteArray DataPage::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    const ViewOptions::Choice choice = m_options->choice();
    stream << kStateVersion << choice.sort << static_cast<qint32>(choice.order) << choice.caption
           << static_cast<qint32>(choice.size);
    return state;
}

void DataPage::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    quint8 version = 0;
    ViewOptions::Choice choice;
    qint32 order = 0, size = 0;
    stream >> version >> choice.sort >> order >> choice.caption >> size;
    if (stream.status() != QDataStream::Ok || version != kStateVersion) return;
    choice.order = order == Qt::DescendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
    choice.size = static_cast<TileSize>(std::clamp<qint32>(size, 0, 3));
    m_options->setChoice(choice);
}

void DataPage::showDatasets() {
    const QSignalBlocker blocker(m_datasets);
    m_datasets->clear();
    for (const store::ArtifactRow& row : session()->artifacts(Part::Dataset)) {
        const QString id = QString::fromStdString(row.id);
        m_datasets->addItem(session()->title(id), id);
    }
    m_datasets->setCurrentIndex(m_datasets->findData(session()->chosen(Part::Dataset)));
    m_datasets->setVisible(m_datasets->count() > 1);
}

void DataPage::showState() {
    const bool hasData = session()->dataset() != nullptr;
    const bool nothingLeft = hasData && m_model->rowCount() == 0;
    m_classes->setVisible(hasData);
    m_options->setVisible(hasData);
    m_wants->setVisible(hasData);
    m_import->setVisible(hasData);
    if (!hasData)
        m_empty->setTexts(tr("No data set yet"),
                          tr("Winnow reads folders of images, IDX, CIFAR, SVHN, NPZ and Tiny "
                             "ImageNet. Files are read only; a set of 60 000 small images takes "
                             "seconds and about 50 MB in the project."),
                          tr("Import…"));
    else
        m_empty->setTexts(tr("No sample matches the filter"),
                          tr("The filter hides what does not match."),
                          tr("Clear the filter"));
    m_stack->setCurrentWidget(hasData && !nothingLeft ? static_cast<QWidget*>(m_gallery) : m_empty);
}

void DataPage::leadOn() {
    if (session()->dataset() == nullptr)
        Q_EMIT jobFormRequested(QStringLiteral("import"), QByteArrayLiteral("{}"));
    else
        session()->filter()->clear();
}

void DataPage::applyOptions() {
    const ViewOptions::Choice choice = m_options->choice();
    m_model->sortBy(choice.sort, choice.order);
    m_model->setCaption(choice.caption);
    m_gallery->setTileSize(choice.size);
}

void DataPage::sortBy(const QString& score, Qt::SortOrder order) {
    ViewOptions::Choice choice = m_options->choice();
    choice.sort = score;
    choice.order = order;
    choice.caption.clear();
    m_options->setChoice(choice);
    m_gallery->scrollToTop();
}

void DataPage::say(const QString& sentence) {
    m_message->showMessage(MessageCard::Kind::Info, sentence, {}, true);
}

}  // namespace winnow::ui
