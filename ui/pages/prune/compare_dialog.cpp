// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/compare_dialog.h"

#include "engine/store/error.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>

#include <cmath>

namespace winnow::ui {

CompareDialog::CompareDialog(Session* session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_first(new QComboBox(this)),
      m_second(new QComboBox(this)),
      m_summary(new QLabel(this)),
      m_view(new QTableView(this)),
      m_table(new QStandardItemModel(0, Columns, this)),
      m_message(new MessageCard(this)) {
    setWindowTitle(tr("Compare selections"));
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    auto* form = new QFormLayout;
    form->setVerticalSpacing(scaled(size::kSpace));
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("First"), m_first);
    form->addRow(tr("Second"), m_second);
    m_summary->setWordWrap(true);
    m_view->setModel(m_table);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(scaled(size::kDenseTableRow));
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setShowGrid(false);
    auto* close = new QPushButton(tr("Close"), this);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(form);
    column->addWidget(m_message);
    column->addWidget(m_summary);
    column->addWidget(m_view, 1);
    column->addLayout(buttons);
    m_message->hide();
    resize(scaled(720), scaled(520));
    fillFields();
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_first, &QComboBox::currentIndexChanged, this, &CompareDialog::compare);
    connect(m_second, &QComboBox::currentIndexChanged, this, &CompareDialog::compare);
    compare();
}

void CompareDialog::fillFields() {
    for (QComboBox* field : {m_first, m_second}) {
        for (const store::ArtifactRow& row : m_session->artifacts(Part::Selection)) {
            const QString id = QString::fromStdString(row.id);
            field->addItem(m_session->title(id), id);
        }
        field->setCurrentIndex(field->count() - (field == m_first ? 2 : 1));
    }
}

void CompareDialog::setSelections(const QString& first, const QString& second) {
    m_first->setCurrentIndex(m_first->findData(first));
    m_second->setCurrentIndex(m_second->findData(second));
}

QString CompareDialog::summary() const { return m_summary->text(); }

void CompareDialog::addRow(const QString& name, const Overlap& overlap) {
    const QStringList texts{name,
                            countText(overlap.size),
                            countText(overlap.first),
                            countText(overlap.second),
                            countText(overlap.both),
                            numberText(overlap.bothByChance(), 1),
                            numberText(overlap.jaccard(), 3)};
    QList<QStandardItem*> items;
    for (int i = 0; i < Columns; ++i) {
        auto* item = new QStandardItem(texts[i]);
        item->setTextAlignment((i == Class ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        items << item;
    }
    m_table->appendRow(items);
}

void CompareDialog::compare() {
    m_table->removeRows(0, m_table->rowCount());
    m_table->setHorizontalHeaderLabels({tr("Class"),
                                        tr("Samples"),
                                        tr("First keeps"),
                                        tr("Second keeps"),
                                        tr("Both keep"),
                                        tr("By chance"),
                                        tr("Jaccard")});
    for (int i = 0; i < Columns; ++i)
        m_table->horizontalHeaderItem(i)->setTextAlignment(
            (i == Class ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    const QString first = m_first->currentData().toString();
    const QString second = m_second->currentData().toString();
    m_message->hide();
    if (first.isEmpty() || second.isEmpty()) {
        m_summary->setText(tr("Save two selections to compare them."));
        return;
    }
    try {
        const std::int64_t samples = m_session->sampleCount();
        const store::Project& project = m_session->project();
        const auto a = selectionArrays(project, first.toStdString(), samples);
        const auto b = selectionArrays(project, second.toStdString(), samples);
        const auto found = overlaps(
            a.kept.values(), b.kept.values(), m_session->labels(), m_session->classCount());
        const Overlap& all = found.back();
        m_summary->setText(
            tr("Both keep %1; two random choices of these sizes would share %2. Jaccard %3: the "
               "shared part of what either keeps.")
                .arg(samplesText(all.both),
                     samplesText(std::llround(all.bothByChance())),
                     numberText(all.jaccard(), 3)));
        for (std::int64_t k = 0; k < m_session->classCount(); ++k)
            addRow(m_session->className(k), found[static_cast<std::size_t>(k)]);
        addRow(tr("all"), all);
    } catch (const Error& error) {
        m_summary->clear();
        m_message->showMessage(MessageCard::Kind::Error,
                               sentenceText(QString::fromUtf8(error.what())));
    }
}

}  // namespace winnow::ui
