// SPDX-License-Identifier: GPL-3.0-or-later
// Forms made from the declarations: what is typed, what is wrong, what the engine gets.
#include "ui/engine/serve_client.h"
#include "ui/frame/field_editor.h"
#include "ui/frame/job_form.h"
#include "ui/frame/job_spec.h"
#include "ui/session/session.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace winnow;
using namespace winnow::ui;

class TestJobForm : public QObject {
    Q_OBJECT

    static const jobs::Field& field(const char* kind, const char* name) {
        const auto& fields = jobs::declaration(kind).fields;
        return *std::find_if(
            fields.begin(), fields.end(), [&](const auto& f) { return f.name == name; });
    }

private Q_SLOTS:
    void whatIsTypedBecomesTheEnginesFields() {
        const CheckedFields checked = checkedFields(
            jobs::declaration("import"),
            {{"source", "planted"}, {"name", "p"}, {"limit", "200"}, {"test-share", "10%"}});
        QVERIFY2(checked.sentences.isEmpty(), qPrintable(checked.sentences.values().join(' ')));
        QCOMPARE(checked.sentence, QString());
        const QJsonObject fields = QJsonDocument::fromJson(checked.json).object();
        QCOMPARE(fields["limit"].toInt(), 200);
        QCOMPARE(fields["test-share"].toDouble(), 0.1);
        QCOMPARE(fields["seed"].toInt(), 1);
    }

    void allThatIsWrongIsSaidAtItsField() {
        const CheckedFields checked =
            checkedFields(jobs::declaration("import"),
                          {{"source", "planted"}, {"limit", "many"}, {"size", "28 by 28"}});
        QVERIFY(checked.json.isEmpty());
        QCOMPARE(checked.sentences.keys(), (QStringList{"limit", "name", "size"}));
        for (const QString& sentence : checked.sentences) {
            QVERIFY(sentence.endsWith('.'));
            QVERIFY2(sentence.at(0).isUpper(), qPrintable(sentence));
        }
    }

    void aChoiceWithANumberIsTyped() {
        FieldEditor editor(field("kernel", "checkpoint"), nullptr);
        auto* box = editor.findChild<QComboBox*>();
        QVERIFY(box->isEditable());
        QCOMPARE(box->count(), 2);  // best, last: the third is typed
        QCOMPARE(editor.text(), QString("best"));
        QSignalSpy edited(&editor, &FieldEditor::edited);
        box->lineEdit()->selectAll();
        QTest::keyClicks(box->lineEdit(), "epoch-5");
        QVERIFY(!edited.isEmpty());
        QCOMPARE(editor.text(), QString("epoch-5"));
        editor.setText("last");
        QCOMPARE(editor.text(), QString("last"));
        editor.setText("epoch-7");
        QCOMPARE(editor.text(), QString("epoch-7"));
        const CheckedFields wrong =
            checkedFields(jobs::declaration("kernel"), {{"run", "run-1"}, {"checkpoint", "epoch"}});
        QVERIFY(wrong.sentences["checkpoint"].contains("epoch-N"));
    }

    void severalChoicesAreTicked() {
        FieldEditor editor(field("kernel", "kind"), nullptr);
        const auto ticks = editor.findChildren<QCheckBox*>();
        QCOMPARE(ticks.size(), 3);
        QCOMPARE(editor.text(), QString("lpntk"));
        QSignalSpy edited(&editor, &FieldEditor::edited);
        ticks[1]->click();
        QCOMPARE(edited.size(), 1);
        QCOMPARE(editor.text(), QString("lpntk, pntk"));
        const CheckedFields checked =
            checkedFields(jobs::declaration("kernel"), {{"run", "run-1"}, {"kind", editor.text()}});
        QVERIFY(checked.sentences.isEmpty());
        QCOMPARE(QJsonDocument::fromJson(checked.json).object()["kind"].toArray(),
                 (QJsonArray{"lpntk", "pntk"}));
        editor.setText("pntk, centred");
        QCOMPARE(editor.text(), QString("pntk, centred"));
        // Where nothing is ticked the default is taken, and shown.
        ticks[1]->click();
        ticks[2]->click();
        QCOMPARE(editor.text(), QString("lpntk"));
        FieldEditor methods(field("evaluate", "method"), nullptr);
        QCOMPARE(methods.text(), QString());
    }

