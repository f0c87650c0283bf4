// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace winnow::ui {

class Session;

/// A number every sample has, and what a person must know to read it.
struct ScoreInfo {
    QString key;         ///< "forgetting": kept in settings and filters
    QString title;       ///< "Forgetting events"
    QString unit;        ///< "events"; empty: none
    QString help;        ///< what high means, range, what made it; for tooltips
    int decimals = 0;    ///< fixed for the whole column
    bool whole = false;  ///< counts: filter steps of 1
};

/// The numbers of samples by which views sort, colour and filter: those of the chosen run, kernel,
/// clusters and selection. Columns are computed when first asked for and kept until what they come
/// from changes.
class Scores : public QObject {
    Q_OBJECT

public:
    explicit Scores(Session* session);
    ~Scores() override;

    /// What can be had now, in the order of menus; "id" is always first.
    [[nodiscard]] const std::vector<ScoreInfo>& list() const { return m_list; }
    /// Nullptr when it is not to be had now.
    [[nodiscard]] const ScoreInfo* info(const QString& key) const;
    /// [N] one value a sample, NaN where it has none; empty when there is no such score.
    [[nodiscard]] std::span<const double> column(const QString& key) const;
    [[nodiscard]] double value(const QString& key, std::int64_t id) const;
    /// As tables and captions show it; an en dash for NaN.
    [[nodiscard]] QString text(const QString& key, std::int64_t id) const;
    /// Smallest and largest finite value; {0,0} when none.
    [[nodiscard]] std::pair<double, double> range(const QString& key) const;

    /// Looks anew at what the session has.
    void refresh();

Q_SIGNALS:
    void changed();

private:
    struct Column;
    /// Computes the column when it is asked for the first time.
    [[nodiscard]] Column* find(const QString& key) const;

    Session* m_session;
    std::vector<ScoreInfo> m_list;
    std::vector<std::unique_ptr<Column>> m_columns;
};

}  // namespace winnow::ui
