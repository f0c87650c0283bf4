// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/prune_page.h"

#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/pages/prune/compare_dialog.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/pages/prune/method_form.h"
#include "ui/pages/prune/outcome_gallery.h"
#include "ui/pages/prune/prune_method.h"
#include "ui/pages/prune/save_bar.h"
#include "ui/pages/prune/share_panel.h"
#include "ui/pages/prune/stage_panel.h"
#include "ui/pages/prune/stored_selection.h"
#include "ui/pages/prune/task_list.h"
#include "ui/session/annotations.h"
#include "ui/session/json_text.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel_splitter.h"

#include <QJsonDocument>
#include <QPushButton>
#include <QSplitter>

#include <algorithm>
#include <utility>

namespace winnow::ui {

namespace {

void openDialog(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

}  // namespace

PrunePage::PrunePage(const PageContext& context, QWidget* parent)
    : Page(PageId::Prune, context, parent),
      m_empty(new EmptyPanel(Icon::Prune, this)),
      m_tasks(new TaskList(this)),
      m_form(new MethodForm(context.session, this)),
      m_share(new SharePanel(this)),
      m_classes(new StagePanel(tr("Per class"), tr("Class"), this)),
      m_clusters(new StagePanel(tr("Per cluster"), tr("Cluster"), this)),
      m_noClusters(new EmptyPanel(Icon::Clusters, this)),
      m_goes(new OutcomeGallery(OutcomeGallery::Side::Goes, context.session, this)),
      m_stays(new OutcomeGallery(OutcomeGallery::Side::Stays, context.session, this)),
      m_message(new MessageCard(this)),
      m_bar(new SaveBar(this)),
      m_compare(new QPushButton(tr("Compare selections…"))),
      m_ask(new PreviewClient(context.serve, QStringLiteral("prune"), this)),
      m_askRule(new PreviewClient(context.serve, QStringLiteral("prune-rule"), this)) {
    build();
    connectParts();
    datasetChanged();
}

/// The header that takes the button over owns it from then on.
PrunePage::~PrunePage() {
    if (m_compare && m_compare->parent() == nullptr) delete m_compare;
}

void PrunePage::connectParts() {
    connect(m_tasks, &TaskList::taskChosen, this, &PrunePage::takeTask);
    connect(m_form, &MethodForm::changed, this, &PrunePage::methodChanged);
    connect(m_share, &SharePanel::keepChanged, this, &PrunePage::refresh);
    connect(m_ask, &PreviewClient::answered, this, &PrunePage::take);
    connect(m_ask, &PreviewClient::failed, this, [this](const QString& sentence) {
        m_message->showMessage(MessageCard::Kind::Error, sentence);
        Q_EMIT previewShown();
    });
    connect(m_askRule, &PreviewClient::answered, this, [this](const SelectionPreview& preview) {
        if (isOfOlderMarks(preview)) return;  // take() asks for both again
        m_ruleKey = selectionRule(preview.fields);
        m_share->setRuleShare(preview.keptShare());
    });
    for (StagePanel* panel : {m_classes, m_clusters})
        connect(panel->bars(), &StageBars::chosenChanged, this, [this, panel] {
            StagePanel* other = panel == m_classes ? m_clusters : m_classes;
            if (panel->bars()->chosen()) other->bars()->setChosen(std::nullopt);
            showGalleries();
        });
    connect(m_bar, &SaveBar::saveRequested, this, &PrunePage::save);
    connect(m_bar, &SaveBar::exportRequested, this, &PrunePage::openExport);
    connect(m_compare, &QPushButton::clicked, this, &PrunePage::openCompare);
    connect(m_noClusters, &EmptyPanel::actionRequested, this, [this] {
        const QJsonObject kernel{{QStringLiteral("kernel"), session()->chosen(Part::Kernel)}};
        Q_EMIT jobFormRequested(QStringLiteral("cluster"), jsonText(kernel));
    });
    connect(m_empty, &EmptyPanel::actionRequested, this, [this] {
        Q_EMIT pageRequested(PageId::Data);
    });
    connect(context().jobs, &JobQueue::jobEnded, this, &PrunePage::jobEnded);
    connect(session(), &Session::datasetChanged, this, &PrunePage::datasetChanged);
    connect(session(), &Session::artifactsChanged, this, [this] {
        showTasks();
        showSaved();
    });
    connect(session(), &Session::chosenChanged, this, [this](Part part) {
        showTasks();
        if (part == Part::Cluster && !m_preview.stages.empty()) showClusters();
    });
    connect(session()->selection(), &Selection::changed, this, &PrunePage::showTasks);
    // Exclusions decide as well; other marks do not.
    connect(session()->annotations(), &Annotations::changed, this, [this] {
        if (session()->annotations()->excluded() == m_excluded) return;
        m_excluded = session()->annotations()->excluded();
        m_ruleKey.clear();
        if (isVisible()) return refresh();
        m_ask->cancel();
        m_askRule->cancel();
        m_preview = {};
    });
}

QString PrunePage::subtitle() const {
    return tr("Choose what to keep. Nothing leaves the project until you export");
}

QList<QWidget*> PrunePage::headerWidgets() { return {m_compare}; }

bool PrunePage::isBusy() const { return m_ask->isBusy() || m_saving != 0; }

void PrunePage::activated() {
    context().serve->warm();
    showTasks();
    if (m_preview.stages.empty()) refresh();
}

void PrunePage::datasetChanged() {
    const bool has = session()->dataset() != nullptr;
    m_empty->setVisible(!has);
    m_split->setVisible(has);
    m_ask->cancel();
    m_askRule->cancel();
    m_preview = {};
    m_excluded = session()->annotations()->excluded();
    m_saved.clear();
    m_ruleKey.clear();
    m_goes->clear();
    m_stays->clear();
    m_classes->bars()->setRows({});
    m_clusters->bars()->setRows({});
    m_bar->present(SaveBar::State::Nothing, 0, {});
    if (!has) return;
    showTasks();
    if (!m_remembered.isEmpty()) return restoreState(std::exchange(m_remembered, {}));
    for (const TaskButton* button : m_tasks->buttons())
        if (button->task().kind == PruneTask::Kind::Method) return takeTask(button->task());
}

void PrunePage::showTasks() {
    if (session()->dataset() == nullptr) return;
    m_tasks->setTasks(pruneTasks(*session()));
    m_tasks->markMethod(m_form->method());
    if (!m_compare) return;
    m_compare->setEnabled(session()->artifacts(Part::Selection).size() >= 2);
    m_compare->setToolTip(m_compare->isEnabled() ? QString()
                                                 : tr("Save two selections to compare them"));
}

void PrunePage::takeTask(const PruneTask& task) {
    switch (task.kind) {
        case PruneTask::Kind::Method:
            m_share->setKeep(task.keep);
            if (m_form->method() != task.method)
                m_form->setMethod(task.method);
            else
                methodChanged();
            break;
        case PruneTask::Kind::Needs:
            Q_EMIT jobFormRequested(task.job, task.fields);
            break;
        case PruneTask::Kind::Export:
            if (session()->selection()->count() == 0) {
                m_message->showMessage(
                    MessageCard::Kind::Info,
                    tr("Nothing is selected. Pick samples in any gallery, map or "
                       "matrix first."),
                    {},
                    true);
                break;
            }
            openDialog(new ExportDialog(context(), session()->selection()->samples(), this));
            break;
    }
}

QJsonObject PrunePage::fields() const {
    QJsonObject fields = m_form->fields();
    if (!fields.isEmpty() && m_share->keep()) fields[QStringLiteral("keep")] = *m_share->keep();
    return fields;
}

void PrunePage::methodChanged() {
    const PruneMethod method = pruneMethod(m_form->method());
    m_share->setHasRule(method.hasRule);
    m_tasks->markMethod(method.id);
    refresh();
}

void PrunePage::refresh() {
    if (session()->dataset() == nullptr) return;
    showSaved();
    const QJsonObject asked = fields();
    if (asked.isEmpty()) return m_ask->cancel();  // a field says what is wrong with it
    m_ask->request(asked, session()->sampleCount(), session()->classCount());
    QJsonObject rule = asked;
    rule.remove(QStringLiteral("keep"));
    const bool hasRule = pruneMethod(m_form->method()).hasRule;
    if (hasRule && selectionRule(rule) == m_ruleKey) return;
    m_share->setRuleShare(std::nullopt);
    m_ruleKey.clear();
    if (hasRule)
        m_askRule->request(rule, session()->sampleCount(), session()->classCount());
    else
        m_askRule->cancel();
}

/// What a person excludes is stored by a thread of its own, so that the engine may not see it yet.
bool PrunePage::isOfOlderMarks(const SelectionPreview& preview) const {
    return preview.excluded != m_excluded.count() && m_asksLeft > 0;
}

void PrunePage::take(const SelectionPreview& preview) {
    if (isOfOlderMarks(preview)) {
        --m_asksLeft;
        return refresh();
    }
    m_asksLeft = kMostAsks;
    m_preview = preview;
    m_preview.excludedPerClass = excludedIn(session()->labels(), std::ssize(preview.perClass));
    m_shownMethod = preview.fields[QStringLiteral("method")].toString();
    showWarnings();
    m_share->present(m_preview, session()->classNames());
    showGroups();
    showClusters();
    showGalleries();
    showSaved();
    Q_EMIT previewShown();
}

/// The first in full; a rule that has one for every class would fill the page.
void PrunePage::showWarnings() {
    const QStringList& warnings = m_preview.warnings;
    m_message->setToolTip(warnings.join(u'\n'));
    if (warnings.isEmpty()) return m_message->hide();
    QString sentence = sentenceText(warnings.first());
    if (warnings.size() > 1)
        sentence += u' ' + tr("%1 more like this.").arg(countText(warnings.size() - 1));
    m_message->showMessage(MessageCard::Kind::Warning, sentence);
}

void PrunePage::showGroups() {
    std::vector<StageRow> rows;
    for (std::size_t k = 0; k < m_preview.perClass.size(); ++k) {
        const StageCounts& counts = m_preview.perClass[k];
        const auto label = static_cast<int>(k);
        rows.push_back({session()->className(label),
                        session()->classSlots().slotOf(label).value_or(-1),
                        counts,
                        randomStays(m_preview.classSize(k),
                                    m_preview.open[k],
                                    m_preview.allOpen(),
                                    m_preview.goesByRule())});
    }
    m_classes->bars()->setRows(std::move(rows));
}

std::vector<std::int64_t> PrunePage::excludedIn(std::span<const std::int64_t> groupOf,
                                                std::int64_t groups) const {
    std::vector<std::int64_t> counts(static_cast<std::size_t>(groups));
    for (const std::int64_t id : m_excluded.ids())
        if (const std::int64_t group = groupOf[static_cast<std::size_t>(id)];
            group >= 0 && group < groups)
            ++counts[static_cast<std::size_t>(group)];
    return counts;
}

void PrunePage::showClusters() {
    const ClusterArrays& clusters = session()->cluster();
    m_clusterOf.clear();
    if (clusters.id.isEmpty()) {
        const bool kernel = !session()->chosen(Part::Kernel).isEmpty();
        m_noClusters->setTexts(
            tr("No clusters yet"),
            kernel ? tr("They come from %1.").arg(session()->title(session()->chosen(Part::Kernel)))
                   : tr("They need a kernel, which a training gives."),
            kernel ? tr("Compute clusters…") : QString());
        return m_clusters->setInstead(m_noClusters);
    }
    m_clusters->setInstead(nullptr);
    const std::int64_t count = clusters.centroids.size();
    const auto counts = countStages(m_preview.stages, clusters.assignment.values(), count);
    const auto excluded = excludedIn(clusters.assignment.values(), count);
    for (std::int64_t c = 0; c < count; ++c) m_clusterOf.push_back(c);
    std::ranges::stable_sort(m_clusterOf, std::greater<>(), [&](std::int64_t c) {
        return counts[static_cast<std::size_t>(c)].total();
    });
    std::vector<StageRow> rows;
    for (const std::int64_t c : m_clusterOf) {
        const StageCounts& own = counts[static_cast<std::size_t>(c)];
        const std::int64_t size = own.total() - excluded[static_cast<std::size_t>(c)];
        const std::int64_t open = size - own.of(Stage::Validation);
        rows.push_back({tr("cluster %1").arg(countText(c)),
                        session()
                            ->classSlots()
                            .slotOf(static_cast<int>(clusters.clusterClass[c]))
                            .value_or(-1),
                        own,
                        randomStays(size, open, m_preview.allOpen(), m_preview.goesByRule())});
    }
    m_clusters->setSubtitle(tr("%1, largest first").arg(session()->title(clusters.id)));
    m_clusters->bars()->setRows(std::move(rows));
}

void PrunePage::showGalleries() {
    std::function<bool(std::int64_t)> within;
    QString where;
    if (const auto label = m_classes->bars()->chosen()) {
        within = [labels = session()->labels(), k = *label](std::int64_t id) {
            return labels[static_cast<std::size_t>(id)] == k;
        };
        where = session()->className(*label);
    } else if (const auto row = m_clusters->bars()->chosen()) {
        const std::int64_t cluster = m_clusterOf[static_cast<std::size_t>(*row)];
        within = [assignment = session()->cluster().assignment, cluster](std::int64_t id) {
            return assignment[id] == cluster;
        };
        where = m_clusters->bars()->rows()[static_cast<std::size_t>(*row)].name;
    }
    m_goes->present(m_preview, m_shownMethod, within, where);
    m_stays->present(m_preview, m_shownMethod, within, where);
}

void PrunePage::showSaved() {
    const QJsonObject asked = fields();
    const bool shown = !m_preview.stages.empty() && m_preview.fields == asked;
    m_saved = asked.isEmpty() ? QString() : storedSelection(*session(), asked);
    // The same rule keeps others once more are excluded.
    if (shown && !m_saved.isEmpty() && !holdsStages(*session(), m_saved, m_preview.stages))
        m_saved.clear();
    const SaveBar::State state = !shown               ? SaveBar::State::Nothing
                                 : !m_saved.isEmpty() ? SaveBar::State::Saved
                                 : m_saving != 0      ? SaveBar::State::Saving
                                                      : SaveBar::State::New;
    const QString name = !m_saved.isEmpty() ? session()->title(m_saved)
                         : shown ? suggestedName(*session(), m_shownMethod, m_preview.keptShare())
                                 : QString();
    m_bar->present(state, m_preview.total.stays(), name);
}

void PrunePage::save(const QString& name) {
    const QString trouble = jobTrouble(context());
    if (!trouble.isEmpty()) return m_message->showMessage(MessageCard::Kind::Error, trouble);
    QJsonObject asked = fields();
    asked[QStringLiteral("name")] = name;
    m_message->hide();
    m_saving = context().jobs->start({QStringLiteral("select"), jsonText(asked)});
    showSaved();
}

void PrunePage::jobEnded(int number) {
    if (number != m_saving) return;
    const Job* job = context().jobs->job(number);
    m_saving = 0;
    if (job != nullptr && job->state == JobState::Done) {
        session()->choose(Part::Selection, job->artifact);
        m_bar->nameField()->clear();
    } else if (job != nullptr) {
        m_message->showMessage(
            MessageCard::Kind::Error,
            job->sentence.isEmpty() ? tr("The selection was not saved.") : job->sentence);
    }
    showSaved();
}

void PrunePage::openExport() {
    if (!m_saved.isEmpty()) openDialog(new ExportDialog(context(), m_saved, this));
}

void PrunePage::openCompare() { openDialog(new CompareDialog(session(), this)); }

QByteArray PrunePage::saveState() const {
    QJsonObject state{{QStringLiteral("method"), m_form->method()},
                      {QStringLiteral("columns"), splitterText(*m_split)},
                      {QStringLiteral("rows"), splitterText(*m_panels)}};
    if (m_share->keep()) state[QStringLiteral("keep")] = *m_share->keep();
    return jsonText(state);
}

void PrunePage::restoreState(const QByteArray& state) {
    const QJsonObject saved = QJsonDocument::fromJson(state).object();
    restoreSplitter(*m_split, saved[QLatin1String("columns")].toString());
    restoreSplitter(*m_panels, saved[QLatin1String("rows")].toString());
    const QString method = saved[QLatin1String("method")].toString();
    if (method.isEmpty()) return;
    // The window gives the state before there is a project to apply it to.
    if (session()->dataset() == nullptr) {
        m_remembered = state;
        return;
    }
    const auto keep = saved[QLatin1String("keep")];
    m_share->setKeep(keep.isDouble() ? std::optional(keep.toDouble()) : std::nullopt);
    m_form->setMethod(method);
    methodChanged();
}

}  // namespace winnow::ui
