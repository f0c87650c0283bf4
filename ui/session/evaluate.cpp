// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/evaluate.h"

#include "engine/store/error.h"
#include "ui/session/annotations.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"

#include <algorithm>
#include <optional>

namespace winnow::ui {
namespace {

/// Samples for which `test(id)` holds.
template <typename Test>
SampleSet where(std::int64_t samples, Test&& test) {
    SampleSet set(samples);
    for (std::int64_t id = 0; id < samples; ++id)
        if (test(id)) set.insert(id);
    return set;
}

/// Of the rows of a kernel whose flag is set.
SampleSet flagged(std::int64_t samples, const Rows& rows, std::span<const std::uint8_t> flags) {
    SampleSet set(samples);
    for (std::int64_t row = 0; row < rows.rows; ++row)
        if (flags[static_cast<std::size_t>(row)] != 0) set.insert(rows.idAt(row));
    return set;
}

SampleSet rowsOf(std::int64_t samples, const Rows& rows) {
    SampleSet set(samples);
    for (std::int64_t row = 0; row < rows.rows; ++row) set.insert(rows.idAt(row));
    return set;
}

/// "17", "3, 8", "100-120": ids and ranges of them.
std::optional<SampleSet> idsIn(const QString& text, std::int64_t samples) {
    SampleSet set(samples);
    for (const QString& part : text.split(QLatin1Char(','))) {
        const QStringList ends = part.split(QLatin1Char('-'));
        bool first = false, last = false;
        const qint64 from = ends.front().trimmed().remove(QLatin1Char('#')).toLongLong(&first);
        const qint64 to = ends.back().trimmed().remove(QLatin1Char('#')).toLongLong(&last);
        if (!first || !last || ends.size() > 2) return std::nullopt;
        for (qint64 id = std::max<qint64>(from, 0); id <= std::min<qint64>(to, samples - 1); ++id)
            set.insert(id);
    }
    return set;
}

/// Ids where the text is numbers; else classes and tags that contain it. A class whose name is the
/// whole text counts either way: classes may be called "7".
SampleSet textMatches(const Session& session, const QString& text) {
    const std::int64_t samples = session.sampleCount();
    const std::optional<SampleSet> ids = idsIn(text, samples);
    std::vector<bool> classes;
    for (const QString& name : session.classNames())
        classes.push_back(ids ? name == text : name.contains(text, Qt::CaseInsensitive));
    SampleSet set = where(samples, [&](std::int64_t id) {
        const std::int64_t label = session.label(id);
        return label >= 0 && label < static_cast<std::int64_t>(classes.size()) &&
               classes[static_cast<std::size_t>(label)];
    });
    if (ids) set |= *ids;
    for (const QString& tag : session.annotations()->tags())
        if (ids ? tag == text : tag.contains(text, Qt::CaseInsensitive))
            set |= session.annotations()->tagged(tag);
    return set;
}

SampleSet keptBy(const Session& session, const QString& id) {
    const std::int64_t samples = session.sampleCount();
    const auto bits = [&](const SelectionArrays& selection) {
        return where(samples, [&](std::int64_t i) { return selection.kept[i] != 0; });
    };
    if (id == session.chosenSelection().id) return bits(session.chosenSelection());
    try {
        return bits(selectionArrays(session.project(), id.toStdString(), samples));
    } catch (const Error&) {
        return SampleSet(samples);
    }
}

/// `known` are the samples the condition can be asked about, `yes` those it holds for.
struct Answer {
    SampleSet yes, known;
};

Answer answer(const Session& session, const Condition& condition) {
    using Kind = Condition::Kind;
    const std::int64_t n = session.sampleCount();
    const SampleSet all(n, true), none(n);
    const auto among = [&](std::int64_t number) {
        return std::ranges::binary_search(condition.numbers, number);
    };
    switch (condition.kind) {
        case Kind::Class:
            return {where(n, [&](std::int64_t id) { return among(session.label(id)); }), all};
        case Kind::Score: {
            const auto column = session.scores()->column(condition.name);
            if (column.empty()) return {none, none};
            const auto value = [&](std::int64_t id) {
                return column[static_cast<std::size_t>(id)];
            };
            return {where(n,
                          [&](std::int64_t id) {
                              return value(id) >= condition.low && value(id) <= condition.high;
                          }),
                    where(n, [&](std::int64_t id) { return value(id) == value(id); })};
        }
        case Kind::Redundant: {
            const KernelArrays& kernel = session.kernel();
            if (kernel.id.isEmpty()) return {none, none};
            return {flagged(n, kernel, kernel.redundant.values()), rowsOf(n, kernel)};
        }
        case Kind::Tag:
            return {condition.name.isEmpty() ? session.annotations()->tagged()
                                             : session.annotations()->tagged(condition.name),
                    all};
        case Kind::Excluded:
            return {session.annotations()->excluded(), all};
        case Kind::Relabelled:
            return {session.annotations()->relabelled(), all};
        case Kind::Text:
            return {textMatches(session, condition.name), all};
        case Kind::Cluster: {
            const auto& assignment = session.cluster().assignment;
            if (!assignment) return {none, none};
            return {where(n, [&](std::int64_t id) { return among(assignment[id]); }), all};
        }
        case Kind::Kept:
            if (session.artifact(condition.name) == nullptr) return {none, none};
            return {keptBy(session, condition.name), all};
        case Kind::Stage: {
            const auto& stage = session.chosenSelection().stage;
            if (!stage) return {none, none};
            return {where(n, [&](std::int64_t id) { return among(stage[id]); }), all};
        }
        case Kind::Wrong: {
            const auto& prediction = session.run().prediction;
            if (!prediction) return {none, none};
            return {where(n, [&](std::int64_t id) { return prediction[id] != session.label(id); }),
                    all};
        }
        case Kind::Validation: {
            const auto& fitted = session.run().fitted;
            if (!fitted) return {none, none};
            return {where(n, [&](std::int64_t id) { return fitted[id] == 0; }), all};
        }
        case Kind::Samples:
            return {SampleSet::of(n, condition.numbers), all};
    }
    return {none, none};
}

}  // namespace

SampleSet matching(const Session& session, const Condition& condition) {
    Answer found = answer(session, condition);
    if (!condition.negated) return std::move(found.yes);
    found.known -= found.yes;
    return std::move(found.known);
}

}  // namespace winnow::ui
