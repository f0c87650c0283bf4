// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/suspect_model.h"

#include "ui/pages/train/record_table.h"
#include "ui/session/annotations.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

namespace winnow::ui {
namespace {

bool isSuspectWords(int column) {
    return column == SuspectModel::Sample || column == SuspectModel::Given ||
           column == SuspectModel::Suggested || column == SuspectModel::State;
}

}  // namespace

SuspectModel::SuspectModel(Session* session, QObject* parent)
    : CaseModel(session, parent), m_thumbnails(session) {
    connect(session, &Session::datasetChanged, this, [this] { m_thumbnails.reset(); });
}

int SuspectModel::cases() const { return static_cast<int>(findings().suspects()); }

std::vector<std::int64_t> SuspectModel::samplesOf(int suspect) const { return {sampleOf(suspect)}; }

std::int64_t SuspectModel::sampleOf(int suspect) const { return findings().sample[suspect]; }

std::int64_t SuspectModel::givenOf(int suspect) const {
    return session()->labels()[static_cast<std::size_t>(sampleOf(suspect))];
}

std::int64_t SuspectModel::suggestedOf(int suspect) const { return findings().suggested[suspect]; }

Verdict SuspectModel::verdictAt(int suspect) const {
    return verdictOf(*session()->annotations(), sampleOf(suspect), suggestedOf(suspect));
}

std::array<int, 5> SuspectModel::tally() const {
    std::array<int, 5> counts{};
    for (int suspect = 0; suspect < cases(); ++suspect)
        ++counts.at(static_cast<std::size_t>(verdictAt(suspect)));
    return counts;
}

bool SuspectModel::findOpen(int suspect) const { return verdictAt(suspect) == Verdict::Open; }

std::pair<int, int> SuspectModel::judgedColumns() const { return {State, State}; }

int SuspectModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

double SuspectModel::number(int suspect, int column) const {
    if (column == Rank) return suspect + 1;
    if (column == Score) return findings().score[suspect];
    return findings().evidenceOf(suspect, static_cast<Evidence>(column - Margin));
}

std::vector<double> SuspectModel::sortKeys(int column) const {
    const std::vector<double> places = classPlaces();
    std::vector<double> keys(static_cast<std::size_t>(cases()));
    for (int suspect = 0; suspect < cases(); ++suspect) {
        double& key = keys[static_cast<std::size_t>(suspect)];
        switch (column) {
            case Sample:
                key = static_cast<double>(sampleOf(suspect));
                break;
            case Given:
                key = places[static_cast<std::size_t>(givenOf(suspect))];
                break;
            case Suggested:
                key = places[static_cast<std::size_t>(suggestedOf(suspect))];
                break;
            case State:
                key = static_cast<double>(verdictAt(suspect));
                break;
            default:
                key = number(suspect, column);
        }
    }
    return keys;
}

QString SuspectModel::text(int suspect, int column) const {
    switch (column) {
        case Sample:
            return u'#' + countText(sampleOf(suspect));
        case Given:
            return session()->className(givenOf(suspect));
        case Suggested:
            return session()->className(suggestedOf(suspect));
        case State:
            return verdictAt(suspect) == Verdict::Relabelled
                       ? session()->className(
                             *session()->annotations()->newLabel(sampleOf(suspect)))
                       : verdictText(verdictAt(suspect));
        case Rank:
            return countText(suspect + 1);
        default:
            return numberText(number(suspect, column), suspectColumnDecimals(column));
    }
}

QVariant SuspectModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int suspect = caseAt(index.row()), column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(suspect, column);
        case Qt::ToolTipRole:
            return column == Given || column == Suggested || column == State ? text(suspect, column)
                                                                             : QString();
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter |
                            (isSuspectWords(column) ? Qt::AlignLeft : Qt::AlignRight));
        case RecordImageRole:
            return column == Sample ? QVariant(m_thumbnails.thumbnail(sampleOf(suspect)))
                                    : QVariant();
        case RecordMarkRole:
            if (column == Given) return slotOf(givenOf(suspect));
            if (column == Suggested) return slotOf(suggestedOf(suspect));
            return {};
        case RecordBarRole:
            return column == Score ? QVariant(findings().score[suspect]) : QVariant();
        case RecordToneRole:
            if (column == Rank) return QuietTone;
            if (column == State) return isOpen(suspect) ? QuietTone : StrongTone;
            return {};
        default:
            return CaseModel::data(index, role);
    }
}

