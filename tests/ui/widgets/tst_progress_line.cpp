// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/progress_line.h"

#include <QTest>

#include <cmath>

using namespace winnow::ui;

class TestProgressLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void stateChoosesTheColour_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QColor>("colour");
        QTest::newRow("running") << int(ProgressState::Running) << lightTheme().accent;
        QTest::newRow("interrupted") << int(ProgressState::Interrupted) << lightTheme().control;
        QTest::newRow("failed") << int(ProgressState::Failed) << lightTheme().danger;
        QTest::newRow("queued") << int(ProgressState::Queued) << lightTheme().line;
    }
    void stateChoosesTheColour() {
        QFETCH(int, state);
        ThinProgressBar bar;
        bar.resize(100, 6);
        bar.setProgress(static_cast<ProgressState>(state), 0.5);
        const QImage image = bar.grab().toImage();
        QTEST(image.pixelColor(25, 3), "colour");
        QCOMPARE(image.pixelColor(75, 3), theme().line);
    }

    void oddSharesAreBounded() {
        ThinProgressBar bar;
        bar.setProgress(ProgressState::Running, 1.7);
        QCOMPARE(bar.share(), 1.0);
        bar.setProgress(ProgressState::Running, std::nan(""));
        QCOMPARE(bar.valueInWords(), QStringLiteral("not known"));
    }

    void textLeavesOutWhatIsNotKnown() {
        QCOMPARE(progressText(0.4, 185),
                 percentText(0.4, 0) + QStringLiteral(", ") + durationText(185) +
                     QStringLiteral(" left"));
        QCOMPARE(progressText(0.4, std::nan("")), percentText(0.4, 0));
        QCOMPARE(progressText(-1, -1, 9420, QStringLiteral("samples/s")),
                 countText(9420) + QStringLiteral(" samples/s"));
    }
};

QTEST_MAIN(TestProgressLine)
#include "tst_progress_line.moc"
