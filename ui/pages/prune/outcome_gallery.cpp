// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/outcome_gallery.h"

#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/prune/prune_method.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QComboBox>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

bool isOn(OutcomeGallery::Side side, Stage stage) {
    const bool stays = stage == Stage::Kept || stage == Stage::Validation;
    return stays == (side == OutcomeGallery::Side::Stays);
}

/// The clearest cases first: what would go first, or what would stay longest.
void sortClearest(std::vector<std::int64_t>& ids, std::span<const double> score, bool lowFirst) {
    if (score.empty()) return;
    const auto key = [&](std::int64_t id) {
        const double value = score[static_cast<std::size_t>(id)];
        if (std::isnan(value)) return std::numeric_limits<double>::infinity();
        return lowFirst ? value : -value;
    };
    std::ranges::stable_sort(ids, std::less<>(), key);
}

}  // namespace

OutcomeGallery::OutcomeGallery(Side side, Session* session, QWidget* parent)
    : Panel({}, parent),
      m_side(side),
      m_session(session),
      m_model(new SampleModel(session, this)),
      m_gallery(new GalleryView(this)),
      m_reason(new QComboBox(this)) {
    m_gallery->setSampleModel(m_model);
    m_gallery->setStyleSheet(QStringLiteral("QAbstractItemView { border: none; }"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addHeaderWidget(m_reason);
    setContent(m_gallery);
    clear();
    connect(m_reason, &QComboBox::activated, this, &OutcomeGallery::fill);
}

void OutcomeGallery::clear() {
    m_preview = {};
    m_reason->hide();
    setTitle(m_side == Side::Goes ? tr("Goes") : tr("Stays"));
    setSubtitle({});
    m_model->setSubset(std::vector<std::int64_t>(), true);
}

void OutcomeGallery::present(const SelectionPreview& preview,
                             const QString& method,
                             const std::function<bool(std::int64_t)>& within,
                             const QString& where) {
    m_preview = preview;
    m_method = method;
    m_within = within;
    m_where = where;
    fillReasons();
    fill();
}

void OutcomeGallery::fillReasons() {
    const QVariant before = m_reason->currentData();
    m_reason->clear();
    m_reason->addItem(tr("all"), -1);
    for (std::size_t i = 0; i < kStages; ++i) {
        const auto stage = static_cast<Stage>(i);
        if (!isOn(m_side, stage) || m_preview.total.of(stage) == 0) continue;
        const QString name = stage == Stage::Kept ? tr("kept") : stageWord(stage);
        m_reason->addItem(QStringLiteral("%1 %2").arg(name, countText(m_preview.total.of(stage))),
                          static_cast<int>(i));
    }
    m_reason->setCurrentIndex(std::max(0, m_reason->findData(before)));
    m_reason->setVisible(m_reason->count() > 2);  // "all" and one reason say the same
}

void OutcomeGallery::fill() {
    const int reason = m_reason->currentData().toInt();
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < m_preview.stages.size(); ++i) {
        const Stage stage = m_preview.stages[i];
        const auto id = static_cast<std::int64_t>(i);
        if (isOn(m_side, stage) && (reason < 0 || static_cast<int>(stage) == reason) &&
            (!m_within || m_within(id)))
            ids.push_back(id);
    }
    const PruneMethod method = pruneMethod(m_method);
    const ScoreInfo* info =
        method.score.isEmpty() ? nullptr : m_session->scores()->info(method.score);
    const bool lowFirst = method.lowGoes == (m_side == Side::Goes);
    if (info != nullptr) sortClearest(ids, m_session->scores()->column(method.score), lowFirst);
    const QString order = info == nullptr ? tr("by number")
                          : lowFirst      ? tr("%1, smallest first").arg(info->title)
                                          : tr("%1, largest first").arg(info->title);
    setTitle((m_side == Side::Goes ? tr("Goes: %1") : tr("Stays: %1"))
                 .arg(countText(static_cast<qint64>(ids.size()))));
    setSubtitle(m_where.isEmpty() ? order : m_where + QStringLiteral(", ") + order);
    m_model->setSubset(std::move(ids), true);
    m_model->setCaption(info != nullptr ? method.score : QStringLiteral("id"));
}

}  // namespace winnow::ui
