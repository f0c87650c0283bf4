// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/evaluate/evaluation.h"
#include "ui/pages/evaluate/paper_values.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>

namespace winnow::ui {

/// A row a method and kept share, largest share first: accuracy over seeds, the tests against
/// random and the full set, and the paper's value of the same method.
class EvaluationModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Method,
        Keep,
        Kept,
        Seeds,
        Accuracy,
        ToRandom,
        T,
        Df,
        P,
        Verdict,
        ToFull,
        Paper,
        Columns
    };
    enum Role {
        MethodRole = Qt::UserRole + 1,  ///< QString
        KeepRole,                       ///< double
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null: no rows.
    void setEvaluation(std::shared_ptr<const Evaluation> evaluation, const PaperMatch& paper);
    /// The share whose random choices the full set is held against; none: it is not.
    void setFullAgainst(std::optional<double> keep);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    struct Row {
        EvaluationPoint point;
        std::optional<EvaluationTest> random, full;  ///< against them
        double toRandom;                             ///< difference of means, share
        std::optional<PaperValue> paper;
    };
    void holdFullAgainstRandom(Row& row) const;
    [[nodiscard]] QString text(const Row& row, int column) const;
    [[nodiscard]] QVariant sortValue(const Row& row, int column) const;
    [[nodiscard]] QString help(int column) const;
    [[nodiscard]] int tone(const Row& row, int column) const;
    [[nodiscard]] QString toolTip(const Row& row, int column) const;

    std::shared_ptr<const Evaluation> m_evaluation;
    PaperMatch m_paper;
    std::optional<double> m_fullAgainst;
    std::vector<Row> m_rows;
};

/// "better than random", "no difference", "no test: under two seeds": a verdict of the engine in
/// words.
[[nodiscard]] QString verdictText(const QString& verdict, const QString& against);
/// RecordTone of a verdict: a better one stands out, a worse one warns.
[[nodiscard]] int verdictTone(const QString& verdict);
/// "0.003", "< 0.001"; an en dash for NaN.
[[nodiscard]] QString probabilityText(double p);
/// "p = 0.003", "p < 0.001".
[[nodiscard]] QString pText(double p);

}  // namespace winnow::ui
