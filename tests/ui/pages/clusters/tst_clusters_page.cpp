// SPDX-License-Identifier: GPL-3.0-or-later
// The page over a project the engine made, with real clicks, drags and keys.
#include "tests/ui/pages/interactions/engine_project.h"
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/clusters/cluster_compare_dialog.h"
#include "ui/pages/clusters/clusters_page.h"
#include "ui/pages/clusters/head_tail_panel.h"
#include "ui/pages/clusters/map_panel.h"
#include "ui/pages/clusters/member_panel.h"
#include "ui/pages/clusters/size_panel.h"
#include "ui/scene/map_view.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"

#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace winnow::ui;

class TestClustersPage : public QObject {
    Q_OBJECT
    std::unique_ptr<winnow::test::EngineProject> m_project;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<JobQueue> m_jobs;
    std::unique_ptr<ClustersPage> m_page;

    void open() {
        m_session = std::make_unique<Session>();
        QVERIFY(m_session->open(m_project->folder()));
        m_session->choose(Part::Cluster, "cluster-1");
        m_jobs = std::make_unique<JobQueue>(m_session.get());
        m_page =
            std::make_unique<ClustersPage>(PageContext{m_session.get(), m_jobs.get(), nullptr});
        m_page->resize(1256, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        // Without a window manager nobody else activates it, and shortcuts need that.
        QApplication::setActiveWindow(m_page.get());
    }
    Selection* selection() const { return m_session->selection(); }
    std::vector<std::int64_t> membersOf(std::int64_t cluster) const {
        std::vector<std::int64_t> ids;
        for (std::int64_t id = 0; id < m_session->cluster().assignment.size(); ++id)
            if (m_session->cluster().assignment[id] == cluster) ids.push_back(id);
        return ids;
    }
    static void drag(QWidget* widget, QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
        QTest::mousePress(widget, Qt::LeftButton, keys, from);
        QTest::mouseMove(widget, (from + to) / 2);
        QTest::mouseMove(widget, to);
        QTest::mouseRelease(widget, Qt::LeftButton, keys, to);
    }
    QPushButton* button(const QString& text) const {
        for (auto* each : m_page->findChildren<QPushButton*>())
            if (each->text().startsWith(text)) return each;
        return nullptr;
    }

    QAbstractButton* segment(const QString& text) const {
        for (auto* each : m_page->findChildren<QAbstractButton*>())
            if (each->text() == text) return each;
        return nullptr;
    }
    /// By its definition: over all pairs of samples.
    static double adjustedRandByPairs(std::span<const std::int64_t> a,
                                      std::span<const std::int64_t> b) {
        double both = 0, inA = 0, inB = 0, all = 0;
        for (std::size_t i = 0; i < a.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const bool first = a[i] == a[j], second = b[i] == b[j];
                both += first && second ? 1 : 0;
                inA += first ? 1 : 0;
                inB += second ? 1 : 0;
                all += 1;
            }
        const double expected = inA * inB / all;
        return (both - expected) / ((inA + inB) / 2 - expected);
    }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(ThemeChoice::Dark);
        m_project = std::make_unique<winnow::test::EngineProject>();
        QVERIFY2(m_project->trouble.isEmpty(), qPrintable(m_project->trouble));
    }
    void cleanup() {
        m_page.reset();
        m_jobs.reset();
        m_session.reset();
    }

    void theLargestClusterComesFirstAndIsOpen() {
        open();
        const auto& clusters = m_page->sizePanel()->clusters();
        const ClusterArrays& arrays = m_session->cluster();
        QCOMPARE(std::ssize(clusters), arrays.sizes.size());
        QCOMPARE(arrays.sizes[clusters.front()], std::ranges::max(arrays.sizes.values()));
        QVERIFY(std::ranges::is_sorted(
            clusters, std::ranges::greater{}, [&](auto each) { return arrays.sizes[each]; }));
        QCOMPARE(std::ssize(m_page->memberPanel()->members()), arrays.sizes[clusters.front()]);
    }

