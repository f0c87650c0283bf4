// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/models/sample_model.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace winnow;
using namespace winnow::ui;

using Ids = std::vector<std::int64_t>;

Q_DECLARE_METATYPE(Ids)

class TestSampleModel : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;

    [[nodiscard]] static Ids first(const SampleModel& model, std::size_t count) {
        return {model.order().begin(), model.order().begin() + static_cast<std::ptrdiff_t>(count)};
    }

private Q_SLOTS:
    void init() {
        QVERIFY(m_session.open(m_project.folder()));
        m_session.filter()->restore({}, Filter::Mode::Dim);
    }

    void sorts_data() {
        QTest::addColumn<QString>("score");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<Ids>("wanted");
        QTest::addColumn<int>("last");
        QTest::addRow("id") << "id" << Qt::AscendingOrder << Ids{0, 1, 2} << 199;
        QTest::addRow("id down") << "id" << Qt::DescendingOrder << Ids{199, 198, 197} << 0;
        QTest::addRow("difficulty") << "difficulty" << Qt::AscendingOrder << Ids{199, 198} << 0;
        QTest::addRow("equal values by id")
            << "forgetting" << Qt::DescendingOrder << Ids{4, 9, 14} << 195;
        QTest::addRow("NaN last") << "first_learned" << Qt::AscendingOrder << Ids{0, 6, 12} << 199;
        QTest::addRow("NaN last down")
            << "first_learned" << Qt::DescendingOrder << Ids{5, 11, 17} << 199;
        QTest::addRow("no such score") << "grand" << Qt::DescendingOrder << Ids{0, 1, 2} << 199;
    }
    void sorts() {
        QFETCH(QString, score);
        QFETCH(Qt::SortOrder, order);
        QFETCH(Ids, wanted);
        QFETCH(int, last);
        SampleModel model(&m_session);
        const QAbstractItemModelTester tester(&model);
        model.sortBy(score, order);
        QCOMPARE(model.rowCount(), 200);
        QCOMPARE(first(model, wanted.size()), wanted);
        QCOMPARE(model.order().back(), std::int64_t{last});
        for (int row = 0; row < 200; ++row) QCOMPARE(model.rowOf(model.idAt(row)), row);
    }

    void filterDimsOrHides() {
        SampleModel model(&m_session);
        const QAbstractItemModelTester tester(&model);
        const QSignalSpy reset(&model, &SampleModel::modelReset);
        const QSignalSpy data(&model, &SampleModel::dataChanged);
        m_session.filter()->set(Condition::ofClasses({1}));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(data.count(), 1);
        QCOMPARE(model.rowCount(), 200);
        QVERIFY(model.index(1).data(SampleModel::MatchedRole).toBool());
        QVERIFY(!model.index(2).data(SampleModel::MatchedRole).toBool());
        m_session.filter()->setMode(Filter::Mode::Hide);
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.rowCount(), 50);
        QCOMPARE(model.idAt(1), std::int64_t{5});
        QCOMPARE(model.rowOf(2), -1);
        QCOMPARE(model.rowOf(5), 1);
    }

    void subsetsKeepTheirOrder() {
        SampleModel model(&m_session);
        model.setSubset(Ids{9, 3, 500, 120}, true);
        QCOMPARE(model.order(), (Ids{9, 3, 120}));
        model.setSubset(Ids{9, 3, 120});
        QCOMPARE(model.order(), (Ids{3, 9, 120}));
        QCOMPARE(model.between(2, 1), (Ids{9, 120}));
        QCOMPARE(model.between(-5, 0), Ids{3});
        model.setSubset(std::nullopt);
        QCOMPARE(model.rowCount(), 200);
    }

    void rolesFollowTheSession() {
        SampleModel model(&m_session);
        model.sortBy("forgetting", Qt::AscendingOrder);
        const QModelIndex index = model.index(model.rowOf(10));
        QCOMPARE(index.data(SampleModel::IdRole).toInt(), 10);
        QCOMPARE(index.data(SampleModel::ClassNameRole).toString(), QString("cat"));
        QCOMPARE(index.data(SampleModel::ValueRole).toString(), QString("0"));
        QCOMPARE(index.data(SampleModel::PredictionRole).toInt(), 3);
        QVERIFY(index.data(SampleModel::WrongRole).toBool());
        model.setCaption("difficulty");
        QCOMPARE(index.data(SampleModel::NumberRole).toDouble(), 190.0);
        const SampleSet ten = SampleSet::of(200, Ids{10});
        m_session.selection()->select(ten);
        m_session.selection()->setCurrent(10);
        m_session.annotations()->tag(ten, "x");
        m_session.annotations()->exclude(ten);
        QVERIFY(index.data(SampleModel::SelectedRole).toBool());
        QVERIFY(index.data(SampleModel::CurrentRole).toBool());
        QVERIFY(index.data(SampleModel::ExcludedRole).toBool());
        QCOMPARE(index.data(SampleModel::TagsRole).toStringList(), QStringList{"x"});
        const QString spoken = index.data(Qt::AccessibleTextRole).toString();
        QCOMPARE(spoken, QString("Sample 10, cat, Difficulty 190.00, selected, excluded"));
    }

    void picturesAreTheSamples() {
        SampleModel model(&m_session);
        model.sortBy("id", Qt::DescendingOrder);
        const QImage image = model.index(0).data(SampleModel::ImageRole).value<QImage>();
        QCOMPARE(image.size(), QSize(8, 8));
        QCOMPARE(qGray(image.pixel(3, 5)), 199);
        QCOMPARE(model.thumbnails().image(77).pixelColor(0, 0).red(), 77);
        QVERIFY(model.thumbnails().thumbnail(200).isNull());
        QVERIFY(model.thumbnails().thumbnail(-1).isNull());
    }

    void closingLeavesNoRows() {
        SampleModel model(&m_session);
        const QAbstractItemModelTester tester(&model);
        m_session.close();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(m_session.open(m_project.folder()));
        QCOMPARE(model.rowCount(), 200);
    }
};

QTEST_MAIN(TestSampleModel)
#include "tst_sample_model.moc"
