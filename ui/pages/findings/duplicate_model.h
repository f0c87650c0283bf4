// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"
#include "ui/pages/findings/case_model.h"
#include "ui/pages/findings/verdict.h"

namespace winnow::ui {

/// Pairs of equal or nearly equal samples, side by side.
class DuplicateModel : public CaseModel {
    Q_OBJECT

public:
    enum Column {
        Rank,
        First,
        FirstClass,
        Second,
        SecondClass,
        Cosine,
        Kind,
        Labels,
        State,
        Columns
    };

    explicit DuplicateModel(Session* session, QObject* parent = nullptr);

    [[nodiscard]] int cases() const override;
    [[nodiscard]] std::vector<std::int64_t> samplesOf(int pair) const override;
    /// The second: it is the one that usually goes.
    [[nodiscard]] std::int64_t leadOf(int pair) const override { return secondOf(pair); }
    [[nodiscard]] std::int64_t firstOf(int pair) const;
    [[nodiscard]] std::int64_t secondOf(int pair) const;
    [[nodiscard]] bool pixelsEqual(int pair) const;
    /// Two labels, as the person relabelled them.
    [[nodiscard]] bool conflicts(int pair) const;
    [[nodiscard]] PairVerdict verdictAt(int pair) const;
    /// Second samples of open pairs of equal pixels and one class: without them one of each group
    /// stays.
    [[nodiscard]] SampleSet exactCopies() const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

protected:
    [[nodiscard]] std::vector<double> sortKeys(int column) const override;
    [[nodiscard]] bool findOpen(int pair) const override;
    [[nodiscard]] std::pair<int, int> judgedColumns() const override;

private:
    [[nodiscard]] QString text(int pair, int column) const;
    [[nodiscard]] double sortKey(int pair, int column, const std::vector<double>& places) const;

    Thumbnails m_thumbnails;
};

/// "pixels equal", "gradients equal".
[[nodiscard]] QString duplicateKindText(bool pixelsEqual);

}  // namespace winnow::ui
