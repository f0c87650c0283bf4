// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet of distilled images by clicks and keys, and what stands with it: steps, ways to look,
// zoom.
#include "tests/ui/pages/distil/distil_bench.h"
#include "ui/pages/distil/analysis_view.h"
#include "ui/pages/distil/image_dialog.h"
#include "ui/pages/distil/pixel_view.h"
#include "ui/pages/distil/value_grid.h"
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/tile.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;
using test::DistilBench;
using test::DistilProject;

class TestDistilImages : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }

    void theStepTurnsImagesChartsAndLabelsToIt() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        const QImage last = bench.sheet->picturesOf(3, theme()).now;
        const double spread = bench.view->analysis()->labels()->data().values[1];
        bench.bar()->setFocus();
        QTest::keyClick(bench.bar(), Qt::Key_Home);
        QCOMPARE(bench.gallery->step(), std::optional<std::int64_t>(0));
        const auto pictures = bench.sheet->picturesOf(3, theme());
        QVERIFY(pictures.now != last);
        QCOMPARE(pictures.now, pictures.start);
        QVERIFY(bench.view->analysis()->labels()->data().values[1] != spread);
        QTest::keyClick(bench.bar(), Qt::Key_Right);
        QCOMPARE(bench.gallery->steps()->words(), QString("1 of 1\u202f500"));
    }

    void whatIsClippedIsTold() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        QVERIFY(bench.gallery->clippedWords().contains("of values clipped"));
        bench.gallery->steps()->setCheckpoint(0);
        QCOMPARE(bench.gallery->clippedWords(), QString());
    }

    void imagesAreMadeViewableInFourWays() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        QList<QImage> seen;
        const QStringList words{"clipped to 0 to 255",
                                "darkest to its lightest",
                                "least to its greatest",
                                "about zero"};
        for (int mode = 0; mode < kPictureModes; ++mode) {
            QAction* action = bench.gallery->viewMenu()->actions()[mode];
            QVERIFY(action->isEnabled());
            action->trigger();
            QVERIFY(action->isChecked());
            QVERIFY2(bench.subtitle().contains(words[mode]), qPrintable(bench.subtitle()));
            const QImage picture =
                bench.sheet->picturesOf(2, theme()).now.convertToFormat(QImage::Format_RGB32);
            if (mode != 2) QVERIFY(!seen.contains(picture));
            seen << picture;
        }
    }

    void rowsAreChosen() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        const int before = bench.sheet->heightForWidth(1000);
        bench.menuAction("nearest")->trigger();
        QVERIFY(bench.sheet->heightForWidth(1000) > before + 50);
        bench.menuAction("difference")->trigger();
        bench.menuAction("labels")->trigger();
        bench.menuAction("start")->trigger();
        QVERIFY(bench.sheet->heightForWidth(1000) < before);
        const auto pictures = bench.sheet->picturesOf(0, theme());
        QCOMPARE(pictures.nearestId, 10);
        QCOMPARE(pictures.nearest.size(), QSize(28, 28));
    }

    void whatStaysNoiseIsTinted() {
        DistilProject project;
        project.addDistilled("frozen", project.fields(), {.frozen = true});
        DistilBench bench(project.folder());
        const auto frozen = bench.gallery->images()->frozen.row(0);
        const QRect picture = imageRect({28, 28}, bench.sheet->nowRect(0));
        // From the middle of the image on, the first pixel that stays and the first that learns.
        const auto placeOf = [&](bool stays) {
            int k = 14 * 28;
            while ((frozen[static_cast<std::size_t>(k)] != 0) != stays) ++k;
            const int side = picture.width() / 28;
            return picture.topLeft() + QPoint(k % 28, k / 28) * side + QPoint(side, side) / 2;
        };
        QVERIFY(bench.menuAction("frozen")->isEnabled());
        const QImage tinted = bench.sheet->grab().toImage();
        bench.menuAction("frozen")->trigger();
        const QImage plain = bench.sheet->grab().toImage();
        QCOMPARE(tinted.pixelColor(placeOf(false)), plain.pixelColor(placeOf(false)));
        const QColor seen = tinted.pixelColor(placeOf(true)),
                     under = plain.pixelColor(placeOf(true));
        const QColor veil = theme().accent;
        const auto isBlend = [](int mixed, int below, int above) {
            return std::abs(mixed - (0.4 * below + 0.6 * above)) <= 2;
        };
        QVERIFY2(isBlend(seen.red(), under.red(), veil.red()) &&
                     isBlend(seen.green(), under.green(), veil.green()) &&
                     isBlend(seen.blue(), under.blue(), veil.blue()),
                 qPrintable(seen.name() + " over " + under.name()));
    }

    void oneScaleServesAllDifferences() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        const double limit = bench.sheet->data().differenceLimit;
        QVERIFY(limit > 20);
        bench.gallery->steps()->setCheckpoint(2);
        QCOMPARE(bench.sheet->data().differenceLimit, limit);
    }

    void allImagesOrOnePerClass() {
        DistilProject project({.classes = 10, .perClass = 3, .steps = {0, 100}});
        project.addDistilled("thirty");
        DistilBench bench(project.folder());
        QCOMPARE(bench.sheet->data().order.size(), std::size_t(10));
        const auto buttons = bench.gallery->steps()->which()->findChildren<QAbstractButton*>();
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QCOMPARE(bench.sheet->data().order.size(), std::size_t(30));
    }

    void zoomGoesDownToPixels() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        bench.sheet->setFocus();
        QTest::keyClick(bench.sheet, Qt::Key_Right);
        QTest::keyClick(bench.sheet, Qt::Key_Return);
        ImageDialog* dialog = bench.gallery->dialog();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QVERIFY(dialog->windowTitle().startsWith("Trouser"));
        QTest::keyClick(dialog->now(), Qt::Key_Right);
        QTest::keyClick(dialog->now(), Qt::Key_Down);
        QCOMPARE(dialog->start()->pixel(), std::optional(QPoint(0, 1)));
        const double wanted = static_cast<double>(static_cast<float>(project.value(1, 1500, 28)));
        QVERIFY2(dialog->pixelWords().contains(numberText(wanted, 1)),
                 qPrintable(dialog->pixelWords()));
        QCOMPARE(dialog->label()->rows().size(), 10);
        QCOMPARE(dialog->label()->rows().first().key, QString("Trouser"));
        QCOMPARE(dialog->nearest()->rows().size(), 5);
        QCOMPARE(dialog->nearest()->rows().first().key, QString("Trouser #11"));
        QTest::keyClick(dialog, Qt::Key_PageDown);
        QVERIFY(dialog->windowTitle().startsWith("Pullover"));
        QCOMPARE(bench.sheet->current(), 2);
        // It follows the step.
        bench.gallery->steps()->setCheckpoint(0);
        QCOMPARE(dialog->now()->valueInWords(), dialog->start()->valueInWords());
    }

    void theSheetIsSaved() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        const QTemporaryDir folder;
        bench.gallery->saveFigureTo(folder.filePath("sheet.png"));
        bench.gallery->saveFigureTo(folder.filePath("sheet.csv"));
        QVERIFY(!QImage(folder.filePath("sheet.png")).isNull());
        QFile csv(folder.filePath("sheet.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().split('\n').size(), 12);
    }

    void manyImagesAnswerAtOnce() {
        DistilProject project(
            {.classes = 100, .perClass = 5, .channels = 3, .side = 32, .steps = {0, 50, 100}});
        project.addDistilled("500");
        DistilBench bench(project.folder());
        bench.gallery->steps()->which()->setCurrentIndex(1);
        QCOMPARE(bench.sheet->data().order.size(), std::size_t(500));
        QElapsedTimer clock;
        clock.start();
        bench.gallery->steps()->setCheckpoint(0);
        QTest::qWait(0);
        qInfo("a step of 500 images of 3x32x32: %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(clock.elapsed() < 500);
    }
};

QTEST_MAIN(TestDistilImages)
#include "tst_distil_images.moc"
