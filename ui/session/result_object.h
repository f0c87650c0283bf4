// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace winnow::ui {

/// A figure over repeats, as docs/experiments.md writes it. NaN where it is not defined.
struct SummaryFigures {
    double mean = 0;
    double deviation = 0;      ///< one standard deviation of the repeats
    double low = 0, high = 0;  ///< 95 % interval of the mean
    std::int64_t n = 0;        ///< repeats
};

/// An object of an experiment's result.json, read by key. Each of these throws Error{BadInput}
/// naming file and key when the key is missing or of another type; null reads as NaN where a number
/// is asked for, and is refused where a whole number is.
class ResultObject {
public:
    /// The whole file of an artifact. Throws Error{BadInput}: not there, or no JSON object.
    [[nodiscard]] static ResultObject of(const store::Project& project, const std::string& id);

    [[nodiscard]] bool has(const char* key) const;
    /// An object is there, not null.
    [[nodiscard]] bool hasObject(const char* key) const;
    [[nodiscard]] double number(const char* key) const;
    /// A whole number of at least `least`.
    [[nodiscard]] std::int64_t count(const char* key, std::int64_t least = 0) const;
    /// A share in (0,1].
    [[nodiscard]] double share(const char* key) const;
    [[nodiscard]] bool flag(const char* key) const;
    [[nodiscard]] QString text(const char* key) const;
    /// The same; null is empty.
    [[nodiscard]] QString textOrNull(const char* key) const;
    [[nodiscard]] QStringList texts(const char* key) const;
    [[nodiscard]] std::vector<double> numbers(const char* key) const;
    /// Whole numbers of at least `least`.
    [[nodiscard]] std::vector<std::int64_t> counts(const char* key, std::int64_t least = 0) const;
    /// A list of `rows` lists of `columns` numbers, row after row.
    [[nodiscard]] std::vector<double> table(const char* key,
                                            std::size_t rows,
                                            std::size_t columns) const;
    [[nodiscard]] SummaryFigures summary(const char* key) const;
    [[nodiscard]] std::vector<SummaryFigures> summaries(const char* key) const;
    [[nodiscard]] ResultObject object(const char* key) const;
    /// The objects of an array.
    [[nodiscard]] QList<ResultObject> rows(const char* key) const;

    /// Throws Error{BadInput}: "evaluation-1/result.json, points[2]: <what>; run the job again
    /// ...".
    [[noreturn]] void refuse(const QString& what) const;

private:
    ResultObject(QString where, QJsonObject object);
    [[nodiscard]] QJsonValue value(const char* key) const;
    [[nodiscard]] QJsonArray list(const char* key) const;
    /// `name`: what it is called in the sentence.
    [[nodiscard]] double numberOf(const QJsonValue& value, const QString& name) const;
    [[nodiscard]] std::int64_t wholeOf(double number,
                                       std::int64_t least,
                                       const QString& name) const;
    [[nodiscard]] SummaryFigures figures() const;

    QString m_where;  ///< "evaluation-1/result.json, points[2]"
    QJsonObject m_object;
};

}  // namespace winnow::ui