    void aClassShowsItsOwnClusters() {
        open();
        auto* classes = m_page->findChild<QComboBox*>();
        classes->setFocus();
        QTest::keyClick(classes, Qt::Key_Down);
        QTest::keyClick(classes, Qt::Key_Down);
        for (const std::int64_t each : m_page->sizePanel()->clusters())
            QCOMPARE(m_session->cluster().clusterClass[each], 1);
        QVERIFY(!m_page->sizePanel()->clusters().empty());
        QCOMPARE(m_page->sizePanel()->table()->model()->rowCount(),
                 static_cast<int>(m_page->sizePanel()->clusters().size()));
    }

    void clickOnABarOpensItWithTheCentroidFirst() {
        open();
        ClusterBars* bars = m_page->sizePanel()->bars();
        QVERIFY(bars->data().bars.size() >= 3);
        const std::int64_t third = m_page->sizePanel()->clusters()[2];
        QTest::mouseClick(bars, Qt::LeftButton, {}, bars->barRect(2).center().toPoint());
        QCOMPARE(bars->chosen(), QSet<int>{2});
        const auto& members = m_page->memberPanel()->members();
        QCOMPARE(members.front(), m_session->cluster().centroids[third]);
        auto sorted = members;
        std::ranges::sort(sorted);
        QCOMPARE(sorted, membersOf(third));
        for (std::size_t i = 2; i < members.size(); ++i)
            QVERIFY(m_session->cluster().similarity[members[i - 1]] >=
                    m_session->cluster().similarity[members[i]]);
        const auto* model = m_page->memberPanel()->gallery()->sampleModel();
        QCOMPARE(model->order(), members);
        QVERIFY(selection()->samples().empty());
    }

    void rectangleSelectsAndModifiersCombine() {
        open();
        ClusterBars* bars = m_page->sizePanel()->bars();
        const auto column = [&](int bar, bool low) {
            const QRectF rect = bars->barRect(bar);
            return QPointF(rect.center().x(), low ? rect.bottom() - 1 : rect.bottom() - 60)
                .toPoint();
        };
        const auto& clusters = m_page->sizePanel()->clusters();
        drag(bars, column(0, false), column(1, true));
        const auto size = [&](int bar) {
            return m_session->cluster().sizes[clusters[static_cast<std::size_t>(bar)]];
        };
        QCOMPARE(selection()->count(), size(0) + size(1));
        drag(bars, column(2, false), column(2, true), Qt::ShiftModifier);
        QCOMPARE(selection()->count(), size(0) + size(1) + size(2));
        drag(bars, column(0, false), column(0, true), Qt::ControlModifier);
        QCOMPARE(selection()->count(), size(1) + size(2));
        QTest::mouseClick(bars, Qt::LeftButton, Qt::ControlModifier, column(2, true));
        QCOMPARE(selection()->count(), size(1));
    }

    void theTableOpensAndSorts() {
        open();
        m_page->sizePanel()->setView(1);
        QTableView* table = m_page->sizePanel()->table();
        QTRY_VERIFY(table->isVisible());
        table->setFocus();
        QTest::mouseClick(table->viewport(),
                          Qt::LeftButton,
                          {},
                          table->visualRect(table->model()->index(1, 0)).center());
        const std::int64_t second = table->model()->index(1, 0).data().toLongLong();
        QCOMPARE(m_page->memberPanel()->members().front(), m_session->cluster().centroids[second]);
        QTest::keyClick(table, Qt::Key_Down);
        const std::int64_t third = table->model()->index(2, 0).data().toLongLong();
        QCOMPARE(m_page->memberPanel()->members().front(), m_session->cluster().centroids[third]);
    }

