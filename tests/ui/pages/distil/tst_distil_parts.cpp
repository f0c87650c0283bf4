// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the Distil page by themselves: pictures of arrays, the sheet, the steps, pixels and
// small matrices.
#include "tests/ui/pages/distil/distil_project.h"
#include "ui/pages/distil/distil_sheet.h"
#include "ui/pages/distil/distilled.h"
#include "ui/pages/distil/pixel_view.h"
#include "ui/pages/distil/step_bar.h"
#include "ui/pages/distil/value_grid.h"
#include "ui/theme/colour_maps.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labelled_slider.h"
#include "ui/widgets/segments.h"

#include <QLineEdit>
#include <QSlider>
#include <QToolButton>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;
using test::DistilProject;

namespace {

const DistilShape kGray{1, 1, 2, 2, 2};
const DistilShape kColour{1, 3, 1, 1, 2};

std::shared_ptr<const DistilImages> imagesOf(const DistilProject& project, int classes) {
    const auto opened = store::Project::open(project.path(), store::Access::Read);
    return readDistilled(opened, *opened.artifact("distilled-1"), 6000, classes).images;
}

DistilSheetData sheetOf(const std::shared_ptr<const DistilImages>& images, bool all) {
    DistilSheetData shown;
    shown.images = images;
    shown.order = all ? images->byClass() : images->onePerClass();
    shown.checkpoint = images->checkpoints.size() - 1;
    shown.differenceLimit =
        commonLimit(images->checkpoints.back().shown, images->checkpoints.front().shown);
    for (int k = 0; k < images->shape.classes; ++k)
        shown.classNames << QStringLiteral("class %1").arg(k);
    shown.classSlots = ClassSlots(static_cast<int>(images->shape.classes));
    return shown;
}

QSlider* barOf(const StepBar& steps) { return steps.slider()->findChild<QSlider*>(); }

}  // namespace

class TestDistilParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    // ---- pictures
    void valuesBeyondTheRangeAreClipped() {
        const float values[] = {-30, 0, 127.6F, 300};
        const QImage picture = clippedPicture(values, kGray);
        QCOMPARE(qGray(picture.pixel(0, 0)), 0);
        QCOMPARE(qGray(picture.pixel(0, 1)), 128);
        QCOMPARE(qGray(picture.pixel(1, 1)), 255);
        QCOMPARE(clippedShare(values), 0.5);
        const float rounded[] = {-0.2F, 255.3F};
        QCOMPARE(clippedShare(rounded), 0.0);
    }

    void stretchingGoesFromTheLeastToTheGreatest() {
        const float values[] = {-30, 0, 0, 300}, equal[] = {7, 7, 7, 7};
        const QImage picture = stretchedPicture(values, kGray);
        QCOMPARE(qGray(picture.pixel(0, 0)), 0);
        QCOMPARE(qGray(picture.pixel(1, 1)), 255);
        QCOMPARE(qGray(picture.pixel(1, 0)), int(std::lround(255 * 30.0 / 330)));
        QCOMPARE(qGray(stretchedPicture(equal, kGray).pixel(0, 0)), 128);
    }

    void zeroIsTheBackgroundOfSignedPictures() {
        const float values[] = {0, 2, -2, 5};
        const QImage picture = signedPicture(values, kGray, 2, theme());
        const QList<QRgb>& table = colourTable(ColourMap::Diverging);
        QCOMPARE(picture.pixel(0, 0), table[colourIndex(0, -2, 2)]);
        QCOMPARE(picture.pixel(1, 0), table.last());
        QCOMPARE(picture.pixel(0, 1), table.first());
        QCOMPARE(picture.pixel(1, 1), table.last());
        const float colour[] = {0, 2, -2};
        const QRgb pixel = signedPicture(colour, kColour, 2, theme()).pixel(0, 0);
        QCOMPARE(qRed(pixel), 128);
        QCOMPARE(qGreen(pixel), 255);
        QCOMPARE(qBlue(pixel), 0);
    }

    void theDifferenceOfColoursIsTheirMean() {
        const float start[] = {10, 10, 10}, now[] = {40, 10, 10};
        const QImage picture = differencePicture(now, start, kColour, 10, theme());
        QCOMPARE(picture.pixel(0, 0), colourTable(ColourMap::Diverging).last());
        QCOMPARE(commonLimit(now, start), 30.0);
    }

    void theCommonScaleLeavesTheFarthestOut() {
        std::vector<float> values(1000, 1);
        values[3] = -900;
        QCOMPARE(commonLimit(values), 1.0);
        values[3] = std::nanf("");
        QCOMPARE(commonLimit(values), 1.0);
        const std::vector<float> none(10, 0);
        QVERIFY(commonLimit(none) > 0);
    }

    void frozenPixelsAreTinted() {
        const std::uint8_t frozen[] = {1, 0, 0, 1};
        const QImage picture = frozenPicture(frozen, kGray, theme());
        QVERIFY(qAlpha(picture.pixel(0, 0)) > 100);
        QCOMPARE(qAlpha(picture.pixel(1, 0)), 0);
    }

    // ---- the sheet
    void aBandHoldsOneImagePerClass() {
        DistilProject project({.classes = 10, .perClass = 2, .steps = {0, 100}});
        project.addDistilled("set");
        const auto images = imagesOf(project, 10);
        DistilSheet sheet;
        sheet.resize(1180, 600);
        sheet.setData(sheetOf(images, false));
        QCOMPARE(sheet.nowRect(0).top(), sheet.nowRect(18).top());
        QVERIFY(sheet.nowRect(18).right() < 1180);
        QVERIFY(sheet.heightForWidth(1180) < 480);
        sheet.setData(sheetOf(images, true));
        QVERIFY(sheet.heightForWidth(1180) > 600);
        QVERIFY(sheet.nowRect(19).top() > sheet.nowRect(0).top());
    }

    void narrowSheetsWrap_data() {
        QTest::addColumn<int>("width");
        for (const int width : {300, 500, 860, 1240, 2400}) QTest::addRow("%d", width) << width;
    }
    void narrowSheetsWrap() {
        QFETCH(int, width);
        DistilProject project({.classes = 10, .steps = {0, 100}});
        project.addDistilled("set");
        DistilSheet sheet;
        sheet.setData(sheetOf(imagesOf(project, 10), false));
        sheet.resize(width, sheet.heightForWidth(width));
        for (int image = 0; image < 10; ++image) {
            QVERIFY(sheet.nowRect(image).right() < width);
            QVERIFY(sheet.nowRect(image).width() >= 56);
            QVERIFY(sheet.columnRect(image).bottom() <= sheet.height() + 20);
        }
    }

    void keysWalkAndOpen() {
        DistilProject project({.classes = 10, .perClass = 3, .steps = {0, 100}});
        project.addDistilled("set");
        DistilSheet sheet;
        sheet.resize(1180, 900);
        sheet.setData(sheetOf(imagesOf(project, 10), true));
        sheet.show();
        QSignalSpy moved(&sheet, &DistilSheet::currentChanged),
            opened(&sheet, &DistilSheet::opened);
        QCOMPARE(sheet.current(), 0);
        QTest::keyClick(&sheet, Qt::Key_Right);
        QCOMPARE(sheet.current(), 1);
        const int top = sheet.nowRect(1).top();
        QTest::keyClick(&sheet, Qt::Key_Down);
        QVERIFY(sheet.nowRect(sheet.current()).top() > top);
        QTest::keyClick(&sheet, Qt::Key_Up);
        QCOMPARE(sheet.current(), 1);
        QTest::keyClick(&sheet, Qt::Key_End);
        QCOMPARE(sheet.current(), 29);
        QTest::keyClick(&sheet, Qt::Key_Home);
        QCOMPARE(moved.count(), 5);
        QTest::keyClick(&sheet, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QVERIFY(sheet.valueInWords().contains("class 0"));
        QTest::mouseClick(&sheet, Qt::LeftButton, {}, sheet.nowRect(4).center());
        QCOMPARE(sheet.current(), 4);
        QTest::mouseDClick(&sheet, Qt::LeftButton, {}, sheet.nowRect(4).center());
        QCOMPARE(opened.count(), 2);
        QCOMPARE(opened[1][0].value<std::int64_t>(), 4);
    }

    void plusAndMinusChangeTheSize() {
        DistilProject project({.classes = 10, .steps = {0, 100}});
        project.addDistilled("set");
        DistilSheet sheet;
        sheet.resize(1180, 600);
        sheet.setData(sheetOf(imagesOf(project, 10), false));
        sheet.show();
        const int before = sheet.nowRect(0).width();
        QTest::keyClick(&sheet, Qt::Key_Plus);
        QVERIFY(sheet.nowRect(0).width() > before);
        QTest::keyClick(&sheet, Qt::Key_Minus);
        QTest::keyClick(&sheet, Qt::Key_Minus);
        QCOMPARE(sheet.nowRect(0).width(), 56);
    }

    void theSheetShowsWhatTheStepHolds() {
        DistilProject project({.classes = 2, .side = 4, .steps = {0, 50}});
        project.addDistilled("set");
        const auto images = imagesOf(project, 2);
        DistilSheet sheet;
        sheet.setData(sheetOf(images, false));
        const auto pictures = sheet.picturesOf(1, theme());
        const auto value = [&](int k) {
            return std::clamp<int>(static_cast<int>(std::lround(project.value(1, 50, k))), 0, 255);
        };
        QCOMPARE(qGray(pictures.now.pixel(2, 3)), value(3 * 4 + 2));
        QVERIFY(pictures.nearest.isNull());
        DistilSheetLook look;
        look.mode = PictureMode::AroundZero;
        sheet.setLook(look);
        QVERIFY(sheet.picturesOf(1, theme()).now != pictures.now);
        const QString csv = sheet.figureCsv();
        QCOMPARE(csv.split(u'\n').size(), 4);
        QVERIFY(csv.startsWith("image,class,began as sample,step,label class 0"));
    }

    void thePictureOfTheSheetIsTheLightOne() {
        DistilProject project({.classes = 2, .side = 4, .steps = {0, 50}});
        project.addDistilled("set");
        DistilSheet sheet;
        sheet.resize(600, 400);
        sheet.setData(sheetOf(imagesOf(project, 2), false));
        QImage image(sheet.figureSize(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        sheet.paintFigure(painter, image.size(), lightTheme());
        const QPoint inside = sheet.nowRect(0).center();
        QVERIFY(image.pixelColor(inside) != QColor(Qt::white));
        QVERIFY(!sheet.isVectorFigure());
    }

    void labelsOfOneScaleReachItsEnds() {
        const float labels[] = {0.9F, -0.1F, -0.1F, 0.4F};
        const LabelRange range = LabelRange::of(labels);
        QCOMPARE(range.most, static_cast<double>(0.9F));
        QCOMPARE(range.least, static_cast<double>(-0.1F));
        QImage image(40, 50, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintLabelBars(painter, QRectF(0, 0, 40, 50), labels, range, ClassSlots(4), lightTheme());
        QCOMPARE(image.pixelColor(4, 2), lightTheme().classes[0]);
        QCOMPARE(image.pixelColor(14, 48), lightTheme().classes[1]);
        QCOMPARE(image.pixelColor(34, 10), QColor(Qt::white));
    }

    // ---- the steps
    void theSliderGoesFromStepToStep() {
        StepBar steps;
        steps.resize(800, 60);
        steps.show();
        steps.setSteps({0, 78, 335, 1500}, 12000);
        QCOMPARE(steps.checkpoint(), std::size_t(3));
        QCOMPARE(steps.words(), QString("1\u202f500 of 12\u202f000"));
        QSignalSpy changed(&steps, &StepBar::checkpointChanged);
        QTest::keyClick(barOf(steps), Qt::Key_Left);
        QCOMPARE(steps.checkpoint(), std::size_t(2));
        QTest::keyClick(barOf(steps), Qt::Key_Home);
        QCOMPARE(steps.checkpoint(), std::size_t(0));
        QCOMPARE(steps.words(), QString("0 of 12\u202f000"));
        QTest::keyClick(barOf(steps), Qt::Key_End);
        QCOMPARE(changed.count(), 3);
    }

    void aTypedStepTakesTheNearestKept() {
        StepBar steps;
        steps.resize(800, 60);
        steps.show();
        steps.setSteps({0, 78, 335, 1500}, 1500);
        QTest::mouseDClick(barOf(steps), Qt::LeftButton);
        auto* field = steps.slider()->findChild<QLineEdit*>();
        QVERIFY(field->isVisible());
        field->selectAll();
        QTest::keyClicks(field, "300");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(steps.checkpoint(), std::size_t(2));
    }

    void whoLooksAtTheLastStepFollows() {
        StepBar steps;
        steps.setSteps({0, 1}, 100);
        steps.setSteps({0, 1, 2}, 100);
        QCOMPARE(steps.checkpoint(), std::size_t(2));
        steps.setCheckpoint(0);
        steps.setSteps({0, 1, 2, 4}, 100);
        QCOMPARE(steps.checkpoint(), std::size_t(0));
    }

    void playGoesOnceThroughAllSteps() {
        StepBar steps;
        steps.show();
        steps.setSteps({0, 1, 2}, 2);
        QVERIFY(!steps.isPlaying());
        QTest::mouseClick(steps.playButton(), Qt::LeftButton);
        QVERIFY(steps.isPlaying());
        QCOMPARE(steps.checkpoint(), std::size_t(0));
        QTRY_VERIFY(!steps.isPlaying());
        QCOMPARE(steps.checkpoint(), std::size_t(2));
        steps.playButton()->setFocus();
        QTest::keyClick(steps.playButton(), Qt::Key_Space);
        QVERIFY(steps.isPlaying());
        QTest::keyClick(barOf(steps), Qt::Key_Right);
        QVERIFY(!steps.isPlaying());
    }

    void oneStepHasNothingToPlay() {
        StepBar steps;
        steps.setSteps({0}, 100);
        QVERIFY(!steps.playButton()->isEnabled());
        steps.setSteps({}, 0);
        QCOMPARE(steps.words(), QString());
        QCOMPARE(steps.checkpoint(), std::size_t(0));
    }

    // ---- pixels and matrices
    void aPixelIsPointedAtByMouseAndKeys() {
        PixelView view(QStringLiteral("Now"));
        view.resize(112, 112);
        view.show();
        QImage picture(4, 4, QImage::Format_Grayscale8);
        picture.fill(9);
        view.setPicture(picture, [](QPoint at) { return QStringLiteral("at %1").arg(at.x()); });
        QSignalSpy pointed(&view, &PixelView::pixelChanged);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.pictureRect().topLeft() + QPoint(60, 30));
        QCOMPARE(view.pixel(), std::optional(QPoint(2, 1)));
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(view.pixel(), std::optional(QPoint(3, 0)));
        QCOMPARE(view.valueInWords(), QString("at 3"));
        QVERIFY(pointed.count() >= 4);
        view.setPicture({}, {}, QStringLiteral("not known"));
        QCOMPARE(view.valueInWords(), QString("not known"));
    }

    void aMatrixTellsItsCells() {
        ValueGrid grid;
        grid.resize(200, 240);
        grid.show();
        ValueGridData shown;
        shown.side = 2;
        shown.values = {0.5, -0.25, 0, 1};
        shown.names = {"ant", "bee"};
        shown.classes = {0, 1};
        shown.rowTitle = QStringLiteral("Start");
        shown.columnTitle = QStringLiteral("Now");
        shown.classSlots = ClassSlots(2);
        grid.setData(shown);
        QTest::keyClick(&grid, Qt::Key_Right);
        QTest::keyClick(&grid, Qt::Key_Right);
        QVERIFY(grid.valueInWords().contains("Start: ant"));
        QVERIFY(grid.valueInWords().contains("Now: bee"));
        const QImage image = grid.grab().toImage();
        const QPoint last = grid.cellRect(1, 1).center().toPoint();
        QCOMPARE(image.pixel(last), colourTable(ColourMap::Diverging).last());
        QCOMPARE(grid.figureCsv(), QString("Start \\ Now,ant,bee\nant,0.5,-0.25\nbee,0,1\n"));
    }

    void theRangeOfDifferencesIsAsFineAsItNeeds() {
        QCOMPARE(differenceRange(0.4), QString("\u22120.4 to +0.4"));
        QCOMPARE(differenceRange(12.2), QString("\u221212 to +12"));
    }
};

QTEST_MAIN(TestDistilParts)
#include "tst_distil_parts.moc"
