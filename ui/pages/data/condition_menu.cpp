// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/condition_menu.h"

#include "ui/pages/data/score_range_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <algorithm>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr std::size_t kLargestClusters = 12;

}  // namespace

ConditionMenu::ConditionMenu(Session* session, QWidget* anchor)
    : QMenu(anchor), m_session(session), m_anchor(anchor) {
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ConditionMenu::fill);
}

bool ConditionMenu::edit(Session* session, const Condition& condition, QWidget* anchor) {
    if (condition.kind != Condition::Kind::Score ||
        session->scores()->info(condition.name) == nullptr)
        return false;
    ScoreRangeEditor::popUp(session, condition.name, anchor);
    return true;
}

// The count stands in the column of shortcuts, right-aligned.
QAction* ConditionMenu::addCondition(QMenu* menu, const QString& text, const Condition& condition) {
    const std::int64_t count = m_session->filter()->evaluate(condition).count();
    QAction* action = menu->addAction(QStringLiteral("%1\t%2").arg(text, countText(count)),
                                      this,
                                      [=, this] { m_session->filter()->set(condition); });
    action->setCheckable(true);
    action->setChecked(std::ranges::count(m_session->filter()->conditions(), condition) > 0);
    return action;
}

void ConditionMenu::addFlags(Condition::Kind kind,
                             const QString& yes,
                             const QString& no,
                             const QString& missing) {
    const Condition condition = Condition::ofFlag(kind);
    for (QAction* action :
         {addCondition(this, yes, condition), addCondition(this, no, condition.inverted())}) {
        action->setEnabled(missing.isEmpty());
        action->setToolTip(missing);
    }
}

QMenu* ConditionMenu::addSubmenu(const QString& text, const QString& missing) {
    QMenu* menu = addMenu(text);
    menu->setToolTipsVisible(true);
    menu->menuAction()->setEnabled(missing.isEmpty());
    menu->menuAction()->setToolTip(missing);
    return menu;
}

void ConditionMenu::fill() {
    clear();
    const auto need = [this](Part part, const QString& sentence) {
        return m_session->chosen(part).isEmpty() ? sentence : QString();
    };
    const QString noRun = need(Part::Run, tr("Train a network first."));
    const QString noKernel = need(Part::Kernel, tr("Compute interactions first."));
    addClasses();
    addScores();
    addTags();
    addClusters();
    addSelections();
    addSeparator();
    using Kind = Condition::Kind;
    addFlags(Kind::Wrong, tr("Predicted wrong"), tr("Predicted right"), noRun);
    addFlags(Kind::Redundant, tr("Redundant"), tr("Not redundant"), noKernel);
    addFlags(Kind::Excluded, tr("Excluded"), tr("Not excluded"), {});
    addCondition(this, tr("Relabelled"), Condition::ofFlag(Kind::Relabelled));
    addFlags(Kind::Validation, tr("Held out for validation"), tr("Fitted"), noRun);
    addSeparator();
    addAction(tr("Clear all filters"), this, [this] {
        m_session->filter()->clear();
    })->setEnabled(m_session->filter()->isActive());
}

void ConditionMenu::addClasses() {
    QMenu* menu = addSubmenu(tr("Class"), {});
    std::vector<std::int64_t> now;
    for (const Condition& condition : m_session->filter()->conditions())
        if (condition.kind == Condition::Kind::Class && !condition.negated) now = condition.numbers;
    for (std::int64_t label = 0; label < m_session->classCount(); ++label) {
        const bool chosen = std::ranges::count(now, label) > 0;
        std::vector<std::int64_t> after = now;
        chosen ? void(std::erase(after, label)) : after.push_back(label);
        QAction* action = menu->addAction(m_session->className(label), this, [=, this] {
            m_session->filter()->set(Condition::ofClasses(after));
        });
        action->setCheckable(true);
        action->setChecked(chosen);
    }
}

void ConditionMenu::addScores() {
    QMenu* menu = addSubmenu(tr("Range of a score"), {});
    for (const ScoreInfo& info : m_session->scores()->list()) {
        if (info.key == QLatin1String("class")) continue;
        QAction* action = menu->addAction(info.title + QStringLiteral("…"), this, [=, this] {
            ScoreRangeEditor::popUp(m_session, info.key, m_anchor);
        });
        action->setToolTip(info.help);
    }
}

void ConditionMenu::addTags() {
    QMenu* menu = addSubmenu(tr("Tag"), {});
    addCondition(menu, tr("Any tag"), Condition::ofTag({}));
    addCondition(menu, tr("No tag"), Condition::ofTag({}).inverted());
    const QStringList tags = m_session->annotations()->tags();
    if (!tags.isEmpty()) menu->addSeparator();
    for (const QString& tag : tags) addCondition(menu, tag, Condition::ofTag(tag));
}

void ConditionMenu::addClusters() {
    const ClusterArrays& clusters = m_session->cluster();
    QMenu* menu =
        addSubmenu(tr("Cluster"), clusters.sizes ? QString() : tr("Cluster the samples first."));
    if (!clusters.sizes) return;
    const auto add = [&](const QString& text, std::int64_t cluster) {
        QAction* action = menu->addAction(
            QStringLiteral("%1\t%2").arg(text, countText(clusters.sizes[cluster])),
            this,
            [=, this] { m_session->filter()->set(Condition::ofClusters({cluster})); });
        action->setToolTip(tr("How many samples are in the cluster stands at the right."));
    };
    const std::int64_t current = m_session->selection()->current();
    if (current >= 0 && clusters.assignment[current] >= 0) {
        add(tr("That of sample #%1").arg(countText(current)), clusters.assignment[current]);
        menu->addSeparator();
    }
    std::vector<std::int64_t> order(static_cast<std::size_t>(clusters.sizes.size()));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    const auto shown = std::min(order.size(), kLargestClusters);
    std::ranges::partial_sort(
        order, order.begin() + static_cast<std::ptrdiff_t>(shown), [&](auto a, auto b) {
            return clusters.sizes[a] != clusters.sizes[b] ? clusters.sizes[a] > clusters.sizes[b]
                                                          : a < b;
        });
    for (std::size_t i = 0; i < shown; ++i)
        add(tr("%1, %2").arg(countText(order[i]),
                             m_session->className(clusters.clusterClass[order[i]])),
            order[i]);
}

void ConditionMenu::addSelections() {
    const auto selections = m_session->artifacts(Part::Selection);
    QMenu* menu = addSubmenu(tr("Selection"),
                             selections.empty() ? tr("Select samples to keep first.") : QString());
    for (const store::ArtifactRow& row : selections) {
        const QString id = QString::fromStdString(row.id);
        const Condition kept = Condition::ofKept(id);
        addCondition(menu, tr("Kept by %1").arg(m_session->title(id)), kept);
        addCondition(menu, tr("Removed by %1").arg(m_session->title(id)), kept.inverted());
    }
}

}  // namespace winnow::ui
