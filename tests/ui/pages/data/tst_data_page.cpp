// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/charts/bar_chart.h"
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/data/class_panel.h"
#include "ui/pages/data/data_page.h"
#include "ui/pages/data/data_tasks.h"
#include "ui/pages/data/sample_actions.h"
#include "ui/pages/data/view_options.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace winnow;
using namespace winnow::ui;

class TestDataPage : public QObject {
    Q_OBJECT

    std::unique_ptr<test::SampleProject> m_project;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DataPage> m_page;

    void clickBar(int bar, Qt::KeyboardModifiers modifiers = {}) {
        BarChart* chart = m_page->classPanel()->chart();
        const QRectF rect = chart->barRect(bar);
        QTest::mouseClick(chart, Qt::LeftButton, modifiers, rect.center().toPoint());
    }
    void clickTile(int row, Qt::KeyboardModifiers modifiers = {}) {
        GalleryView* gallery = m_page->gallery();
        const QRect rect = gallery->visualRect(gallery->model()->index(row, 0));
        QTest::mouseClick(gallery->viewport(), Qt::LeftButton, modifiers, rect.center());
    }
    [[nodiscard]] qint64 idAt(int row) const { return m_page->gallery()->sampleModel()->idAt(row); }

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }
    void init() {
        m_project = std::make_unique<test::SampleProject>();
        m_session = std::make_unique<Session>();
        QVERIFY(m_session->open(m_project->folder()));
        m_page = std::make_unique<DataPage>(PageContext{m_session.get(), nullptr, nullptr});
        m_page->resize(976, 740);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activated();
        QCoreApplication::processEvents();
    }
    void cleanup() {
        m_page.reset();
        m_session.reset();
    }

    void saysWhatTheDataSetIs() {
        QCOMPARE(m_page->subtitle(),
                 QString::fromUtf8("200 images, 8×8 grey, 4 classes, 50 each."));
    }

    void aBarFiltersItsClass() {
        clickBar(1);
        QCOMPARE(m_session->filter()->matches().count(), 50);
        clickBar(3, Qt::ControlModifier);
        QCOMPARE(m_session->filter()->matches().count(), 100);
        const std::vector<Condition> both{Condition::ofClasses({1, 3})};
        QCOMPARE(m_session->filter()->conditions(), both);
        clickBar(1, Qt::ControlModifier);
        QCOMPARE(m_session->filter()->matches().count(), 50);
        QTest::keyClick(m_page->classPanel()->chart(), Qt::Key_Escape);
        QVERIFY(!m_session->filter()->isActive());
    }
    void barsShowWhatMatches() {
        m_session->filter()->set(Condition::ofScore("forgetting", 4, 4));
        const auto part = [this](int bar) {
            return m_page->classPanel()->chart()->data().bars[bar].part;
        };
        QTRY_VERIFY(part(0).has_value());
        for (int bar = 0; bar < 4; ++bar) QCOMPARE(*part(bar), 10.0);
        m_session->filter()->set(Condition::ofClasses({2}));
        QTRY_COMPARE(*part(0), 0.0);
        QCOMPARE(m_page->classPanel()->chart()->chosen(), QSet<int>{2});
    }

    void sortsByAnyScoreInEitherDirection() {
        QComboBox* box = m_page->options()->sortBox();
        box->setFocus();
        while (box->currentData() != QVariant("difficulty")) {
            const int before = box->currentIndex();
            QTest::keyClick(box, Qt::Key_Down);
            QVERIFY(box->currentIndex() != before);
        }
        QCOMPARE(idAt(0), 199);
        QTest::mouseClick(m_page->options()->orderButton(), Qt::LeftButton);
        QCOMPARE(idAt(0), 0);
        QCOMPARE(m_page->options()->orderButton()->text(), QString("Highest first"));
    }
    void captionMayBeAnotherScore() {
        QComboBox* box = m_page->options()->captionBox();
        box->setFocus();
        while (box->currentData() != QVariant("forgetting")) {
            const int before = box->currentIndex();
            QTest::keyClick(box, Qt::Key_Down);
            QVERIFY(box->currentIndex() != before);
        }
        const QModelIndex seventh = m_page->gallery()->model()->index(7, 0);
        QCOMPARE(seventh.data(SampleModel::ValueRole).toString(), QString("2"));
    }
    void tilesChangeSize() {
        const int columns = m_page->gallery()->columns();
        QSlider* slider = m_page->options()->sizeSlider();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(m_page->gallery()->tileSize(), TileSize::L);
        QVERIFY(m_page->gallery()->columns() < columns);
    }

    void singleKeysMarkAndUndo() {
        clickTile(2);
        clickTile(4, Qt::ShiftModifier);
        QTest::keyClick(m_page->gallery(), '1');
        QCOMPARE(m_session->annotations()->tagged("mislabelled?").ids(),
                 (std::vector<std::int64_t>{2, 3, 4}));
        QTest::keyClick(m_page->gallery(), 'x');
        QCOMPARE(m_session->annotations()->excluded().count(), 3);
        QTest::keyClick(m_page->gallery(), 'u');
        QCOMPARE(m_session->annotations()->excluded().count(), 0);
        QTest::keyClick(m_page->gallery(), '1');
        QVERIFY(m_session->annotations()->tags().isEmpty());
    }
    void enterOpensInInteractions() {
        clickTile(6);
        QSignalSpy pages(m_page.get(), &Page::pageRequested);
        QTest::keyClick(m_page->gallery(), Qt::Key_Return);
        QCOMPARE(pages.size(), 1);
        QCOMPARE(pages[0][0].value<PageId>(), PageId::Interactions);
        QCOMPARE(m_session->selection()->current(), 6);
    }
    void aKeyWithoutMeaningSaysWhatToDo() {
        clickTile(0);
        QTest::keyClick(m_page->gallery(), '9');
        auto* card = m_page->findChild<MessageCard*>();
        QVERIFY(card->isVisible());
        QVERIFY(card->sentence().contains("Key 9"));
    }

    void aFilterThatHidesAllOffersToBeCleared() {
        m_session->filter()->set(Condition::ofTag("nobody"));
        m_session->filter()->setMode(Filter::Mode::Hide);
        QTRY_VERIFY(m_page->emptyPanel()->isVisible());
        QTest::mouseClick(m_page->emptyPanel()->actionButton(), Qt::LeftButton);
        QVERIFY(!m_session->filter()->isActive());
        QVERIFY(m_page->gallery()->isVisible());
    }

    void anEmptyProjectLeadsToImport() {
        Session session;
        DataPage page(PageContext{&session, nullptr, nullptr});
        page.resize(976, 740);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QVERIFY(page.emptyPanel()->isVisible());
        QVERIFY(!page.classPanel()->isVisible());
        QSignalSpy forms(&page, &Page::jobFormRequested);
        QTest::mouseClick(page.emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(forms.size(), 1);
        QCOMPARE(forms[0][0].toString(), QString("import"));
    }

    void choosesAmongSeveralDataSets() {
        QVERIFY(!m_page->datasetBox()->isVisibleTo(m_page.get()));
        m_project->addDataset("circles");
        m_session->refresh();
        QTRY_VERIFY(m_page->datasetBox()->isVisibleTo(m_page.get()));
        QSignalSpy subtitles(m_page.get(), &Page::subtitleChanged);
        QComboBox* box = m_page->datasetBox();
        box->setFocus();
        const QString before = m_session->chosen(Part::Dataset);
        QTest::keyClick(box, box->currentIndex() == 0 ? Qt::Key_Down : Qt::Key_Up);
        QVERIFY(m_session->chosen(Part::Dataset) != before);
        QCOMPARE(subtitles.size(), 1);
    }

    void tasksCarryTheirNumbers() {
        DataTasks* tasks = m_page->tasks();
        Q_EMIT tasks->aboutToShow();
        const auto actions = tasks->actions();
        QVERIFY(actions[0]->text().contains("20 predicted otherwise"));
        QVERIFY(actions[1]->text().contains("160 forgotten"));
        QVERIFY(actions[2]->text().contains("67 redundant"));
        actions[0]->trigger();
        QCOMPARE(m_session->filter()->matches().count(), 20);
        QCOMPARE(m_page->options()->choice().sort, QString("probability"));
    }

    void comesBackAsItWas() {
        ViewOptions::Choice choice;
        choice.sort = "difficulty";
        choice.order = Qt::DescendingOrder;
        choice.caption = "own";
        choice.size = TileSize::XL;
        m_page->options()->setChoice(choice);
        const QByteArray state = m_page->saveState();
        DataPage other(PageContext{m_session.get(), nullptr, nullptr});
        other.restoreState(state);
        QCOMPARE(other.options()->choice().sort, choice.sort);
        QCOMPARE(other.options()->choice().order, choice.order);
        QCOMPARE(other.options()->choice().caption, choice.caption);
        QCOMPARE(other.gallery()->tileSize(), TileSize::XL);
        other.restoreState("damaged");
        QCOMPARE(other.options()->choice().sort, choice.sort);
    }

    void fitsTheSmallestWindow() {
        m_page->resize(968, 480);
        QCoreApplication::processEvents();
        QVERIFY(m_page->minimumSizeHint().width() <= 700);
        QVERIFY(m_page->gallery()->height() > 120);
        m_page->resize(700, 480);
        QCoreApplication::processEvents();
        QCOMPARE(m_page->options()->orderButton()->toolButtonStyle(), Qt::ToolButtonIconOnly);
    }
};

QTEST_MAIN(TestDataPage)
#include "tst_data_page.moc"
