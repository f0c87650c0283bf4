// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/findings_page.h"

#include "engine/store/error.h"
#include "ui/pages/findings/case_table.h"
#include "ui/pages/findings/duplicate_model.h"
#include "ui/pages/findings/duplicate_view.h"
#include "ui/pages/findings/list_text.h"
#include "ui/pages/findings/suspect_model.h"
#include "ui/pages/findings/suspect_view.h"
#include "ui/pages/findings/trust_panel.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/session/annotations.h"
#include "ui/session/json_text.h"
#include "ui/session/result_object.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/figure_export.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QComboBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

const QString kKind = QStringLiteral("findings");

}  // namespace

FindingsPage::FindingsPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Findings, context, parent),
      m_artifacts(new QComboBox(this)),
      m_views(new Segments({tr("Wrong labels"), tr("Duplicates")}, this)),
      m_tasks(new QPushButton(tr("I want to…"), this)),
      m_export(new QPushButton(tr("Export the list…"), this)),
      m_clean(new QPushButton(this)),
      m_message(new MessageCard(this)),
      m_suspects(new SuspectView(session(), this)),
      m_duplicates(new DuplicateView(session(), this)),
      m_stack(new QStackedWidget(this)),
      m_lists(new QStackedWidget(this)),
      m_empty(new EmptyPanel(Icon::Findings, this)) {
    makeHeader();
    m_lists->addWidget(m_suspects);
    m_lists->addWidget(m_duplicates);
    m_stack->addWidget(makeBody());
    m_stack->addWidget(m_empty);
    m_message->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
    connect(m_message, &MessageCard::dismissed, m_message, &QWidget::hide);
    connect(m_empty, &EmptyPanel::actionRequested, this, &FindingsPage::leadOn);
    connect(m_suspects->trust(), &TrustPanel::measureRequested, this, &FindingsPage::requestFlips);
    for (CaseTable* table : {m_suspects->table(), m_duplicates->table()})
        connect(table, &CaseTable::opened, this, [this] {
            Q_EMIT pageRequested(PageId::Interactions);
        });
    connect(session()->annotations(), &Annotations::changed, this, &FindingsPage::nameClean);
    connect(session(), &Session::artifactsChanged, this, &FindingsPage::takeArtifacts);
    connect(session(), &Session::datasetChanged, this, &FindingsPage::takeArtifacts);
    connect(session(), &Session::chosenChanged, this, &FindingsPage::showEmpty);
    takeArtifacts();
}

void FindingsPage::takeArtifacts() {
    const auto rows = session()->artifacts(kKind);
    const QString newest = rows.empty() ? QString() : QString::fromStdString(rows.back().id);
    const bool isNew = !newest.isEmpty() && m_artifacts->findData(newest) < 0;
    const bool first = m_artifacts->count() == 0;
    m_artifacts->clear();
    for (const store::ArtifactRow& row : rows) {
        const QString id = QString::fromStdString(row.id);
        m_artifacts->addItem(session()->title(id), id);
    }
    m_artifacts->setVisible(m_artifacts->count() > 1);
    // What has just been found is shown; at the start, what was looked at last.
    if (m_artifacts->findData(m_wanted) < 0 || (isNew && !first)) m_wanted = newest;
    m_artifacts->setCurrentIndex(m_artifacts->findData(m_wanted));
    look(m_wanted);
}

void FindingsPage::look(const QString& id) {
    m_wanted = id;
    m_suspects->trust()->setTrouble(jobTrouble(context()));
    if (id == m_findings.id && !id.isEmpty()) return m_suspects->trust()->refresh(m_findings);
    m_findings = {};
    m_probabilities.clear();
    m_message->hide();
    if (!id.isEmpty()) {
        try {
            m_findings = findingsArrays(session()->project(),
                                        id.toStdString(),
                                        session()->sampleCount(),
                                        session()->classCount());
            readFacts();
        } catch (const Error& error) {
            m_message->showMessage(MessageCard::Kind::Error,
                                   sentenceText(QString::fromUtf8(error.what())));
        }
    }
    m_suspects->setFindings(m_findings);
    m_duplicates->setFindings(m_findings);
    showEmpty();
    nameClean();
    Q_EMIT subtitleChanged();
}

void FindingsPage::readFacts() {
    const QString kind =
        ResultObject::of(session()->project(), m_findings.id.toStdString()).text("probabilities");
    if (kind == u"out-of-sample")
        m_probabilities = tr("judged by networks that never saw the sample");
    else if (kind == u"in-sample")
        m_probabilities = tr("judged by the network trained on them");
}

QString FindingsPage::subtitle() const {
    if (m_findings.id.isEmpty()) return {};
    QStringList parts{session()->title(m_findings.id),
                      tr("%1 suspects").arg(countText(m_findings.suspects())),
                      tr("%1 pairs").arg(countText(m_findings.duplicates()))};
    if (!m_probabilities.isEmpty()) parts << m_probabilities;
    return parts.join(QStringLiteral(", "));
}

