// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/evaluation_model.h"

#include "ui/pages/evaluate/method_look.h"
#include "ui/pages/train/record_table.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct EvaluationModelText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Evaluate)
};

bool isWords(int column) {
    return column == EvaluationModel::Method || column == EvaluationModel::Verdict ||
           column == EvaluationModel::ToFull;
}

std::optional<EvaluationTest> testOf(const Evaluation& evaluation,
                                     const EvaluationPoint& point,
                                     const char* against) {
    const EvaluationTest* test = evaluation.test(point.method, point.keep, QLatin1String(against));
    return test == nullptr ? std::nullopt : std::optional(*test);
}

/// "Welch t(17.7) = 6.00, p < 0.001; paired by seed t(9) = 7.10, p < 0.001".
QString testText(const EvaluationTest& test) {
    return EvaluationModelText::tr("Welch: t(%1) = %2, %3; paired by seed: t(%4) = %5, %6")
        .arg(numberText(test.df, 1),
             numberText(test.t, 2),
             pText(test.p),
             numberText(test.pairedDf, 0),
             numberText(test.pairedT, 2),
             pText(test.pairedP));
}

/// The same test seen from the other side.
EvaluationTest reversed(EvaluationTest test) {
    test.t = -test.t;
    test.pairedT = -test.pairedT;
    if (test.verdict == u"better")
        test.verdict = QStringLiteral("worse");
    else if (test.verdict == u"worse")
        test.verdict = QStringLiteral("better");
    test.against = QLatin1String(kRandomMethod);
    return test;
}

/// Under a header that says against what.
QString shortVerdict(const QString& verdict) {
    if (verdict == u"better") return EvaluationModelText::tr("better");
    return verdict == u"worse" ? EvaluationModelText::tr("worse")
                               : EvaluationModelText::tr("no difference");
}

}  // namespace

QString probabilityText(double p) {
    if (p < 0.001) return QStringLiteral("< 0.001");
    return numberText(p, 3);
}

QString pText(double p) {
    const QString text = probabilityText(p);
    return (text.startsWith(u'<') ? QStringLiteral("p ") : QStringLiteral("p = ")) + text;
}

int verdictTone(const QString& verdict) {
    if (verdict == u"better") return AccentTone;
    return verdict == u"worse" ? DangerTone : PlainTone;
}

QString verdictText(const QString& verdict, const QString& against) {
    const QString name = methodTitle(against);
    if (verdict == u"better") return EvaluationModelText::tr("better than %1").arg(name);
    if (verdict == u"worse") return EvaluationModelText::tr("worse than %1").arg(name);
    if (verdict == u"no difference") return EvaluationModelText::tr("no difference");
    return verdict.isEmpty() ? EvaluationModelText::tr("no test: under two seeds") : verdict;
}

void EvaluationModel::setEvaluation(std::shared_ptr<const Evaluation> evaluation,
                                    const PaperMatch& paper) {
    beginResetModel();
    m_evaluation = std::move(evaluation);
    m_paper = paper;
    m_rows.clear();
    if (m_evaluation != nullptr) {
        for (const EvaluationPoint& point : m_evaluation->points) {
            const EvaluationPoint* random =
                m_evaluation->point(QLatin1String(kRandomMethod), point.keep);
            m_rows.push_back({.point = point,
                              .random = testOf(*m_evaluation, point, kRandomMethod),
                              .full = testOf(*m_evaluation, point, kFullMethod),
                              .toRandom = random == nullptr
                                              ? kNotDefined
                                              : point.accuracy.mean - random->accuracy.mean,
                              .paper = paperValue(paper, point.method)});
        }
    }
    for (Row& row : m_rows)
        if (row.point.method == QLatin1String(kFullMethod)) holdFullAgainstRandom(row);
    // The best first within a share; what has no mean comes last.
    std::ranges::stable_sort(m_rows, [](const Row& a, const Row& b) {
        if (!sameKeep(a.point.keep, b.point.keep)) return a.point.keep > b.point.keep;
        if (std::isnan(b.point.accuracy.mean)) return !std::isnan(a.point.accuracy.mean);
        return a.point.accuracy.mean > b.point.accuracy.mean;
    });
    endResetModel();
}

