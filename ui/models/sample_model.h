// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace winnow::ui {

class Session;

/// The samples of the chosen data set as galleries and tables show them: in the order of a score,
/// all of them with those that do not match marked (Dim), or only the matching ones (Hide).
/// Ids travel with rows.
class SampleModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,  ///< qint64
        ClassRole,                  ///< class number, as relabelled
        ClassNameRole,
        ValueRole,   ///< caption score as text
        NumberRole,  ///< the same as double
        ImageRole,   ///< QImage, null when missing
        TagsRole,    ///< QStringList
        ExcludedRole,
        MatchedRole,
        SelectedRole,
        CurrentRole,
        WrongRole,       ///< the chosen run predicts another class
        PredictionRole,  ///< class number, -1 without a run
    };

    explicit SampleModel(Session* session, QObject* parent = nullptr);

    [[nodiscard]] Session* session() const { return m_session; }

    /// Key of Scores; NaN comes last either way, equal values in the order of ids.
    void sortBy(const QString& score, Qt::SortOrder order);
    [[nodiscard]] QString sortScore() const { return m_sort; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_order; }
    /// Score of the caption; empty: the one sorted by.
    void setCaption(const QString& score);
    [[nodiscard]] QString captionScore() const;
    /// Shows these samples only, in the given order when `ordered` (members of a cluster, a list of
    /// neighbours); the session's filter still applies. nullopt: all.
    void setSubset(std::optional<std::vector<std::int64_t>> ids, bool ordered = false);

    [[nodiscard]] std::int64_t idAt(int row) const;
    /// -1 when it is not shown.
    [[nodiscard]] int rowOf(std::int64_t id) const;
    [[nodiscard]] const std::vector<std::int64_t>& order() const { return m_rows; }
    /// Ids of rows first to last, inclusive, in either order.
    [[nodiscard]] std::vector<std::int64_t> between(int first, int last) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] const Thumbnails& thumbnails() const { return m_thumbnails; }

private:
    void rebuild();
    void marksChanged(const QList<int>& roles);
    [[nodiscard]] QString spokenText(std::int64_t id) const;
    [[nodiscard]] QString tooltip(std::int64_t id) const;

    Session* m_session;
    Thumbnails m_thumbnails;
    QString m_sort = QStringLiteral("id"), m_caption;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    std::optional<std::vector<std::int64_t>> m_subset;
    bool m_ordered = false;
    std::vector<std::int64_t> m_rows;  ///< row to id
    std::vector<int> m_rowOf;          ///< id to row, -1
};

}  // namespace winnow::ui
