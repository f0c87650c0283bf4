// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tile.h"

#include <QPainter>
#include <QTest>

using namespace winnow::ui;

namespace {

const QRect kPicture(8, 8, 84, 84);

QImage painted(const Tile& tile) {
    QImage image(100, 120, QImage::Format_RGB32);
    image.fill(lightTheme().surface);
    QPainter painter(&image);
    paintTile(painter, kPicture, tile, true, lightTheme());
    return image;
}

Tile blackTile() {
    Tile tile;
    tile.image = QImage(28, 28, QImage::Format_Grayscale8);
    tile.image.fill(0);
    tile.className = QStringLiteral("Bag");
    tile.value = QStringLiteral("1.0");
    return tile;
}

}  // namespace

class TestTile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void imagesLieAtWholeMultiplesOrKeepTheirAspect_data() {
        QTest::addColumn<QSize>("image");
        QTest::addColumn<QSize>("shown");
        QTest::newRow("28 three times") << QSize(28, 28) << QSize(84, 84);
        QTest::newRow("32 twice") << QSize(32, 32) << QSize(64, 64);
        QTest::newRow("wide and small") << QSize(40, 20) << QSize(80, 40);
        QTest::newRow("large") << QSize(400, 200) << QSize(84, 42);
        QTest::newRow("64 is large") << QSize(64, 64) << QSize(84, 84);
    }
    void imagesLieAtWholeMultiplesOrKeepTheirAspect() {
        QFETCH(QSize, image);
        const QRect rect = imageRect(image, kPicture);
        QTEST(rect.size(), "shown");
        QVERIFY(kPicture.contains(rect));
        QVERIFY((rect.center() - kPicture.center()).manhattanLength() <= 1);
    }

    void ringsLieOutside() {
        Tile tile = blackTile();
        tile.selected = true;
        QCOMPARE(painted(tile).pixelColor(6, 50), lightTheme().accent);
        QCOMPARE(painted(tile).pixelColor(10, 50), QColor(Qt::black));
        tile.selected = false;
        QCOMPARE(painted(tile).pixelColor(6, 50), lightTheme().surface);
    }

    void veilIsStrong() {
        Tile tile = blackTile();
        tile.dimmed = true;
        QVERIFY(std::abs(painted(tile).pixelColor(50, 50).red() - 0.74 * 255) < 3);
    }

    void statesDiffer() {
        QList<QImage> images;
        for (const auto change :
             QList<void (*)(Tile&)>{[](Tile&) {},
                                    [](Tile& t) { t.current = true; },
                                    [](Tile& t) { t.selected = true; },
                                    [](Tile& t) { t.dimmed = true; },
                                    [](Tile& t) { t.excluded = true; },
                                    [](Tile& t) { t.badge = QStringLiteral("review"); },
                                    [](Tile& t) { t.state = Tile::State::Loading; },
                                    [](Tile& t) { t.state = Tile::State::Missing; }}) {
            Tile tile = blackTile();
            change(tile);
            const QImage image = painted(tile);
            QVERIFY(!images.contains(image));
            images << image;
        }
    }

    void longNamesPushTheValueIntoTheBadge() {
        Tile tile = blackTile();
        const auto cornerIsBlack = [](const QImage& image) {
            return image.pixelColor(14, 82) == QColor(Qt::black);
        };
        QVERIFY(cornerIsBlack(painted(tile)));
        tile.className = QStringLiteral("A name far too long");
        QVERIFY(!cornerIsBlack(painted(tile)));
    }
};

QTEST_MAIN(TestTile)
#include "tst_tile.moc"