void EvaluationModel::holdFullAgainstRandom(Row& row) const {
    row.random.reset();
    row.toRandom = kNotDefined;
    if (!m_fullAgainst) return;
    const QString random = QLatin1String(kRandomMethod);
    if (const EvaluationPoint* point = m_evaluation->point(random, *m_fullAgainst))
        row.toRandom = row.point.accuracy.mean - point->accuracy.mean;
    if (const EvaluationTest* test =
            m_evaluation->test(random, *m_fullAgainst, QLatin1String(kFullMethod)))
        row.random = reversed(*test);
}

void EvaluationModel::setFullAgainst(std::optional<double> keep) {
    m_fullAgainst = keep;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].point.method != QLatin1String(kFullMethod)) continue;
        holdFullAgainstRandom(m_rows[i]);
        const int row = static_cast<int>(i);
        Q_EMIT dataChanged(index(row, 0), index(row, Columns - 1));
    }
}

int EvaluationModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EvaluationModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QString EvaluationModel::text(const Row& row, int column) const {
    const bool isRandom = row.point.method == QLatin1String(kRandomMethod);
    const SummaryFigures& accuracy = row.point.accuracy;
    switch (column) {
        case Method: {
            const QString title = m_evaluation->title(row.point.method);
            return row.point.ownRule ? EvaluationModelText::tr("%1, own rule").arg(title) : title;
        }
        case Keep:
            return numberText(kPercent * row.point.keep, 1);
        case Kept:
            return row.point.kept > 0 ? countText(row.point.kept) : numberText(kNotDefined, 0);
        case Seeds:
            return countText(row.point.seeds);
        case Accuracy:
            return plusMinusText(kPercent * accuracy.mean, kPercent * accuracy.deviation, 2);
        case ToRandom:
            return isRandom ? numberText(0, 2) : signedText(kPercent * row.toRandom, 2);
        case T:
            return numberText(row.random ? row.random->t : kNotDefined, 2);
        case Df:
            return numberText(row.random ? row.random->df : kNotDefined, 1);
        case P:
            return probabilityText(row.random ? row.random->p : kNotDefined);
        case Verdict:
            if (isRandom) return EvaluationModelText::tr("reference");
            return row.random ? verdictText(row.random->verdict, row.random->against)
                              : numberText(kNotDefined, 0);
        case ToFull:
            if (row.point.method == QLatin1String(kFullMethod))
                return EvaluationModelText::tr("reference");
            if (!row.full) return numberText(kNotDefined, 0);
            return row.full->verdict.isEmpty() ? verdictText({}, row.full->against)
                                               : shortVerdict(row.full->verdict);
        default:
            return row.paper ? plusMinusText(row.paper->mean, row.paper->deviation, 2)
                             : numberText(kNotDefined, 0);
    }
}

QVariant EvaluationModel::sortValue(const Row& row, int column) const {
    switch (column) {
        case Keep:
            return row.point.keep;
        case Kept:
            return static_cast<qint64>(row.point.kept);
        case Seeds:
            return static_cast<qint64>(row.point.seeds);
        case Accuracy:
            return row.point.accuracy.mean;
        case ToRandom:
            return row.toRandom;
        case T:
            return row.random ? row.random->t : kNotDefined;
        case Df:
            return row.random ? row.random->df : kNotDefined;
        case P:
            return row.random ? row.random->p : kNotDefined;
        case Paper:
            return row.paper ? row.paper->mean : kNotDefined;
        default:
            return text(row, column);
    }
}

int EvaluationModel::tone(const Row& row, int column) const {
    if (column == Paper) return PaperTone;
    const auto& test = column == Verdict ? row.random : row.full;
    if ((column != Verdict && column != ToFull) || !test) return PlainTone;
    return verdictTone(test->verdict);
}

