// SPDX-License-Identifier: Apache-2.0
#include "tests/end_to_end/engine_program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace winnow::test;

namespace {

constexpr const char* kVerbs[] = {"demo",
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
                                  "experiment",
                                  "list",
                                  "show",
                                  "check",
                                  "jobs",
                                  "run",
                                  "serve",
                                  "calc"};

}  // namespace

/// What the program says to arguments before any job runs.
class TestCommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString file(const QString& name, const QByteArray& content) const {
        QFile out(m_folder.filePath(name));
        if (out.open(QIODevice::WriteOnly)) out.write(content);
        return out.fileName();
    }

private Q_SLOTS:
    void helpListsEveryVerb() {
        const auto help = engine({"--help"});
        QCOMPARE(help.code, 0);
        QVERIFY(help.err.isEmpty());
        for (const char* verb : kVerbs)
            QVERIFY2(help.out.contains(QByteArray("\n  ") + verb + ' '), verb);
    }

    void everyVerbExplainsItself_data() {
        QTest::addColumn<QStringList>("words");
        for (const char* verb : kVerbs) QTest::newRow(verb) << QStringList{verb, "--help"};
        for (const char* verb : {"lpntk",
                                 "fpc",
                                 "redundant",
                                 "scores",
                                 "influence",
                                 "ntk",
                                 "krr",
                                 "kip-step",
                                 "label-solve",
                                 "zca",
                                 "dimension"})
            QTest::addRow("calc %s", verb) << QStringList{"calc", verb, "-h"};
        QTest::newRow("help among other flags")
            << QStringList{"train", "P", "--epochs", "3", "--help"};
    }
    void everyVerbExplainsItself() {
        QFETCH(QStringList, words);
        const auto help = engine(words);
        QCOMPARE(help.code, 0);
        QVERIFY(help.out.contains("Usage: winnow-engine " + words[0].toUtf8()));
    }

    void tellsItsVersion() {
        const auto version = engine({"--version"});
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("winnow-engine 0."));
    }

    void refusesWrongArguments_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QStringList& words, const char* says) {
            QTest::newRow(name) << words << says;
        };
        row("nothing", {}, "a verb is missing");
        row("unknown verb", {"trian", "P"}, "did you mean \"train\"?");
        row("no project", {"train"}, "needs the project folder");
        row("unknown flag", {"train", "P", "--epohs", "3"}, "did you mean \"--epochs\"?");
        row("unknown flag with =", {"train", "P", "--epohs=3"}, "did you mean \"--epochs\"?");
        row("flag of another verb", {"list", "P", "--epochs", "3"}, "list has no option --epochs");
        row("flag without value",
            {"train", "P", "--dataset", "d", "--epochs"},
            "--epochs needs one value");
        row("flag twice",
            {"train", "P", "--dataset", "d", "--seed", "1", "--seed", "2"},
            "--seed is given 2 times");
        row("one word too many", {"list", "P", "run", "more"}, "\"more\" is one word too many");
        row("value out of range",
            {"train", "P", "--dataset", "d", "--epochs", "0"},
            "epochs is \"0\"");
        row("negative value", {"train", "P", "--dataset", "d", "--seed", "-1"}, "seed is \"-1\"");
        row("missing data set", {"train", "P"}, "needs --dataset");
        row("unknown kind", {"list", "P", "kernle"}, "did you mean \"kernel\"?");
        row("no such project", {"list", "/no/such/project"}, "/no/such/project");
        row("a later issue's verb", {"represent", "P"}, "there is no verb");
        row("a later issue's method",
            {"select", "P", "--method", "influence-set", "--name", "s"},
            "method is \"influence-set\"");
        row("calc without verb", {"calc"}, "needs a verb");
        row("unknown calc verb", {"calc", "fpcc"}, "did you mean \"fpc\"?");
        row("calc without input",
            {"calc", "fpc", "--centroids", "3", "--out", "x.npz"},
            "needs --kernel");
        row("calc, no such file",
            {"calc", "fpc", "--kernel", "/no/such.npy", "--centroids", "3", "--out", "x"},
            "there is no file");
        row("calc scores without input",
            {"calc", "scores", "--kind", "forgetting", "--out", "x"},
            "needs --correct");
        row("job file missing", {"run", "/no/such.json"}, "there is no file");
    }
    void refusesWrongArguments() {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        const auto refused = engine(words).refusedWith(2, says);
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }

    void refusesWrongJobFiles_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* content, const char* says) {
            QTest::newRow(name) << QByteArray(content) << says;
        };
        row("empty", "", "not a JSON object");
        row("cut short", "{\"kind\": \"train\", \"project", "not a JSON object");
        row("an array", "[]", "not a JSON object");
        row("no kind", R"({"project": "P"})", "\"kind\" is missing");
        row("no project", R"({"kind": "train"})", "\"project\" is missing");
        row("unknown key",
            R"({"kind": "train", "project": "P", "field": {}})",
            "did you mean \"fields\"?");
        row("unknown kind", R"({"kind": "tarin", "project": "P"})", "did you mean \"train\"?");
        row("fields no object",
            R"({"kind": "train", "project": "P", "fields": [1]})",
            "must be a JSON object");
        row("bad value",
            R"({"kind": "train", "project": "P", "fields": {"dataset": "d", "lr": -1}})",
            "lr is -1");
        row("deep nesting", QByteArray(100000, '[').constData(), "not a JSON object");
    }
    void refusesWrongJobFiles() {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const auto refused = engine({"run", file("job.json", content)}).refusedWith(2, says);
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }

    void jobsAsJsonHoldsEveryKindWithFields() {
        const auto kinds = engine({"jobs", "--json"}).json().toArray();
        QStringList names;
        for (const auto& kind : kinds) {
            names << kind.toObject()["kind"].toString();
            QVERIFY(kind.toObject()["fields"].isArray());
        }
        QCOMPARE(names,
                 QStringList({"demo",
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
                              "transfer"}));
    }

    void aFullDiskBehindStdoutIsCode4() {
        if (!QFile::exists("/dev/full")) QSKIP("/dev/full is not there");
        QProcess shell;
        shell.start("sh", {"-c", "\"$WINNOW_ENGINE\" jobs --json > /dev/full"});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.exitCode(), 4);
    }

    void aReaderThatLeavesIsNoError() {
        QProcess shell;
        shell.start("sh", {"-c", "{ \"$WINNOW_ENGINE\" jobs --json; echo $? >&2; } | true"});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.readAllStandardError(), QByteArray("0\n"));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