    void severalResultsAreTypedInOneLine() {
        FieldEditor editor(field("compare-clusters", "cluster"), nullptr);
        editor.setText(typedFields(R"({"cluster":["cluster-1","cluster-2"]})")["cluster"]);
        const CheckedFields checked =
            checkedFields(jobs::declaration("compare-clusters"), {{"cluster", editor.text()}});
        QVERIFY(checked.sentences.isEmpty());
        const QJsonObject fields = QJsonDocument::fromJson(checked.json).object();
        QCOMPARE(fields["cluster"].toArray(), (QJsonArray{"cluster-1", "cluster-2"}));
    }

    void aDefaultFollowsTheFieldThatDecidesIt() {
        const auto& train = jobs::declaration("train");
        const auto& lr = field("train", "lr");
        QCOMPARE(defaultText(lr, train, {}), QString::fromStdString(lr.defaultValue));
        QVERIFY(!lr.defaultsWhen.empty());
        const auto& when = lr.defaultsWhen.front();
        QCOMPARE(
            defaultText(lr,
                        train,
                        {{QString::fromStdString(when.field), QString::fromStdString(when.value)}}),
            QString::fromStdString(when.defaultValue));
    }

    void everyKindHasAFormWithHelpAtEachField() {
        Session session;
        ServeClient serve;
        for (const jobs::Declaration& declaration : jobs::declarations()) {
            JobForm form(
                QString::fromStdString(declaration.kind), "{}", &session, &serve, "/x.winnow", 0);
            for (const jobs::Field& declared : declaration.fields) {
                const FieldEditor* editor = form.editor(QString::fromStdString(declared.name));
                QVERIFY2(editor != nullptr, declared.name.c_str());
                QVERIFY(!editor->focusProxy()->toolTip().isEmpty());
                QVERIFY(!editor->focusProxy()->accessibleName().isEmpty());
            }
        }
    }

    void theButtonStartsOnlyWhatIsRight() {
        Session session;
        ServeClient serve;
        JobForm form("import", R"({"source":"planted"})", &session, &serve, "/tmp/new.winnow", 0);
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        QSignalSpy started(&form, &JobForm::startRequested);
        QVERIFY(form.editor("name")->sentence().isEmpty());
        QTest::mouseClick(form.startButton(), Qt::LeftButton);
        QVERIFY(started.isEmpty());
        QVERIFY(!form.editor("name")->sentence().isEmpty());
        QTest::keyClicks(form.editor("name")->focusProxy(), "p");
        QTest::mouseClick(form.startButton(), Qt::LeftButton);
        QCOMPARE(started.size(), 1);
        QCOMPARE(started[0][0].toString(), QString("import"));
        QCOMPARE(QJsonDocument::fromJson(started[0][1].toByteArray()).object()["name"].toString(),
                 QString("p"));
        QCOMPARE(started[0][2].toString(), QString("/tmp/new.winnow"));
    }

    void fieldsThatDecideNothingAreNotOffered() {
        Session session;
        ServeClient serve;
        JobForm form("select", R"({"method":"random"})", &session, &serve, "/x.winnow", 0);
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        QVERIFY(!form.editor("ids")->isVisible());
        form.editor("method")->setText("ids");
        QTRY_VERIFY(form.editor("ids")->isVisible());
        QVERIFY(!form.editor("keep")->isVisible());
    }

    /// A preset decides choices and flags, too, as long as nobody has.
    void aPresetShowsInWhatNobodyTouched() {
        Session session;
        ServeClient serve;
        JobForm form("distill", R"({"augment":"none"})", &session, &serve, "/x.winnow", 0);
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        auto* labels = form.editor("learn-labels")->findChild<QCheckBox*>();
        QVERIFY(!labels->isChecked());
        form.editor("preset")->setText("paper-convnet");
        QTRY_VERIFY(labels->isChecked());
        QCOMPARE(form.editor("augment")->text(), QString("none"));  // filled in
        QTest::mouseClick(labels, Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(!labels->isChecked());
        form.editor("preset")->setText("convnet");
        QTest::qWait(300);
        QVERIFY(!labels->isChecked());
    }

    void jsonComesBackAsTyped() {
        const TypedFields typed =
            typedFields(R"({"keep":0.8,"count":60000,"flag":true,"hidden":[64,32],"name":"a b"})");
        QCOMPARE(typed["keep"], QString("0.8"));
        QCOMPARE(typed["count"], QString("60000"));
        QCOMPARE(typed["flag"], QString("true"));
        QCOMPARE(typed["hidden"], QString("64, 32"));
        QCOMPARE(typed["name"], QString("a b"));
    }
};

QTEST_MAIN(TestJobForm)
#include "tst_job_form.moc"