QString EvaluationModel::toolTip(const Row& row, int column) const {
    switch (column) {
        case Accuracy:
            return EvaluationModelText::tr("95 % interval of the mean: %1 to %2 %")
                .arg(numberText(kPercent * row.point.accuracy.low, 2),
                     numberText(kPercent * row.point.accuracy.high, 2));
        case Kept:
            return row.point.stages;
        case Method:
            return row.point.ownRule
                       ? EvaluationModelText::tr("The method's own rule decided how much goes.")
                       : QString();
        case T:
        case Df:
        case P:
        case ToRandom:
        case Verdict:
            return row.random ? EvaluationModelText::tr("Against random. ") + testText(*row.random)
                              : QString();
        case ToFull:
            return row.full
                       ? EvaluationModelText::tr("Against the full set. ") + testText(*row.full)
                       : QString();
        case Paper:
            if (!row.paper)
                return EvaluationModelText::tr(
                    "The paper does not have this method, or not with this kernel.");
            return EvaluationModelText::tr("lpNTK paper, %1, %2, ± one deviation of 10 runs.")
                       .arg(row.paper->table, paperSetName(m_paper.set)) +
                   (row.paper->test.isEmpty() ? QString() : u'\n' + row.paper->test);
        default:
            return {};
    }
}

QVariant EvaluationModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (isWords(column) ? Qt::AlignLeft : Qt::AlignRight));
        case Qt::ToolTipRole: {
            const QString words = toolTip(row, column);
            return words.isEmpty() ? QVariant() : words;
        }
        case RecordSortRole:
            return sortValue(row, column);
        case RecordToneRole:
            return tone(row, column);
        case MethodRole:
            return row.point.method;
        case KeepRole:
            return row.point.keep;
        default:
            return {};
    }
}

QString EvaluationModel::help(int column) const {
    switch (column) {
        case Method:
            return EvaluationModelText::tr("What decided which samples stay");
        case Keep:
            return EvaluationModelText::tr(
                "Share of the open samples (fitted, not excluded) that the training got");
        case Kept:
            return EvaluationModelText::tr("Samples the training got");
        case Seeds:
            return EvaluationModelText::tr("Trainings with different first weights and orders");
        case Accuracy:
            return EvaluationModelText::tr(
                "Test accuracy after the last epoch: mean ± one standard deviation over seeds. "
                "Higher is better, at most 100");
        case ToRandom:
            return EvaluationModelText::tr(
                "Mean minus the mean of random choices of the same size, in percentage points; "
                "above 0 is better than random");
        case T:
            return EvaluationModelText::tr(
                "Welch's t against random, no unit; further from 0 is a clearer difference");
        case Df:
            return EvaluationModelText::tr("Degrees of freedom of Welch's test");
        case P:
            return EvaluationModelText::tr(
                "Two-sided, 0 to 1: how often so large a difference comes by chance when there is "
                "none. Below 0.05 counts as a difference. The test paired by seed is in the "
                "tooltips");
        case Verdict:
            return EvaluationModelText::tr("Welch's test against random at p < 0.05");
        case ToFull:
            return EvaluationModelText::tr("Welch's test against the full set at p < 0.05");
        default:
            return m_paper.same ? EvaluationModelText::tr(
                                      "What the lpNTK paper reports for this data set, Tables 2 "
                                      "and 3")
                                : EvaluationModelText::tr(
                                      "What the lpNTK paper reports for %1, another data set than "
                                      "this: Tables 2 and 3")
                                      .arg(paperSetName(m_paper.set));
    }
}

QVariant EvaluationModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isWords(section) ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) return help(section);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Method:
            return EvaluationModelText::tr("Method");
        case Keep:
            return EvaluationModelText::tr("Kept, %");
        case Kept:
            return EvaluationModelText::tr("Samples");
        case Seeds:
            return EvaluationModelText::tr("Seeds");
        case Accuracy:
            return EvaluationModelText::tr("Accuracy, %");
        case ToRandom:
            return EvaluationModelText::tr("To random, pp");
        case T:
            return QStringLiteral("t");
        case Df:
            return QStringLiteral("df");
        case P:
            return QStringLiteral("p");
        case Verdict:
            return EvaluationModelText::tr("Against random");
        case ToFull:
            return EvaluationModelText::tr("Against full");
        default:
            return EvaluationModelText::tr("Paper, %1, %").arg(paperSetName(m_paper.set));
    }
}

}  // namespace winnow::ui
