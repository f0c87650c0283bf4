// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"

#include <QAbstractTableModel>

#include <vector>

namespace winnow::ui {

class Session;

/// Partners of one sample in the chosen kernel, one of three lists, nearest first.
class NeighbourModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Relation { Interchangeable, Unrelated, Contradictory };
    enum Column { Sample, Class, Kappa, Cosine, Columns };
    enum Role {
        IdRole = Qt::UserRole + 1,
        ClassRole,
        NumberRole,  ///< kappa; of unrelated ones the size of the cosine
        CosineRole,  ///< kappa / sqrt(kappa_ii kappa_jj); NaN where a gradient vanishes
        ImageRole,
    };

    struct Partner {
        std::int64_t id = -1;
        double value = 0, cosine = 0;
    };

    NeighbourModel(Session* session, Relation relation, QObject* parent = nullptr);

    [[nodiscard]] Relation relation() const { return m_relation; }
    void setSample(std::int64_t id);
    [[nodiscard]] std::int64_t sample() const { return m_sample; }
    /// Partners that are not in the kernel's lists, as the engine answered; till another sample,
    /// kernel or data set is chosen.
    void setPartners(std::vector<Partner> partners);
    /// At most so many rows.
    void setCount(int count);
    [[nodiscard]] std::int64_t idAt(int row) const;
    [[nodiscard]] std::vector<std::int64_t> ids() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    void rebuild();
    [[nodiscard]] std::vector<Partner> partners() const;

    Session* m_session;
    Relation m_relation;
    Thumbnails m_thumbnails;
    std::int64_t m_sample = -1;
    int m_count = 12;
    std::vector<Partner> m_partners;
};

}  // namespace winnow::ui