    void sizesAreCountedAndSelected() {
        open();
        selection()->clear();
        QTest::mouseClick(segment("Sizes"), Qt::LeftButton);
        ClusterBars* bars = m_page->sizePanel()->distribution();
        QTRY_VERIFY(bars->isVisible());
        const auto sizes = m_session->cluster().sizes.values();
        const auto& bins = m_page->sizePanel()->bins();
        QCOMPARE(bars->data().bars.size(), std::ssize(bins));
        std::int64_t expected = 1;
        for (std::size_t i = 0; i < bins.size(); ++i) {
            QCOMPARE(bins[i].low, expected);
            expected = bins[i].high + 1;
            const auto count = std::ranges::count_if(sizes, [&](std::int64_t size) {
                return size >= bins[i].low && size <= bins[i].high;
            });
            QCOMPARE(bars->data().bars[static_cast<int>(i)].value, static_cast<double>(count));
        }
        QVERIFY(expected > std::ranges::max(sizes));
        // The loners: opened by a click, selected with Ctrl.
        const auto loners = std::ranges::count(sizes, 1);
        QVERIFY(loners > 0);
        const auto first = [&] { return bars->barRect(0).center().toPoint(); };
        QTest::mouseClick(bars, Qt::LeftButton, {}, first());
        QCOMPARE(m_page->memberPanel()->members().size(), 1U);
        QCOMPARE(bars->chosen(), QSet<int>{0});
        QTest::mouseClick(bars, Qt::LeftButton, Qt::ControlModifier, first());
        QCOMPARE(selection()->count(), loners);
        QVERIFY(m_page->sizePanel()->figureCsv().contains("Clusters"));
    }

    void headAndTailAreTheEndsOfAClass() {
        open();
        auto* classes = m_page->findChild<QComboBox*>();
        classes->setCurrentIndex(3);  // class 2
        QTest::mouseClick(segment("Head and tail"), Qt::LeftButton);
        const HeadTailPanel* panel = m_page->headTailPanel();
        QTRY_VERIFY(panel->isVisible());
        const ClusterArrays& arrays = m_session->cluster();
        const auto& clusters = m_page->sizePanel()->clusters();
        const auto& head = panel->head()->sampleModel()->order();
        QCOMPARE(head.front(), arrays.centroids[clusters.front()]);
        auto sorted = head;
        std::ranges::sort(sorted);
        QCOMPARE(sorted, membersOf(clusters.front()));
        for (std::size_t i = 2; i < head.size(); ++i)
            QVERIFY(arrays.similarity[head[i - 1]] >= arrays.similarity[head[i]]);
        const auto& tail = panel->tail()->sampleModel()->order();
        std::int64_t all = 0, smallest = 1;
        for (const std::int64_t each : clusters) all += arrays.sizes[each];
        QCOMPARE(std::ssize(head) + std::ssize(tail), all);
        for (const std::int64_t id : tail) {
            const std::int64_t cluster = arrays.assignment[id];
            QCOMPARE(arrays.clusterClass[cluster], 2);
            QVERIFY(cluster != clusters.front() && arrays.sizes[cluster] >= smallest);
            smallest = arrays.sizes[cluster];
        }
        GalleryView* gallery = panel->tail();
        QTest::mouseClick(gallery->viewport(),
                          Qt::LeftButton,
                          {},
                          gallery->visualRect(gallery->model()->index(0, 0)).center());
        QCOMPARE(selection()->current(), tail.front());
        QCOMPARE(selection()->samples().ids(), std::vector{tail.front()});
    }

    void twoClusteringsAreCompared() {
        open();
        ServeClient serve;
        serve.setProject(m_project->folder());
        ClusterCompareDialog dialog(m_session.get(), &serve);
        dialog.show();
        dialog.setClusters("cluster-1", "cluster-2");
        const auto rows = [&] { return dialog.table()->rowCount(); };
        QTRY_COMPARE_WITH_TIMEOUT(rows(), static_cast<int>(m_session->classCount()) + 1, 60000);
        const std::int64_t n = m_session->sampleCount();
        const auto a = clusterArrays(m_session->project(), "cluster-1", n);
        const auto b = clusterArrays(m_session->project(), "cluster-2", n);
        QCOMPARE(dialog.table()->item(rows() - 1, 1)->text(), countText(n));
        QCOMPARE(dialog.table()->item(rows() - 1, 2)->text(),
                 numberText(adjustedRandByPairs(a.assignment.values(), b.assignment.values()), 3));
        dialog.setClusters("cluster-1", "cluster-1");
        QTRY_COMPARE_WITH_TIMEOUT(rows(), static_cast<int>(m_session->classCount()) + 1, 60000);
        for (int row = 0; row < rows(); ++row)
            QCOMPARE(dialog.table()->item(row, 4)->text(), QString("1.000"));
    }

