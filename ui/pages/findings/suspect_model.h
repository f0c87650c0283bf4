// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"
#include "ui/pages/findings/case_model.h"
#include "ui/pages/findings/verdict.h"

#include <array>

namespace winnow::ui {

/// Suspected wrong labels with what speaks for each.
class SuspectModel : public CaseModel {
    Q_OBJECT

public:
    enum Column {
        Rank,
        Sample,
        Given,
        Suggested,
        Score,
        State,
        Margin,
        Probability,
        Forgotten,
        Difficulty,
        OtherLabel,
        Agreeing,
        Columns
    };

    explicit SuspectModel(Session* session, QObject* parent = nullptr);

    [[nodiscard]] int cases() const override;
    [[nodiscard]] std::vector<std::int64_t> samplesOf(int suspect) const override;
    [[nodiscard]] std::int64_t leadOf(int suspect) const override { return sampleOf(suspect); }
    [[nodiscard]] std::int64_t sampleOf(int suspect) const;
    /// As imported.
    [[nodiscard]] std::int64_t givenOf(int suspect) const;
    [[nodiscard]] std::int64_t suggestedOf(int suspect) const;
    [[nodiscard]] Verdict verdictAt(int suspect) const;
    /// Suspects by verdict.
    [[nodiscard]] std::array<int, 5> tally() const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

protected:
    [[nodiscard]] std::vector<double> sortKeys(int column) const override;
    [[nodiscard]] bool findOpen(int suspect) const override;
    [[nodiscard]] std::pair<int, int> judgedColumns() const override;

private:
    [[nodiscard]] QString text(int suspect, int column) const;
    [[nodiscard]] double number(int suspect, int column) const;

    Thumbnails m_thumbnails;
};

/// What stands over a column: quantity and unit; and what high means, range, what made it.
[[nodiscard]] QString suspectColumnTitle(int column);
[[nodiscard]] QString suspectColumnHelp(int column);
/// Decimals of a column of numbers.
[[nodiscard]] int suspectColumnDecimals(int column);

}  // namespace winnow::ui
