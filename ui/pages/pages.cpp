// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/clusters_page.h"
#include "ui/pages/data/data_page.h"
#include "ui/pages/difficulty/difficulty_page.h"
#include "ui/pages/distil/distil_page.h"
#include "ui/pages/evaluate/evaluate_page.h"
#include "ui/pages/findings/findings_page.h"
#include "ui/pages/interactions/interactions_page.h"
#include "ui/pages/page.h"
#include "ui/pages/prune/prune_page.h"
#include "ui/pages/train/train_page.h"

namespace winnow::ui {

Page* makePage(PageId id, const PageContext& context, QWidget* parent) {
    switch (id) {
        case PageId::Data: return new DataPage(context, parent);
        case PageId::Train: return new TrainPage(context, parent);
        case PageId::Interactions: return new InteractionsPage(context, parent);
        case PageId::Clusters: return new ClustersPage(context, parent);
        case PageId::Difficulty: return new DifficultyPage(context, parent);
        case PageId::Findings: return new FindingsPage(context, parent);
        case PageId::Prune: return new PrunePage(context, parent);
        case PageId::Distil: return new DistilPage(context, parent);
        case PageId::Evaluate: return new EvaluatePage(context, parent);
    }
    return nullptr;
}

}  // namespace winnow::ui
