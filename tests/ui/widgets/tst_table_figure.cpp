// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/sizes.h"
#include "ui/widgets/table_figure.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QTest>

#include <memory>

using namespace winnow::ui;

namespace {

/// Three columns, the middle one without a header.
std::unique_ptr<QStandardItemModel> tableOf(Qt::Alignment alignment = Qt::AlignLeft) {
    auto model = std::make_unique<QStandardItemModel>(2, 3);
    model->setHorizontalHeaderLabels(
        {QStringLiteral("Name"), QString(), QStringLiteral("Value of the whole column, %")});
    const QString texts[2][3] = {
        {QStringLiteral("first"), QStringLiteral("hidden"), QStringLiteral("−1\u202f000.5")},
        {QStringLiteral("second"), QStringLiteral("hidden"), QStringLiteral("–")}};
    for (int row = 0; row < 2; ++row)
        for (int column = 0; column < 3; ++column) {
            auto* item = new QStandardItem(texts[row][column]);
            item->setTextAlignment(alignment | Qt::AlignVCenter);
            model->setItem(row, column, item);
        }
    return model;
}

QImage painted(const TableFigure& figure) {
    QImage image(figure.figureSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    figure.paintFigure(painter, image.size(), lightTheme());
    return image;
}

/// The first column of pixels with something of the last row's cells; -1: nothing is painted.
int firstInk(const QImage& image) {
    for (int x = 0; x < image.width(); ++x)
        for (int y = image.height() - scaled(size::kTableRow) + 3; y < image.height() - 3; ++y)
            if (image.pixelColor(x, y) != QColor(Qt::white)) return x;
    return -1;
}

}  // namespace

class TestTableFigure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void numbersArePlain_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        QTest::newRow("thousands") << "60\u202f000"
                                   << "60000";
        QTest::newRow("minus") << "−0.5"
                               << "-0.5";
        QTest::newRow("not defined") << "–" << QString();
        QTest::newRow("mean and deviation") << "99.26 ± 0.06"
                                            << "99.26 ± 0.06";
        QTest::newRow("words") << "worse than random"
                               << "worse than random";
    }
    void numbersArePlain() {
        QFETCH(QString, text);
        QFETCH(QString, plain);
        QCOMPARE(plainNumber(text), plain);
    }

    void csvHoldsTheColumnsWithAHeader() {
        const auto model = tableOf();
        QCOMPARE(TableFigure(model.get()).figureCsv(),
                 QStringLiteral("Name,\"Value of the whole column, %\"\nfirst,-1000.5\nsecond,\n"));
    }

    void theFigureIsAsWideAsTheColumnsWithAHeader() {
        const auto model = tableOf();
        const TableFigure figure(model.get());
        const QSize before = figure.figureSize();
        QCOMPARE(before.height(), scaled(size::kTableHeader) + 2 * scaled(size::kTableRow));
        model->item(0, 1)->setText(QString(400, u'x'));
        QCOMPARE(figure.figureSize(), before);
        model->item(0, 2)->setText(QString(400, u'x'));
        QVERIFY(figure.figureSize().width() > before.width());
    }

    void cellsStandWhereTheirModelSays_data() {
        QTest::addColumn<Qt::Alignment>("alignment");
        QTest::addColumn<bool>("isLeft");
        QTest::newRow("left") << Qt::Alignment(Qt::AlignLeft) << true;
        QTest::newRow("right") << Qt::Alignment(Qt::AlignRight) << false;
    }
    void cellsStandWhereTheirModelSays() {
        QFETCH(Qt::Alignment, alignment);
        QFETCH(bool, isLeft);
        // One wide column, whose last cell is short.
        const auto model = tableOf(alignment);
        model->removeColumns(0, 2);
        model->setHeaderData(0, Qt::Horizontal, QString(100, u'x'));
        const QImage image = painted(TableFigure(model.get()));
        const int ink = firstInk(image);
        QVERIFY(ink >= 0);
        QCOMPARE(ink < image.width() / 2, isLeft);
    }
};

QTEST_MAIN(TestTableFigure)
#include "tst_table_figure.moc"
