// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "ui/session/result_object.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <functional>
#include <optional>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr const char* kJson = R"({
    "sizes": [64, 16, 1], "halves": [1, 0.5], "curve": [0.5, null], "gap": [1, null], "word": "fast",
    "table": [[1, null], [0.25, 1]], "ragged": [[1, 2], [3]], "words": [["a", 1], [2, 3]],
    "figures": [{"mean": 1.5, "deviation": null, "low": 1, "high": 2, "n": 3},
                {"mean": 2.5, "deviation": 0.5, "low": 2, "high": 3, "n": 4}],
    "short": [{"mean": 1.5}], "said": ["one", "two"], "mixed": ["one", 2], "nothing": null})";

}  // namespace

class TestResultObject : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::optional<store::Project> m_project;
    std::string m_id;

    ResultObject result() const { return ResultObject::of(*m_project, m_id); }

    /// The sentence of what reading throws; empty: it throws nothing.
    template <typename Read>
    QString sentenceOf(Read&& read) const {
        try {
            read(result());
        } catch (const Error& error) {
            return QString::fromUtf8(error.what());
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() {
        m_project.emplace(store::Project::create(std::filesystem::path(m_dir.path().toStdString()) /
                                                 "results.winnow"));
        store::ArtifactRow row;
        row.kind = "difficulty";
        row.name = "lists";
        row.spec = "{}";
        store::ArtifactDraft made(*m_project, row);
        made.writeText("result.json", kJson);
        m_id = made.commit(nlohmann::json::object(), 1);
    }

    void textsAreRead() {
        QCOMPARE(result().texts("said"), (QStringList{"one", "two"}));
        QVERIFY(sentenceOf([](const ResultObject& r) {
                    return r.texts("mixed");
                }).contains("\"mixed\"[1] is no text"));
        QVERIFY(!result().hasObject("nothing") && !result().hasObject("said"));
    }

    void listsAndTablesAreRead() {
        QCOMPARE(result().counts("sizes"), (std::vector<std::int64_t>{64, 16, 1}));
        const std::vector<double> curve = result().numbers("curve");
        QCOMPARE(curve.size(), 2U);
        QCOMPARE(curve[0], 0.5);
        QVERIFY(std::isnan(curve[1]));
        const std::vector<double> table = result().table("table", 2, 2);
        QCOMPARE(table.size(), 4U);
        QVERIFY(std::isnan(table[1]));
        QCOMPARE(table[2], 0.25);
    }

    void summariesAreRead() {
        const std::vector<SummaryFigures> figures = result().summaries("figures");
        QCOMPARE(figures.size(), 2U);
        QVERIFY(std::isnan(figures[0].deviation));
        QCOMPARE(figures[1].mean, 2.5);
        QCOMPARE(figures[1].deviation, 0.5);
        QCOMPARE(figures[1].low, 2.0);
        QCOMPARE(figures[1].high, 3.0);
        QCOMPARE(figures[1].n, 4);
    }

    void whatDoesNotFitIsNamed_data() {
        using Read = std::function<void(const ResultObject&)>;
        QTest::addColumn<Read>("read");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, Read read, const char* part) {
            QTest::newRow(name) << read << part;
        };
        row(
            "missing", [](auto& json) { (void)json.numbers("none"); }, "\"none\" is missing");
        row(
            "no list", [](auto& json) { (void)json.counts("word"); }, "\"word\" is no list");
        row(
            "half",
            [](auto& json) { (void)json.counts("halves"); },
            "\"halves\"[1] is no whole number from 0 up");
        row(
            "too small",
            [](auto& json) { (void)json.counts("sizes", 2); },
            "\"sizes\"[2] is no whole number from 2 up");
        row(
            "null for a count", [](auto& json) { (void)json.counts("gap"); }, "\"gap\"[1]");
        row(
            "too few rows",
            [](auto& json) { (void)json.table("table", 3, 2); },
            "\"table\" is no table of 3 by 2 numbers");
        row(
            "ragged",
            [](auto& json) { (void)json.table("ragged", 2, 2); },
            "\"ragged\" is no table of 2 by 2 numbers");
        row(
            "words",
            [](auto& json) { (void)json.table("words", 2, 2); },
            "\"words\"[0] is no number");
        row(
            "numbers for lists",
            [](auto& json) { (void)json.table("sizes", 3, 1); },
            "\"sizes\" is no table of 3 by 1 numbers");
        row(
            "half a summary",
            [](auto& json) { (void)json.summaries("short"); },
            "short[0]: \"deviation\" is missing");
    }
    void whatDoesNotFitIsNamed() {
        QFETCH(std::function<void(const ResultObject&)>, read);
        QFETCH(QString, part);
        const QString sentence = sentenceOf(read);
        QVERIFY2(sentence.startsWith("difficulty-1/result.json"), qPrintable(sentence));
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY2(sentence.endsWith("run the job again that made it"), qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(TestResultObject)
#include "tst_result_object.moc"
