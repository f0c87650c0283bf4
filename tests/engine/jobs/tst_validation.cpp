// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"
#include "engine/store/error.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::jobs;
using nlohmann::json;

namespace {

/// What `validated` makes of fields, or its error's sentence.
QString outcome(const QString& kind, const QString& fields, const QString& wanted) {
    try {
        const auto values =
            validated(declaration(kind.toStdString()), json::parse(fields.toStdString()));
        const auto value = values.find(wanted.toStdString());
        return value == values.end() ? "absent" : QString::fromStdString(value->dump());
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString(error.what())
                                                   : "another kind of error";
    }
}

}  // namespace

class TestValidation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesValuesAsTyped_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* name,
                            const char* kind,
                            const char* fields,
                            const char* field,
                            const char* value) {
            QTest::newRow(name) << kind << fields << field << value;
        };
        row("integer as text", "train", R"({"dataset":"d","epochs":"12"})", "epochs", "12");
        row("integer", "train", R"({"dataset":"d","epochs":12})", "epochs", "12");
        row("whole real as integer", "train", R"({"dataset":"d","epochs":12.0})", "epochs", "12");
        row("real with exponent", "train", R"({"dataset":"d","lr":"1e-3"})", "lr", "0.001");
        row("null is not given", "train", R"({"dataset":"d","epochs":null})", "epochs", "30");
        row("percent", "train", R"({"dataset":"d","validation":"25%"})", "validation", "0.25");
        row("share", "train", R"({"dataset":"d","validation":0.25})", "validation", "0.25");
        row("share of zero where allowed",
            "train",
            R"({"dataset":"d","validation":"0"})",
            "validation",
            "0.0");
        row("count", "cluster", R"({"kernel":"k","centroids":"500"})", "centroids", "500");
        row("count of one", "cluster", R"({"kernel":"k","centroids":"1"})", "centroids", "1");
        row("share of all", "cluster", R"({"kernel":"k","centroids":"100%"})", "centroids", "1.0");
        row("share as real", "cluster", R"({"kernel":"k","centroids":0.2})", "centroids", "0.2");
        row("size",
            "import",
            R"({"source":"planted","name":"a","size":"28X32"})",
            "size",
            "\"28x32\"");
        row("list", "train", R"({"dataset":"d","hidden":["256",128]})", "hidden", "[256,128]");
        row("list of one", "train", R"({"dataset":"d","hidden":64})", "hidden", "[64]");
        row("choices",
            "kernel",
            R"({"run":"r","kind":["pntk","centred"]})",
            "kind",
            R"(["pntk","centred"])");
        row("one choice of several",
            "kernel",
            R"({"run":"r","kind":["pntk"]})",
            "kind",
            R"("pntk")");
        row("one choice alone", "kernel", R"({"run":"r","kind":"pntk"})", "kind", R"("pntk")");
        row("no choice", "kernel", R"({"run":"r"})", "kind", R"("lpntk")");
        row("flag", "kernel", R"({"run":"r","store-matrix":true})", "store-matrix", "true");
        row("flag as text",
            "kernel",
            R"({"run":"r","store-matrix":"true"})",
            "store-matrix",
            "true");
        row("choice with a number",
            "kernel",
            R"({"run":"r","checkpoint":"epoch-12"})",
            "checkpoint",
            "\"epoch-12\"");
        row("no value, no default", "kernel", R"({"run":"r"})", "class", "absent");
        row("default of sgd", "train", R"({"dataset":"d"})", "lr", "0.1");
        row("default of adam", "train", R"({"dataset":"d","optimizer":"adam"})", "lr", "0.001");
        row("given beats the rule",
            "train",
            R"({"dataset":"d","optimizer":"adam","lr":1})",
            "lr",
            "1.0");
        row("no validation, last checkpoint",
            "train",
            R"({"dataset":"d","validation":0})",
            "checkpoint",
            "\"last\"");
        row("built-in set",
            "import",
            R"({"source":"planted","name":"a"})",
            "source",
            "\"planted\"");
        row("name with blanks",
            "import",
            R"({"source":"planted","name":"my digits 🙂"})",
            "name",
            "\"my digits 🙂\"");
    }
    void takesValuesAsTyped() {
        QFETCH(QString, kind);
        QFETCH(QString, fields);
        QFETCH(QString, field);
        QFETCH(QString, value);
        QCOMPARE(outcome(kind, fields, field), value);
    }

    void refusesInOneSentence_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("says");
        const auto row =
            [](const char* name, const char* kind, const char* fields, const char* says) {
                QTest::newRow(name) << kind << fields << says;
            };
        row("unknown",
            "train",
            R"({"dataset":"d","epohs":3})",
            "no field \"epohs\" (did you mean \"epochs\"?)");
        row("unknown, none near",
            "train",
            R"({"dataset":"d","zzzzzzzzz":3})",
            "no field \"zzzzzzzzz\";");
        row("below",
            "train",
            R"({"dataset":"d","epochs":0})",
            "epochs is 0; it must be a whole number from 1");
        row("above", "train", R"({"dataset":"d","batch":65537})", "batch is 65537");
        row("fraction", "train", R"({"dataset":"d","epochs":1.5})", "epochs is 1.5");
        row("no number", "train", R"({"dataset":"d","epochs":"many"})", "epochs is \"many\"");
        row("number with a tail", "train", R"({"dataset":"d","epochs":"3x"})", "epochs is \"3x\"");
        row("empty", "train", R"({"dataset":"d","epochs":""})", "epochs is \"\"");
        row("too large for 64 bits",
            "train",
            R"({"dataset":"d","seed":18446744073709551615})",
            "seed is 18446744073709551615");
        row("object", "train", R"({"dataset":"d","epochs":{}})", "epochs is {}");
        row("nan",
            "train",
            R"({"dataset":"d","lr":"nan"})",
            "lr is \"nan\"; it must be a number above 0");
        row("infinity", "train", R"({"dataset":"d","lr":"inf"})", "lr is \"inf\"");
        row("zero excluded", "train", R"({"dataset":"d","lr":0})", "lr is 0");
        row("one excluded", "train", R"({"dataset":"d","validation":1})", "from 0 to below 1");
        row("threshold of a half",
            "kernel",
            R"({"run":"r","threshold":0.5})",
            "above 0.5 and at most 1");
        row("share of nothing",
            "select",
            R"({"method":"random","name":"s","dataset":"d","keep":0})",
            "keep is 0");
        row("share over all",
            "select",
            R"({"method":"random","name":"s","dataset":"d","keep":"101%"})",
            "keep is \"101%\"");
        row("percent of nothing",
            "select",
            R"({"method":"random","name":"s","dataset":"d","keep":"%"})",
            "keep is \"%\"");
        row("no centroid", "cluster", R"({"kernel":"k","centroids":0})", "centroids is 0");
        row("too many per cent",
            "cluster",
            R"({"kernel":"k","centroids":"150%"})",
            "centroids is \"150%\"");
        row("choice", "train", R"({"dataset":"d","model":"lenet"})", "(did you mean \"lenet5\"?)");
        row("choice with a word for its number",
            "kernel",
            R"({"run":"r","checkpoint":"epoch-N"})",
            "one of best, last, epoch-N");
        row("choice with no epoch", "kernel", R"({"run":"r","checkpoint":"epoch-0"})", "epoch-0");
        row("choice with zeros", "kernel", R"({"run":"r","checkpoint":"epoch-05"})", "epoch-05");
        row("choice as number", "train", R"({"dataset":"d","model":5})", "model is 5");
        row("flag", "kernel", R"({"run":"r","store-matrix":"maybe"})", "true or false");
        row("size without cross",
            "import",
            R"({"source":"planted","name":"a","size":"28"})",
            "such as 28x28");
        row("size of zero",
            "import",
            R"({"source":"planted","name":"a","size":"28x0"})",
            "size is \"28x0\"");
        row("channels",
            "import",
            R"({"source":"planted","name":"a","channels":2})",
            "channels is 2; it must be 1 or 3");
        row("no such file",
            "import",
            R"({"source":"/no/such","name":"a"})",
            "there is no file or folder \"/no/such\"");
        row("name like an id",
            "import",
            R"({"source":"planted","name":"run-3"})",
            "Winnow uses itself");
        row("name latest",
            "import",
            R"({"source":"planted","name":"latest"})",
            "Winnow uses itself");
        row("name of two lines", "import", R"({"source":"planted","name":"a\nb"})", "on one line");
        row("name with an end blank",
            "import",
            R"({"source":"planted","name":" a"})",
            "without spaces");
        row("a zero in a path", "export", R"({"selection":"s","to":"a\u0000b"})", "not UTF-8 text");
        row("required", "train", "{}", "train needs --dataset");
        row("required and positional", "import", R"({"name":"a"})", "import needs source");
        row("needed by another",
            "train",
            R"({"dataset":"d","model":"torchscript"})",
            "--model torchscript needs --module");
        row("one of two needed",
            "select",
            R"({"method":"lpntk-pipeline","name":"s"})",
            "needs --cluster or --kernel");
        row("keep for random", "select", R"({"method":"random","name":"s"})", "needs --keep");
        row("list with one bad", "train", R"({"dataset":"d","hidden":[4,0]})", "hidden is 0");
        row("a choice twice",
            "kernel",
            R"({"run":"r","kind":["pntk","lpntk","pntk"]})",
            "kind names pntk twice; name each once");
        row("an unknown choice of several",
            "kernel",
            R"({"run":"r","kind":["pntk","ntk"]})",
            "kind is \"ntk\"; it must be one of lpntk, pntk, centred");
        row("none of several", "kernel", R"({"run":"r","kind":[]})", "kind is []");
        row("no object", "train", "[]", "must be a JSON object");
    }
    void refusesInOneSentence() {
        QFETCH(QString, kind);
        QFETCH(QString, fields);
        QFETCH(QString, says);
        const auto sentence = outcome(kind, fields, "none");
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
        QVERIFY2(!sentence.contains('\n'), qPrintable(sentence));
    }

    void refusesTextThatIsNotUtf8() {
        json fields = {{"dataset", "d\xff\xfe"}};
        QVERIFY_THROWS_EXCEPTION(Error, (void)validated(declaration("train"), fields));
    }

    void makesPathsAbsolute() {
        const QTemporaryDir folder;
        const auto before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        const auto value = outcome("export", R"({"selection":"s","to":"out/../there"})", "to");
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(value, "\"" + QDir(folder.path()).canonicalPath() + "/there\"");
    }
};

QTEST_GUILESS_MAIN(TestValidation)
#include "tst_validation.moc"
