// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figure_export.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QFile>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>

using namespace winnow::ui;

namespace {

class Square : public FigureSource {
public:
    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override {
        painter.fillRect(QRect(QPoint(), size), theme.accent);
    }
    QString figureCsv() const override { return QStringLiteral("x,\"y, nats\"\n1,2\n"); }
    QString figureProvenance() const override { return QStringLiteral("run-07, seed 1"); }
    QSize figureSize() const override { return {200, 100}; }
    bool isVectorFigure() const override { return vector; }

    bool vector = true;
};

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        applyTheme(ThemeChoice::Dark);
        m_panel = std::make_unique<Panel>(QStringLiteral("Loss"));
        m_panel->setFigure(&m_square);
        m_panel->show();
    }
    void cleanup() { m_panel.reset(); }

    void aLegendOfSeveralLinesLeavesTheContentItsRoom() {
        QList<LegendEntry> entries;
        for (int i = 0; i < 6; ++i) entries << LegendEntry{QStringLiteral("a method that is long")};
        QSplitter splitter(Qt::Vertical);
        auto* panel = new Panel(QStringLiteral("Accuracy"));
        auto* legend = new Legend(entries, panel);
        legend->setWrapping(true);
        panel->body()->addWidget(legend);
        auto* chart = new QWidget(panel);
        chart->setMinimumHeight(180);
        panel->setContent(chart);
        splitter.addWidget(panel);
        splitter.addWidget(new QWidget);
        splitter.resize(300, 10);
        splitter.show();
        QVERIFY(legend->heightForWidth(legend->width()) > 3 * legend->fontMetrics().height());
        const auto bottomOf = [&] { return chart->mapTo(panel, chart->rect().bottomLeft()).y(); };
        QTRY_VERIFY(bottomOf() < panel->height());
        QVERIFY(panel->minimumSizeHint().height() >= 180 + legend->heightForWidth(legend->width()));
    }

    void exportIsLightOnWhiteAtTwiceTheSize() {
        const QImage image = figureImage(m_square, {QStringLiteral("Loss"), {}});
        QCOMPARE(image.pixelColor(2, 2), QColor(Qt::white));
        QCOMPARE(image.width(), 2 * (200 + 32));
        QCOMPARE(image.pixelColor(image.width() / 2, image.height() / 2), lightTheme().accent);
        QCOMPARE(image.text(QStringLiteral("Description")), QStringLiteral("run-07, seed 1"));
    }

    void savesByEnding_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("holds");
        QTest::newRow("png") << "a.png" << QByteArray("PNG");
        QTest::newRow("svg") << "a.svg" << QByteArray("<title>Loss</title>");
        QTest::newRow("svg has the provenance") << "b.svg" << QByteArray("run-07, seed 1");
        QTest::newRow("csv") << "a.CSV" << QByteArray("x,\"y, nats\"\n1,2\n");
    }
    void savesByEnding() {
        QFETCH(QString, name);
        QFETCH(QByteArray, holds);
        const QTemporaryDir folder;
        m_panel->saveFigureTo(folder.filePath(name));
        QVERIFY(content(folder.filePath(name)).contains(holds));
        QCOMPARE(m_panel->findChild<MessageCard*>()->kind(), MessageCard::Kind::Info);
    }

    void refusesInOneSentence_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("unknown ending") << "a.bmp";
        QTest::newRow("no such folder") << "none/a.png";
    }
    void refusesInOneSentence() {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        m_panel->saveFigureTo(folder.filePath(name));
        QVERIFY(!QFile::exists(folder.filePath(name)));
        QCOMPARE(m_panel->findChild<MessageCard*>()->kind(), MessageCard::Kind::Error);
        QVERIFY(m_panel->findChild<MessageCard*>()->sentence().endsWith(u'.'));
    }

    void pixelsAreNotOfferedAsSvg() {
        m_square.vector = false;
        Panel panel(QStringLiteral("Matrix"));
        panel.setFigure(&m_square);
        for (const QAction* action : panel.figureMenu()->actions())
            QVERIFY(!action->text().contains(QStringLiteral("SVG")));
        const QTemporaryDir folder;
        QVERIFY_THROWS_EXCEPTION(
            winnow::Error,
            saveFigure(m_square, FigureTexts(), folder.filePath(QStringLiteral("m.svg"))));
        m_square.vector = true;
    }

    void copyPutsPictureAndNumbers() {
        m_panel->figureMenu()->actions().first()->trigger();
        const QMimeData* data = QApplication::clipboard()->mimeData();
        QVERIFY(data->hasImage());
        QCOMPARE(data->text(), m_square.figureCsv());
    }

    void csvFieldsAreQuoted() {
        QCOMPARE(csvField(QStringLiteral("plain")), QStringLiteral("plain"));
        QCOMPARE(csvField(QStringLiteral("Loss, nats")), QStringLiteral("\"Loss, nats\""));
        QCOMPARE(csvField(QStringLiteral("say \"a\"")), QStringLiteral("\"say \"\"a\"\"\""));
    }

    void legendNamesWhatDoesNotFit() {
        m_panel->legend()->setEntries({{QStringLiteral("this")}, {QStringLiteral("random")}});
        QCOMPARE(m_panel->legend()->toolTip(), QStringLiteral("this, random"));
        QCOMPARE(m_panel->legend()->minimumSizeHint().width(), 0);
    }

private:
    Square m_square;
    std::unique_ptr<Panel> m_panel;
};

QTEST_MAIN(TestPanel)
#include "tst_panel.moc"
