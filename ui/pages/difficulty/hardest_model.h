// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <span>
#include <vector>

namespace winnow::ui {

class Session;

/// The samples of each class that are highest in a score, of those that match the filter.
class HardestModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Sample, Class, Difficulty, Forgotten, Prediction, Columns };
    enum Role { IdRole = Qt::UserRole + 1 };

    explicit HardestModel(Session* session, QObject* parent = nullptr);

    /// score: "difficulty" or "forgetting". label: one class only, -1: all.
    void rankBy(const QString& score, std::int64_t label);
    [[nodiscard]] std::int64_t idAt(int row) const;
    [[nodiscard]] int perClass() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    void rebuild();
    [[nodiscard]] QVariant text(std::int64_t id, int column) const;
    [[nodiscard]] QVariant sortValue(std::int64_t id, int column) const;

    Session* m_session;
    Thumbnails m_thumbnails;
    QString m_score = QStringLiteral("difficulty");
    std::int64_t m_label = -1;
    std::vector<std::int64_t> m_rows;
};

/// Of each class the `most` ids with the largest finite score, largest first, ties by id; classes
/// one after the other. labels and scores are equally long; `wanted` says which ids may be in it.
template <typename Wanted>
[[nodiscard]] std::vector<std::int64_t> highestPerClass(std::span<const double> scores,
                                                        std::span<const std::int64_t> labels,
                                                        std::int64_t classes,
                                                        std::size_t most,
                                                        Wanted&& wanted) {
    std::vector<std::vector<std::int64_t>> members(static_cast<std::size_t>(classes));
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto label = static_cast<std::size_t>(labels[i]);
        const auto id = static_cast<std::int64_t>(i);
        // NaN compares false with itself.
        if (label < members.size() && scores[i] == scores[i] && wanted(id))
            members[label].push_back(id);
    }
    std::vector<std::int64_t> highest;
    for (std::vector<std::int64_t>& ids : members) {
        const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(most, ids.size()));
        std::partial_sort(ids.begin(), end, ids.end(), [&](std::int64_t a, std::int64_t b) {
            const double x = scores[static_cast<std::size_t>(a)];
            const double y = scores[static_cast<std::size_t>(b)];
            return x > y || (x == y && a < b);
        });
        highest.insert(highest.end(), ids.begin(), end);
    }
    return highest;
}

}  // namespace winnow::ui
