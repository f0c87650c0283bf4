// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"
#include "engine/jobs/field_value.h"
#include "engine/store/error.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace winnow;
using namespace winnow::jobs;
using nlohmann::json;

namespace {

void addEveryDeclaration() {
    QTest::addColumn<const Declaration*>("kind");
    for (const auto& kind : declarations()) QTest::newRow(kind.kind.c_str()) << &kind;
    for (const auto& verb : calcDeclarations())
        QTest::newRow(("calc " + verb.kind).c_str()) << &verb;
}

/// A value that passes for a required field, whatever it is.
json someValue(const Field& field) {
    switch (field.type) {
        case FieldType::Integer:
            return 1;
        case FieldType::Choice:
            return field.choices.front();
        case FieldType::Path:
            return field.choices.empty() ? json("/") : json(field.choices.front());
        default:
            return "something";
    }
}

json smallest(const Declaration& declaration) {
    json fields = json::object();
    for (const auto& field : declaration.fields)
        if (field.required) fields[field.name] = someValue(field);
    for (const auto& need : declaration.needs)
        for (const auto& field : declaration.fields)
            if (field.name == need.anyOf.front())
                fields[field.name] =
                    field.type == FieldType::Share || field.type == FieldType::Real
                        ? json(0.5)
                        : someValue(field);
    return fields;
}

bool names(const Declaration& declaration, const std::string& name) {
    return std::ranges::count(declaration.fields, name, &Field::name) == 1;
}

}  // namespace

Q_DECLARE_METATYPE(const Declaration*)

class TestDeclaration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyJobKindOfTheMainJobIsDeclared() {
        std::vector<std::string> kinds;
        for (const auto& kind : declarations()) kinds.push_back(kind.kind);
        const std::vector<std::string> wanted{"demo",
                                              "import",
                                              "train",
                                              "kernel",
                                              "cluster",
                                              "select",
                                              "embed",
                                              "export",
                                              "evaluate",
                                              "findings",
                                              "distill",
                                              "difficulty",
                                              "difficulty-control",
                                              "forgetting-prediction",
                                              "small-budget",
                                              "compare-clusters",
                                              "label-flips",
                                              "gap-check",
                                              "kernel-curve",
                                              "transfer"};
        QCOMPARE(kinds, wanted);
    }

    void isWellFormed_data() { addEveryDeclaration(); }
    void isWellFormed() {
        QFETCH(const Declaration*, kind);
        QVERIFY(!kind->title.empty() && !kind->help.empty());
        std::set<std::string> seen;
        for (const auto& field : kind->fields) {
            QVERIFY2(seen.insert(field.name).second, field.name.c_str());
            QVERIFY2(!field.help.empty() && field.help.back() == '.', field.name.c_str());
            QVERIFY2(!field.group.empty(), field.name.c_str());
            QVERIFY2(field.minimum < field.maximum, field.name.c_str());
            QCOMPARE(field.type == FieldType::Artifact, !field.refersTo.empty());
            QVERIFY2(field.type != FieldType::Choice || field.choices.size() > 1,
                     field.name.c_str());
            QVERIFY2(!(field.required && !field.defaultValue.empty()), field.name.c_str());
        }
        for (const auto& field : kind->fields) {
            for (const auto& rule : field.defaultsWhen) QVERIFY(names(*kind, rule.field));
            for (const auto& value : field.offeredWhere.values) {
                const auto& decides =
                    *std::ranges::find(kind->fields, field.offeredWhere.field, &Field::name);
                QVERIFY2(std::ranges::count(decides.choices, value) == 1, value.c_str());
            }
        }
        for (const auto& need : kind->needs) {
            QVERIFY(need.field.empty() || names(*kind, need.field));
            for (const auto& name : need.anyOf) QVERIFY(names(*kind, name));
        }
    }

    void defaultsAreAllowedValues_data() { addEveryDeclaration(); }
    void defaultsAreAllowedValues() {
        QFETCH(const Declaration*, kind);
        for (const auto& field : kind->fields) {
            if (!field.defaultValue.empty()) (void)defaultValueOf(field, field.defaultValue);
            for (const auto& rule : field.defaultsWhen)
                (void)defaultValueOf(field, rule.defaultValue);
        }
    }

    void fillsInEveryDefault_data() { addEveryDeclaration(); }
    void fillsInEveryDefault() {
        QFETCH(const Declaration*, kind);
        const auto values = validated(*kind, smallest(*kind));
        for (const auto& field : kind->fields)
            if (!field.defaultValue.empty())
                QVERIFY2(values.contains(field.name), field.name.c_str());
        QCOMPARE(validated(*kind, values).dump(), values.dump());  // what came out may go in again
    }

    void whatComputesHasDeviceAndThreads_data() { addEveryDeclaration(); }
    void whatComputesHasDeviceAndThreads() {
        QFETCH(const Declaration*, kind);
        QCOMPARE(names(*kind, "device"), kind->computes);
        QCOMPARE(names(*kind, "threads"), kind->computes);
    }

    void jsonNamesEveryKindAndField() {
        const auto all = declarationsJson();
        QCOMPARE(all.size(), declarations().size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(all[i]["kind"].get<std::string>(), declarations()[i].kind);
            QCOMPARE(all[i]["fields"].size(), declarations()[i].fields.size());
        }
        const auto& epochs = *std::ranges::find_if(
            all[2]["fields"], [](const json& field) { return field["name"] == "epochs"; });
        QCOMPARE(epochs["default"].dump(), "30");
        QCOMPARE(epochs["minimum"].dump(), "1");
        QCOMPARE(epochs["type"].get<std::string>(), "integer");
    }

    void unknownKindIsRefusedWithTheNearest() {
        try {
            (void)declaration("trian");
            QFAIL("taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY(QString(error.what()).contains("did you mean \"train\"?"));
        }
    }
};

QTEST_GUILESS_MAIN(TestDeclaration)
#include "tst_declaration.moc"