void FindingsPage::activated() {
    CaseTable* table = isShowingSuspects() ? m_suspects->table() : m_duplicates->table();
    if (m_stack->currentIndex() == 0) table->setFocus(Qt::OtherFocusReason);
}

bool FindingsPage::isShowingSuspects() const { return m_lists->currentIndex() == 0; }

void FindingsPage::showView(int view) {
    m_lists->setCurrentIndex(view);
    activated();
}

void FindingsPage::nameClean() {
    const std::int64_t excluded = session()->annotations()->excluded().count();
    const std::int64_t relabelled = session()->annotations()->relabelled().count();
    const std::int64_t left = session()->sampleCount() - excluded;
    m_clean->setText(tr("Export %1 cleaned…").arg(countText(left)));
    const bool ready = excluded + relabelled > 0 && left > 0;
    m_clean->setEnabled(ready);
    m_clean->setToolTip(
        ready ? tr("Exports the data set without the %1 you excluded, with your %2 new labels.")
                    .arg(countText(excluded), countText(relabelled))
              : tr("Nothing is excluded or relabelled yet."));
}

void FindingsPage::askForPlace() {
    auto* dialog =
        new QFileDialog(this,
                        tr("Export the list"),
                        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(QStringLiteral("CSV (*.csv)"));
    dialog->selectFile(isShowingSuspects() ? QStringLiteral("wrong-labels.csv")
                                           : QStringLiteral("duplicates.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, &FindingsPage::saveListTo);
    dialog->open();
}

void FindingsPage::saveListTo(const QString& path) {
    const QString text = isShowingSuspects() ? suspectCsv(*session(), *m_suspects->suspects())
                                             : duplicateCsv(*session(), *m_duplicates->pairs());
    try {
        saveBytes(text.toUtf8(), tr("list"), path);
        m_message->showMessage(
            MessageCard::Kind::Info,
            tr("Saved %1 rows as %2.").arg(countText(text.count(u'\n') - 1)).arg(path),
            {},
            true);
    } catch (const Error& error) {
        m_message->showMessage(MessageCard::Kind::Error, QString::fromUtf8(error.what()), {}, true);
    }
}

void FindingsPage::exportClean() {
    auto* dialog =
        new ExportDialog(context(), session()->annotations()->excluded().complement(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void FindingsPage::openInData(const SampleSet& samples) {
    session()->selection()->select(samples);
    Q_EMIT pageRequested(PageId::Data);
}

void FindingsPage::requestFindings() {
    QJsonObject fields;
    const QString kernel = session()->chosen(Part::Kernel), run = session()->chosen(Part::Run);
    if (!kernel.isEmpty()) fields[QStringLiteral("kernel")] = kernel;
    if (!run.isEmpty()) fields[QStringLiteral("run")] = run;
    Q_EMIT jobFormRequested(kKind, jsonText(fields));
}

void FindingsPage::requestFlips() {
    Q_EMIT jobFormRequested(
        QStringLiteral("label-flips"),
        jsonText(QJsonObject{{QStringLiteral("dataset"), session()->chosen(Part::Dataset)}}));
}

void FindingsPage::leadOn() {
    if (session()->dataset() == nullptr)
        Q_EMIT pageRequested(PageId::Data);
    else if (session()->chosen(Part::Run).isEmpty())
        Q_EMIT pageRequested(PageId::Train);
    else if (session()->chosen(Part::Kernel).isEmpty())
        Q_EMIT pageRequested(PageId::Interactions);
    else
        requestFindings();
}

QByteArray FindingsPage::saveState() const {
    return jsonText({{QStringLiteral("findings"), m_wanted},
                     {QStringLiteral("view"), m_views->currentIndex()},
                     {QStringLiteral("suspects"), splitterText(*m_suspects->rows())},
                     {QStringLiteral("duplicates"), splitterText(*m_duplicates->rows())}});
}

void FindingsPage::restoreState(const QByteArray& state) {
    const QJsonObject fields = QJsonDocument::fromJson(state).object();
    if (fields.isEmpty()) return;
    m_wanted = fields[QLatin1String("findings")].toString();
    if (const int index = m_artifacts->findData(m_wanted); index >= 0) {
        m_artifacts->setCurrentIndex(index);
        look(m_wanted);
    }
    m_views->setCurrentIndex(fields[QLatin1String("view")].toInt() == 1 ? 1 : 0);
    restoreSplitter(*m_suspects->rows(), fields[QLatin1String("suspects")].toString());
    restoreSplitter(*m_duplicates->rows(), fields[QLatin1String("duplicates")].toString());
}

}  // namespace winnow::ui