    void aComparisonIsKeptThroughItsForm() {
        open();
        QSignalSpy asked(m_page.get(), &Page::jobFormRequested);
        button("Compare")->show();
        QTest::mouseClick(button("Compare"), Qt::LeftButton);
        auto* dialog = m_page->findChild<ClusterCompareDialog*>();
        QVERIFY(dialog != nullptr);
        QTRY_VERIFY(dialog->isVisible());
        // Without an engine nothing is compared, and that is said.
        QVERIFY(dialog->message()->isVisible());
        Q_EMIT dialog->keepRequested(R"({"cluster":["cluster-1","cluster-2"]})");
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), "compare-clusters");
        dialog->reject();
    }

    void membersAreSelectedAndNamed() {
        open();
        const auto members = m_page->memberPanel()->members();
        QTest::mouseClick(button("Select all"), Qt::LeftButton);
        QCOMPARE(selection()->count(), std::ssize(members));
        for (const QString& name : {QString("giants"), QString("giants")}) {
            QTest::mouseClick(button("Name"), Qt::LeftButton);
            auto* field = m_page->memberPanel()->findChild<QLineEdit*>();
            QTRY_VERIFY(field->isVisible());
            field->selectAll();
            QTest::keyClicks(field, name);
            QTest::keyClick(field, Qt::Key_Return);
        }
        const SavedSubset* saved = m_session->annotations()->subset("giants");
        QVERIFY(saved != nullptr);
        auto sorted = members;
        std::ranges::sort(sorted);
        QCOMPARE(saved->samples.ids(), sorted);
        QCOMPARE(m_session->annotations()->subsets().size(), 1U);
        // The second time the name is taken: said at the place, and the field stays open.
        auto* card = m_page->memberPanel()->findChild<MessageCard*>();
        QVERIFY(card->isVisible() && card->kind() == MessageCard::Kind::Error);
        QVERIFY(m_page->memberPanel()->findChild<QLineEdit*>()->isVisible());
    }

    void lassoSelectsAndModifiersCombine() {
        open();
        MapView* map = m_page->mapPanel()->view();
        QTRY_VERIFY(map->isVisible());
        QCOMPARE(map->count(), winnow::test::EngineProject::kSamples);
        map->setFocus();
        QTest::keyClick(map, Qt::Key_R);
        QCOMPARE(map->tool(), MapView::Tool::Rectangle);
        const QRect all = map->rect().adjusted(2, 2, -2, -2);
        drag(map, all.topLeft(), all.bottomRight());
        const std::int64_t seen = selection()->count();
        QVERIFY(seen > winnow::test::EngineProject::kSamples * 9 / 10);
        const QPoint middle = all.center();
        drag(map, all.topLeft(), {middle.x(), all.bottom()}, Qt::ControlModifier);
        const std::int64_t right = selection()->count();
        QVERIFY(right < seen);
        drag(map, all.topLeft(), {middle.x(), all.bottom()}, Qt::ShiftModifier);
        QCOMPARE(selection()->count(), seen);
    }

    void theMapDimsWhatTheFilterLeavesOut() {
        open();
        MapView* map = m_page->mapPanel()->view();
        m_session->filter()->set(Condition::ofClasses({3}));
        std::int64_t matching = 0;
        for (const QByteArray& line : map->csv().split('\n').mid(1))
            if (line.split(',').value(5) == "1") ++matching;
        QCOMPARE(matching, m_session->filter()->matches().count());
        QVERIFY(matching > 0 && matching < map->count());
    }

    void withoutAMapItsFormIsOffered() {
        open();
        m_session->choose(Part::Kernel, "kernel-3");  // bare: neither clusters nor map
        QSignalSpy asked(m_page.get(), &Page::jobFormRequested);
        for (auto* panel : m_page->findChildren<EmptyPanel*>()) {
            if (!panel->isVisible()) continue;
            QTest::mouseClick(panel->actionButton(), Qt::LeftButton);
        }
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), "cluster");
        const QJsonObject fields = QJsonDocument::fromJson(asked[0][1].toByteArray()).object();
        QCOMPARE(fields["kernel"].toString(), "kernel-3");
        Q_EMIT m_page->mapPanel()->mapRequested();
        QCOMPARE(asked[1][0].toString(), "embed");
    }
};

QTEST_MAIN(TestClustersPage)
#include "tst_clusters_page.moc"
