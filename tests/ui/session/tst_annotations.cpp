// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/session/annotations.h"
#include "ui/session/session.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace winnow;
using namespace winnow::ui;

using Ids = std::vector<std::int64_t>;

class TestAnnotations : public QObject {
    Q_OBJECT

    std::optional<test::SampleProject> m_project;
    std::optional<Session> m_session;

    [[nodiscard]] Annotations& marks() { return *m_session->annotations(); }
    [[nodiscard]] static SampleSet set(const Ids& ids) { return SampleSet::of(200, ids); }
    /// What lies in the project after everything is stored.
    [[nodiscard]] QStringList stored() {
        m_session->close();
        const auto project = store::Project::open(m_project->path(), store::Access::Read);
        const store::Annotations read(project);
        QStringList lines;
        for (const auto& [tag, ids] : read.tags("dataset-1"))
            for (const std::int64_t id : ids)
                lines += QStringLiteral("%1 %2").arg(QString::fromStdString(tag)).arg(id);
        for (const store::Decision& decision : read.decisions("dataset-1"))
            lines += decision.action == store::Action::Exclude
                         ? QStringLiteral("exclude %1").arg(decision.sample)
                         : QStringLiteral("label %1 %2").arg(decision.sample).arg(decision.label);
        for (const store::Subset& subset : read.subsets("dataset-1"))
            lines += QStringLiteral("subset %1 %2")
                         .arg(QString::fromStdString(subset.name))
                         .arg(subset.samples.size());
        m_session->open(m_project->folder());
        return lines;
    }

private Q_SLOTS:
    void init() {
        m_project.emplace();
        m_session.emplace();
        QVERIFY(m_session->open(m_project->folder()));
    }
    void cleanup() {
        m_session.reset();
        m_project.reset();
    }

    void tagsAreStoredAndUndone() {
        marks().tag(set({4, 7}), " blurred ");
        marks().tag(set({7, 9}), "blurred");
        marks().tag(set({7}), "twin");
        QCOMPARE(marks().tags(), (QStringList{"blurred", "twin"}));
        QCOMPARE(marks().tagsOf(7), (QStringList{"blurred", "twin"}));
        QCOMPARE(marks().tagged().ids(), (Ids{4, 7, 9}));
        m_session->undoStack()->undo();
        QCOMPARE(m_session->undoStack()->undoText(), QString("Tag 1 sample"));
        m_session->undoStack()->undo();
        QCOMPARE(marks().tagged("blurred").ids(), (Ids{4, 7}));
        QCOMPARE(stored(), (QStringList{"blurred 4", "blurred 7"}));
        QCOMPARE(marks().tagsOf(4), QStringList{"blurred"});
    }

    void renamingATagJoinsTheOther() {
        marks().tag(set({1, 2}), "old");
        marks().tag(set({2, 3}), "new");
        marks().renameTag("old", "new");
        QCOMPARE(marks().tags(), QStringList{"new"});
        QCOMPARE(marks().tagged("new").ids(), (Ids{1, 2, 3}));
        m_session->undoStack()->undo();
        QCOMPARE(stored(), (QStringList{"new 2", "new 3", "old 1", "old 2"}));
    }

    void aSampleHasOneDecision() {
        marks().exclude(set({5, 6}));
        marks().relabel(set({6, 8}), 3);
        QCOMPARE(marks().excluded().ids(), Ids{5});
        QCOMPARE(m_session->label(6), std::int64_t{3});
        QCOMPARE(m_session->label(7), std::int64_t{3});
        QCOMPARE(m_session->label(5), std::int64_t{1});
        QCOMPARE(stored(), (QStringList{"exclude 5", "label 6 3", "label 8 3"}));
        QCOMPARE(marks().relabelled().ids(), (Ids{6, 8}));
    }

    void undoGivesBackTheDecisionBefore() {
        marks().exclude(set({5, 6}));
        marks().relabel(set({6}), 3);
        m_session->undoStack()->undo();
        QCOMPARE(stored(), (QStringList{"exclude 5", "exclude 6"}));
        QCOMPARE(marks().excluded().ids(), (Ids{5, 6}));
    }

    void includingTakesBackExclusionsAlone() {
        marks().relabel(set({1}), 0);
        marks().exclude(set({2, 3}));
        marks().include(set({1, 2}));
        QCOMPARE(m_session->undoStack()->undoText(), QString("Include 1 sample"));
        marks().restoreLabel(set({3}));
        QCOMPARE(stored(), (QStringList{"label 1 0", "exclude 3"}));
    }

    void subsetsAreNamedOnce() {
        const QSignalSpy refused(m_session.operator->(), &Session::failed);
        marks().saveSubset("odd", "lasso", set({1, 3}));
        marks().saveSubset("odd", "lasso", set({5}));
        QCOMPARE(refused.count(), 1);
        QVERIFY(refused.front().front().toString().contains("already"));
        marks().saveSubset("even", "lasso", set({2}));
        marks().removeSubset("odd");
        m_session->undoStack()->undo();
        QCOMPARE(stored(), (QStringList{"subset even 1", "subset odd 2"}));
        QCOMPARE(marks().subset("odd")->samples.ids(), (Ids{1, 3}));
    }

    void whatWasTouchedIsTold() {
        const QSignalSpy touched(m_session->annotations(), &Annotations::touched);
        marks().tag(set({40, 41}), "x");
        m_session->undoStack()->undo();
        QCOMPARE(touched.count(), 2);
        QCOMPARE(touched.back().front().value<std::int64_t>(), std::int64_t{40});
    }

    void badNamesAreRefused_data() {
        QTest::addColumn<QString>("tag");
        QTest::addRow("blank") << "  ";
        QTest::addRow("two lines") << "a\nb";
        QTest::addRow("too long") << QString(51, QChar(0x00e4));
    }
    void badNamesAreRefused() {
        QFETCH(QString, tag);
        const QSignalSpy refused(m_session->annotations(), &Annotations::refused);
        marks().tag(set({1}), tag);
        QCOMPARE(refused.count(), 1);
        QVERIFY(marks().tags().isEmpty());
        QCOMPARE(m_session->undoStack()->count(), 0);
    }

    void anotherWindowsMarksAreTakenOver() {
        Session other;
        QVERIFY(other.open(m_project->folder()));
        marks().tag(set({11}), "mine");
        other.annotations()->tag(set({12}), "theirs");
        QTRY_COMPARE(marks().tags(), (QStringList{"mine", "theirs"}));
        QTRY_COMPARE(other.annotations()->tags(), (QStringList{"mine", "theirs"}));
    }
};

QTEST_MAIN(TestAnnotations)
#include "tst_annotations.moc"
