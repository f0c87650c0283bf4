// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/verdict.h"

#include "ui/session/annotations.h"

#include <QCoreApplication>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct VerdictText {
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

}  // namespace

Verdict verdictOf(const Annotations& annotations, std::int64_t sample, std::int64_t suggested) {
    if (annotations.isExcluded(sample)) return Verdict::Excluded;
    if (annotations.kept().contains(sample)) return Verdict::Kept;
    const auto label = annotations.newLabel(sample);
    if (!label) return Verdict::Open;
    return *label == suggested ? Verdict::Accepted : Verdict::Relabelled;
}

QString verdictText(Verdict verdict) {
    switch (verdict) {
        case Verdict::Open:
            return VerdictText::tr("open");
        case Verdict::Accepted:
            return VerdictText::tr("accepted");
        case Verdict::Relabelled:
            return VerdictText::tr("relabelled");
        case Verdict::Kept:
            return VerdictText::tr("kept");
        case Verdict::Excluded:
            break;
    }
    return VerdictText::tr("excluded");
}

PairVerdict pairVerdictOf(const Annotations& annotations, std::int64_t first, std::int64_t second) {
    const bool firstOut = annotations.isExcluded(first);
    const bool secondOut = annotations.isExcluded(second);
    if (firstOut && secondOut) return PairVerdict::BothExcluded;
    if (firstOut) return PairVerdict::FirstExcluded;
    if (secondOut) return PairVerdict::SecondExcluded;
    const auto judged = [&](std::int64_t sample) {
        return annotations.kept().contains(sample) || annotations.relabelled().contains(sample);
    };
    return judged(first) && judged(second) ? PairVerdict::Kept : PairVerdict::Open;
}

QString verdictText(PairVerdict verdict) {
    switch (verdict) {
        case PairVerdict::Open:
            return VerdictText::tr("open");
        case PairVerdict::FirstExcluded:
            return VerdictText::tr("first excluded");
        case PairVerdict::SecondExcluded:
            return VerdictText::tr("second excluded");
        case PairVerdict::BothExcluded:
            return VerdictText::tr("both excluded");
        case PairVerdict::Kept:
            break;
    }
    return VerdictText::tr("both kept");
}

}  // namespace winnow::ui