QVariant SuspectModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    switch (role) {
        case Qt::DisplayRole:
            return suspectColumnTitle(section);
        case Qt::ToolTipRole:
            return suspectColumnHelp(section);
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter |
                            (isSuspectWords(section) ? Qt::AlignLeft : Qt::AlignRight));
        default:
            return {};
    }
}

int suspectColumnDecimals(int column) {
    switch (column) {
        case SuspectModel::Forgotten:
            return 0;
        case SuspectModel::Score:
        case SuspectModel::Probability:
            return 3;
        default:
            return 2;
    }
}

QString suspectColumnTitle(int column) {
    switch (column) {
        case SuspectModel::Rank:
            return SuspectModel::tr("Rank");
        case SuspectModel::Sample:
            return SuspectModel::tr("Sample");
        case SuspectModel::Given:
            return SuspectModel::tr("Given");
        case SuspectModel::Suggested:
            return SuspectModel::tr("Suggested");
        case SuspectModel::Score:
            return SuspectModel::tr("Score, 0–1");
        case SuspectModel::State:
            return SuspectModel::tr("State");
        case SuspectModel::Margin:
            return SuspectModel::tr("Margin, logits");
        case SuspectModel::Probability:
            return SuspectModel::tr("P(given)");
        case SuspectModel::Forgotten:
            return SuspectModel::tr("Forgotten, times");
        case SuspectModel::Difficulty:
            return SuspectModel::tr("Difficulty, nats");
        case SuspectModel::OtherLabel:
            return SuspectModel::tr("Other label, share");
        default:
            return SuspectModel::tr("Agreeing, share");
    }
}

QString suspectColumnHelp(int column) {
    switch (column) {
        case SuspectModel::Rank:
            return SuspectModel::tr("1: most suspicious, by the score. Made by the findings job.");
        case SuspectModel::Sample:
            return SuspectModel::tr("The sample's number in the training split, and its picture.");
        case SuspectModel::Given:
            return SuspectModel::tr("Class the sample came with; a new label does not change it.");
        case SuspectModel::Suggested:
            return SuspectModel::tr("Class the evidence speaks for. Made by the findings job.");
        case SuspectModel::Score:
            return SuspectModel::tr(
                "0 to 1; high: more likely a wrong label. The findings job makes it of the "
                "evidence in the columns to the right; it is no probability.");
        case SuspectModel::State:
            return SuspectModel::tr(
                "What you decided: open, accepted (suggested class), another class, kept (the "
                "label is right), excluded.");
        case SuspectModel::Margin:
            return SuspectModel::tr(
                "Logit of the given class minus the largest other; no bounds. Low, below 0: the "
                "network prefers another class. From the run, or from networks that never saw the "
                "sample.");
        case SuspectModel::Probability:
            return SuspectModel::tr(
                "Probability the network gives to the given class, 0 to 1. Low: it does not "
                "believe the label. From the run, or from networks that never saw the sample.");
        case SuspectModel::Forgotten:
            return SuspectModel::tr(
                "How often the sample was right after one epoch and wrong after the next; 0 and "
                "up. High: hard to hold. From the run.");
        case SuspectModel::Difficulty:
            return SuspectModel::tr(
                "Sum of the sample's loss over all epochs, nats, 0 and up. High: hard to learn. "
                "From the run.");
        case SuspectModel::OtherLabel:
            return SuspectModel::tr(
                "Share of its nearest samples that have another label, 0 to 1. High: they speak "
                "against its own. From the kernel.");
        default:
            return SuspectModel::tr(
                "Share of its nearest samples that are of the suggested class, 0 to 1. High: they "
                "speak for it. From the kernel.");
    }
}

}  // namespace winnow::ui
