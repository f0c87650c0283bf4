// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/cluster_compare_dialog.h"

#include "ui/engine/serve_client.h"
#include "ui/pages/clusters/cluster_words.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/role_label.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>

namespace winnow::ui {
namespace {

constexpr int kAgreementDecimals = 3;

}  // namespace

ClusterCompareDialog::ClusterCompareDialog(Session* session, ServeClient* client, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_client(client),
      m_first(new QComboBox(this)),
      m_second(new QComboBox(this)),
      m_what(makeParagraph({}, "secondary", this)),
      m_summary(makeParagraph({}, "", this)),
      m_view(new QTableView(this)),
      m_table(new QStandardItemModel(0, Columns, this)),
      m_message(new MessageCard(this)),
      m_keep(new QPushButton(tr("Keep as a result…"), this)) {
    setWindowTitle(tr("Compare clusterings"));
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    auto* form = new QFormLayout;
    form->setVerticalSpacing(scaled(size::kSpace));
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("First"), m_first);
    form->addRow(tr("Second"), m_second);
    makeTable();
    m_keep->setToolTip(tr("Store these figures in the project, with what they were made from"));
    auto* close = new QPushButton(tr("Close"), this);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_keep);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(form);
    column->addWidget(m_what);
    column->addWidget(m_message);
    column->addWidget(m_summary);
    column->addWidget(m_view, 1);
    column->addLayout(buttons);
    m_message->hide();
    resize(scaled(760), scaled(560));
    fillFields();
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_keep, &QPushButton::clicked, this, &ClusterCompareDialog::keep);
    connect(m_message, &MessageCard::actionRequested, this, &ClusterCompareDialog::compare);
    connect(m_first, &QComboBox::currentIndexChanged, this, &ClusterCompareDialog::compare);
    connect(m_second, &QComboBox::currentIndexChanged, this, &ClusterCompareDialog::compare);
    compare();
}

void ClusterCompareDialog::makeTable() {
    m_view->setModel(m_table);
    m_view->setAccessibleName(tr("Agreement per class"));
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(scaled(size::kDenseTableRow));
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setShowGrid(false);
    m_table->setHorizontalHeaderLabels({tr("Class"),
                                        tr("Samples in both"),
                                        tr("Adjusted Rand"),
                                        tr("Rank corr. of sizes"),
                                        tr("Head overlap")});
    const QStringList help{
        QString(),
        tr("Samples that both cluster; the others are left out"),
        tr("How far both put the same samples together: 1 the same clusters, about 0 as by chance"),
        tr("Spearman correlation of the size of each sample's own cluster, −1 to 1: 1, who is in "
           "large clusters in one is so in the other"),
        tr("Samples in the largest cluster of both, over those in either: 0 to 1")};
    for (int i = 0; i < Columns; ++i) {
        m_table->horizontalHeaderItem(i)->setTextAlignment(
            (i == Class ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        m_table->horizontalHeaderItem(i)->setToolTip(help[i]);
    }
}

void ClusterCompareDialog::fillFields() {
    for (QComboBox* field : {m_first, m_second}) {
        for (const store::ArtifactRow& row : m_session->artifacts(Part::Cluster)) {
            const QString id = QString::fromStdString(row.id);
            field->addItem(
                tr("%1 (%2)").arg(m_session->title(id), clusterProvenance(*m_session, id)), id);
        }
        field->setCurrentIndex(field->count() - (field == m_first ? 2 : 1));
    }
}

void ClusterCompareDialog::setClusters(const QString& first, const QString& second) {
    m_first->setCurrentIndex(m_first->findData(first));
    m_second->setCurrentIndex(m_second->findData(second));
}

QString ClusterCompareDialog::summary() const { return m_summary->text(); }

void ClusterCompareDialog::compare() {
    const int question = ++m_question;
    m_table->removeRows(0, m_table->rowCount());
    m_message->hide();
    m_summary->clear();
    m_keep->setEnabled(false);
    const QString first = m_first->currentData().toString();
    const QString second = m_second->currentData().toString();
    if (first.isEmpty() || second.isEmpty())
        return m_what->setText(
            tr("Cluster twice to compare: two kernels, two trainings or two "
               "settings."));
    m_what->setText(clusterDifference(*m_session, first, second));
    if (m_client == nullptr)
        return m_message->showMessage(MessageCard::Kind::Error, tr("There is no engine to ask."));
    m_client->ask({{QStringLiteral("ask"), QStringLiteral("compare_clusters")},
                   {QStringLiteral("clusters"), QJsonArray{first, second}}},
                  this,
                  [this, question](const ServeAnswer& answer) {
                      if (question != m_question) return;
                      if (answer.ok) return showAnswer(answer.body);
                      m_message->showMessage(
                          MessageCard::Kind::Error, sentenceText(answer.error), tr("Ask again"));
                  });
}

void ClusterCompareDialog::addRow(const QString& name, const QJsonObject& figures) {
    const auto figure = [&](const char* key) {
        return numberText(figures[QLatin1String(key)].toDouble(kNotDefined), kAgreementDecimals);
    };
    const QStringList texts{name,
                            countText(figures[QLatin1String("samples")].toInteger()),
                            figure("adjusted_rand"),
                            figure("size_rank_correlation"),
                            figure("head_overlap")};
    QList<QStandardItem*> items;
    for (int i = 0; i < Columns; ++i) {
        auto* item = new QStandardItem(texts[i]);
        item->setTextAlignment((i == Class ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        items << item;
    }
    m_table->appendRow(items);
}

void ClusterCompareDialog::showAnswer(const QJsonObject& answer) {
    for (const QJsonValue one : answer[QLatin1String("per_class")].toArray())
        addRow(one[QLatin1String("class")].toString(), one.toObject());
    addRow(tr("all"), answer);
    const auto figure = [&](const char* key) {
        return numberText(answer[QLatin1String(key)].toDouble(kNotDefined), kAgreementDecimals);
    };
    const bool oneClass = answer[QLatin1String("per_class")].toArray().size() < 2;
    m_summary->setText(
        tr("Over %1 that both cluster: adjusted Rand index %2, rank correlation of the sizes %3.")
            .arg(samplesText(answer[QLatin1String("samples")].toInteger()),
                 figure("adjusted_rand"),
                 figure("size_rank_correlation")) +
        (oneClass ? QString()
                  : tr(" Clusters made per class agree on the classes at once, so look at the rows "
                       "of the classes; the overlap of all is their mean.")));
    m_keep->setEnabled(true);
}

void ClusterCompareDialog::keep() {
    QJsonObject fields;
    fields[QStringLiteral("cluster")] =
        QJsonArray{m_first->currentData().toString(), m_second->currentData().toString()};
    Q_EMIT keepRequested(jsonText(fields));
    accept();
}

}  // namespace winnow::ui
