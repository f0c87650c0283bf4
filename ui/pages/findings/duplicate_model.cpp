// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/duplicate_model.h"

#include "ui/pages/train/record_table.h"
#include "ui/session/annotations.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

namespace winnow::ui {
namespace {

constexpr int kCosineDecimals = 4;

bool isPairWords(int column) {
    return column != DuplicateModel::Rank && column != DuplicateModel::Cosine;
}

}  // namespace

DuplicateModel::DuplicateModel(Session* session, QObject* parent)
    : CaseModel(session, parent), m_thumbnails(session) {
    connect(session, &Session::datasetChanged, this, [this] { m_thumbnails.reset(); });
}

int DuplicateModel::cases() const { return static_cast<int>(findings().duplicates()); }

std::vector<std::int64_t> DuplicateModel::samplesOf(int pair) const {
    return {firstOf(pair), secondOf(pair)};
}

std::int64_t DuplicateModel::firstOf(int pair) const {
    return findings().duplicate[2 * std::int64_t{pair}];
}

std::int64_t DuplicateModel::secondOf(int pair) const {
    return findings().duplicate[2 * std::int64_t{pair} + 1];
}

bool DuplicateModel::pixelsEqual(int pair) const { return findings().duplicateKind[pair] == 0; }

bool DuplicateModel::conflicts(int pair) const {
    return session()->label(firstOf(pair)) != session()->label(secondOf(pair));
}

PairVerdict DuplicateModel::verdictAt(int pair) const {
    return pairVerdictOf(*session()->annotations(), firstOf(pair), secondOf(pair));
}

SampleSet DuplicateModel::exactCopies() const {
    SampleSet copies(session()->sampleCount());
    for (int pair = 0; pair < cases(); ++pair)
        if (isOpen(pair) && pixelsEqual(pair) && !conflicts(pair)) copies.insert(secondOf(pair));
    return copies;
}

bool DuplicateModel::findOpen(int pair) const { return verdictAt(pair) == PairVerdict::Open; }

std::pair<int, int> DuplicateModel::judgedColumns() const { return {FirstClass, State}; }

int DuplicateModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

double DuplicateModel::sortKey(int pair, int column, const std::vector<double>& places) const {
    const auto place = [&](std::int64_t sample) {
        return places[static_cast<std::size_t>(session()->label(sample))];
    };
    switch (column) {
        case First:
            return static_cast<double>(firstOf(pair));
        case FirstClass:
            return place(firstOf(pair));
        case Second:
            return static_cast<double>(secondOf(pair));
        case SecondClass:
            return place(secondOf(pair));
        case Cosine:
            return findings().duplicateCosine[pair];
        case Kind:
            return pixelsEqual(pair) ? 0 : 1;
        case Labels:
            return conflicts(pair) ? 0 : 1;
        case State:
            return static_cast<double>(verdictAt(pair));
        default:
            return pair;
    }
}

std::vector<double> DuplicateModel::sortKeys(int column) const {
    const std::vector<double> places = classPlaces();
    std::vector<double> keys;
    keys.reserve(static_cast<std::size_t>(cases()));
    for (int pair = 0; pair < cases(); ++pair) keys.push_back(sortKey(pair, column, places));
    return keys;
}

QString duplicateKindText(bool pixelsEqual) {
    return pixelsEqual ? DuplicateModel::tr("pixels equal") : DuplicateModel::tr("gradients equal");
}

QString DuplicateModel::text(int pair, int column) const {
    switch (column) {
        case Rank:
            return countText(pair + 1);
        case First:
            return u'#' + countText(firstOf(pair));
        case FirstClass:
            return session()->className(session()->label(firstOf(pair)));
        case Second:
            return u'#' + countText(secondOf(pair));
        case SecondClass:
            return session()->className(session()->label(secondOf(pair)));
        case Cosine:
            return numberText(findings().duplicateCosine[pair], kCosineDecimals);
        case Kind:
            return duplicateKindText(pixelsEqual(pair));
        case Labels:
            return conflicts(pair) ? tr("two labels") : tr("the same");
        default:
            return verdictText(verdictAt(pair));
    }
}

QVariant DuplicateModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int pair = caseAt(index.row()), column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(pair, column);
        case Qt::ToolTipRole:
            return isPairWords(column) ? text(pair, column) : QString();
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter |
                            (isPairWords(column) ? Qt::AlignLeft : Qt::AlignRight));
        case RecordImageRole:
            if (column == First) return m_thumbnails.thumbnail(firstOf(pair));
            if (column == Second) return m_thumbnails.thumbnail(secondOf(pair));
            return {};
        case RecordMarkRole:
            if (column == FirstClass) return slotOf(session()->label(firstOf(pair)));
            if (column == SecondClass) return slotOf(session()->label(secondOf(pair)));
            return {};
        case RecordToneRole:
            if (column == Labels) return conflicts(pair) ? DangerTone : QuietTone;
            if (column == State) return isOpen(pair) ? QuietTone : StrongTone;
            return column == Rank || column == Kind ? QuietTone : PlainTone;
        default:
            return CaseModel::data(index, role);
    }
}

QVariant DuplicateModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isPairWords(section) ? Qt::AlignLeft : Qt::AlignRight));
    struct Heading {
        QString title, help;
    };
    const auto heading = [&]() -> Heading {
        switch (section) {
            case Rank:
                return {tr("Pair"), tr("1: most alike. Made by the findings job.")};
            case First:
                return {tr("First"), tr("The sample with the lower number.")};
            case Second:
                return {tr("Second"), tr("The sample with the higher number.")};
            case FirstClass:
            case SecondClass:
                return {tr("Class"), tr("The sample's class, as you relabelled it.")};
            case Cosine:
                return {tr("Cosine, −1–1"),
                        tr("Cosine of the two samples' gradients in the kernel. 1: a step on the "
                           "one does to the network just what a step on the other does.")};
            case Kind:
                return {tr("Kind"),
                        tr("Pixels equal: the pictures are the same, byte for byte. Gradients "
                           "equal: the cosine is above the threshold of the findings job.")};
            case Labels:
                return {tr("Labels"),
                        tr("Two labels: the two are alike and have two classes; one of them is "
                           "probably wrong.")};
            default:
                return {tr("State"),
                        tr("What you decided: open, first or second excluded, both kept.")};
        }
    }();
    if (role == Qt::DisplayRole) return heading.title;
    return role == Qt::ToolTipRole ? QVariant(heading.help) : QVariant();
}

}  // namespace winnow::ui
