// SPDX-License-Identifier: GPL-3.0-or-later
// How the window feels with 60,000 samples: every figure beside what it may be at most.
//   xvfb-run -a -s "-screen 0 1600x1000x24" bench_window PROJECT
// PROJECT: Fashion-MNIST whole, with a run, a kernel and a map; bench.sh makes it. Real window,
// real engine, software GL. Exit code 1 when a figure is missed.
#include "tests/bench/window/settle.h"
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/frame/main_window.h"
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/data/data_page.h"
#include "ui/scene/map_view.h"
#include "ui/scene/matrix_view.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <unistd.h>
#include <vector>

using namespace winnow::ui;
using winnow::bench::settle;

namespace {

/// Notes how long the thread of the window is held by one event.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override {
        if (m_depth > 0) return QApplication::notify(receiver, event);
        ++m_depth;
        const auto type = event->type();
        const QString who = QLatin1String(receiver->metaObject()->className());
        QElapsedTimer clock;
        clock.start();
        const bool taken = QApplication::notify(receiver, event);
        const double took = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        --m_depth;
        if (took > m_longest) {
            m_longest = took;
            m_what = QStringLiteral("%1, event %2").arg(who).arg(static_cast<int>(type));
        }
        return taken;
    }
    void forgetHolds() { m_longest = 0; }
    [[nodiscard]] double longest() const { return m_longest; }
    [[nodiscard]] QString what() const { return m_what; }

private:
    int m_depth = 0;
    double m_longest = 0;
    QString m_what;
};

bool failed = false;

void tell(const char* what, double value, const char* unit, double most, bool atLeast = false) {
    const bool missed = atLeast ? value < most : value > most;
    failed = failed || missed;
    std::printf("%-52s %8.1f %-4s (%s %.0f)%s\n",
                what,
                value,
                unit,
                atLeast ? "at least" : "at most",
                most,
                missed ? "  MISSED" : "");
    std::fflush(stdout);
}

double sinceProcessStart() {
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly)) return 0;
    const QList<QByteArray> words = stat.readAll().split(' ');
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double ticks = words.value(21).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
    return 1e3 *
           (static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) - ticks);
}

double peakMegabytes() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1e3;
    return 0;
}

template <typename Widget>
Widget* shown(const QWidget& within) {
    for (Widget* widget : within.findChildren<Widget*>())
        if (widget->isVisible()) return widget;
    return nullptr;
}

class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget* widget) : m_widget(widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject* object, QEvent* event) override {
        painted = painted || (object == m_widget && event->type() == QEvent::Paint);
        return false;
    }
    bool painted = false;

private:
    QWidget* m_widget;
};

/// Milliseconds from a deed until a widget has painted while `ready()`.
template <typename Deed, typename Ready>
double untilPainted(QWidget* widget, const Deed& deed, const Ready& ready) {
    PaintWatch watch(widget);
    QElapsedTimer clock;
    clock.start();
    deed();
    watch.painted = false;
    while (!(ready() && watch.painted) && clock.elapsed() < 5000) {
        if (!ready()) watch.painted = false;
        QApplication::processEvents();
    }
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// ... until the widget has painted what came of it.
template <typename Deed>
double untilPainted(QWidget* widget, const Deed& deed) {
    const auto deedAndPaint = [&] {
        deed();
        widget->update();
    };
    return untilPainted(widget, deedAndPaint, [] { return true; });
}

/// ... until a scene has drawn and painted what came of it.
template <typename Deed>
double untilDrawn(VtkView* view, const Deed& deed) {
    return untilPainted(view, deed, [view] { return view->isDrawn(); });
}

void mouse(QWidget* widget, QEvent::Type type, QPointF at, Qt::MouseButtons held) {
    QMouseEvent event(type,
                      at,
                      widget->mapToGlobal(at),
                      type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                      held,
                      Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
}

void galleryFigures(MainWindow& window, Session& session) {
    auto* page = static_cast<DataPage*>(window.page(PageId::Data));
    GalleryView* gallery = page->gallery();
    QScrollBar* bar = gallery->verticalScrollBar();
    std::vector<double> scrolls;
    for (int i = 1; i <= 40; ++i) {
        const int to =
            static_cast<int>((static_cast<std::int64_t>(bar->maximum()) * (i * 37 % 41)) / 41);
        scrolls.push_back(untilPainted(gallery->viewport(), [&] { bar->setValue(to); }));
    }
    tell("a row scrolled to, worst of 40", *std::ranges::max_element(scrolls), "ms", 100);

    SampleModel* model = gallery->sampleModel();
    tell("sorted by difficulty",
         untilPainted(gallery->viewport(),
                      [&] { model->sortBy(QStringLiteral("difficulty"), Qt::DescendingOrder); }),
         "ms",
         100);
    session.filter()->setMode(Filter::Mode::Hide);
    settle(200);
    const Condition classes = Condition::ofClasses({1, 3, 5});
    tell("filtered to three classes",
         untilPainted(gallery->viewport(), [&] { session.filter()->set(classes); }),
         "ms",
         100);
    tell("filter taken away",
         untilPainted(gallery->viewport(), [&] { session.filter()->clear(); }),
         "ms",
         100);
    std::vector<std::int64_t> ids(static_cast<std::size_t>(session.sampleCount()));
    std::iota(ids.begin(), ids.end(), 0);
    tell("all selected",
         untilPainted(
             gallery->viewport(),
             [&] { session.selection()->select(SampleSet::of(session.sampleCount(), ids)); }),
         "ms",
         100);
    session.selection()->clear();
    settle(200);
}

void matrixFigures(MainWindow& window) {
    window.showPage(PageId::Interactions);
    settle(4000);
    auto* matrix = shown<MatrixView>(window);
    if (matrix == nullptr)
        return tell("frames a second while the matrix is panned", 0, "", 20, true);
    matrix->showPixels();
    settle(1500);
    const QPointF middle = QRectF(matrix->rect()).center();
    mouse(matrix, QEvent::MouseButtonPress, middle, Qt::LeftButton);
    QElapsedTimer clock;
    clock.start();
    int frames = 0;
    const auto counting = QObject::connect(matrix, &VtkView::drawn, [&frames] { ++frames; });
    while (clock.elapsed() < 3000) {
        const double turn = static_cast<double>(clock.elapsed()) / 300;
        mouse(matrix,
              QEvent::MouseMove,
              middle + QPointF(120 * std::sin(turn), 120 * std::cos(turn)),
              Qt::LeftButton);
        QApplication::processEvents();
    }
    QObject::disconnect(counting);
    mouse(matrix, QEvent::MouseButtonRelease, middle, Qt::NoButton);
    tell("frames a second while the matrix is panned", frames / 3.0, "", 20, true);
}

void lassoFigures(MainWindow& window, Session& session) {
    window.showPage(PageId::Clusters);
    settle(3000);
    auto* map = shown<MapView>(window);
    if (map == nullptr) return tell("lasso over the map", 1e9, "ms", 100);
    map->setTool(MapView::Tool::Lasso);
    std::printf("  (a frame of the map: %.1f ms)\n",
                untilDrawn(map, [&] { QTest::keyClick(map, Qt::Key_Left); }));
    const QRectF box = QRectF(map->rect()).adjusted(30, 30, -30, -30);
    mouse(map, QEvent::MouseButtonPress, box.topLeft(), Qt::LeftButton);
    for (const QPointF at : {box.topRight(), box.center(), box.bottomRight(), box.bottomLeft()}) {
        mouse(map, QEvent::MouseMove, at, Qt::LeftButton);
        QApplication::processEvents();
    }
    const double took = untilDrawn(
        map, [&] { mouse(map, QEvent::MouseButtonRelease, box.bottomLeft(), Qt::NoButton); });
    tell("lasso over the map, to the selection painted", took, "ms", 100);
    std::printf("  (it holds %lld samples)\n",
                static_cast<long long>(session.selection()->samples().count()));
}

}  // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    TimedApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Winnow"));
    QApplication::setApplicationName(QStringLiteral("Winnow bench"));
    QSettings().clear();
    if (argc != 2) {
        std::fputs("usage: bench_window PROJECT\n", stderr);
        return 2;
    }
    applyTheme(ThemeChoice::Light, 13);
    Session session;
    JobQueue jobs(&session);
    ServeClient serve;
    MainWindow window({&session, &jobs, &serve}, makePage);
    window.resize(1440, 900);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) return 2;
    QApplication::processEvents();
    tell("first paint, from the start of the process", sinceProcessStart(), "ms", 1000);
    settle(500);
    application.forgetHolds();
    double opened = 0;
    bool there = false;
    opened =
        untilPainted(&window, [&] { there = window.openProject(QString::fromLocal8Bit(argv[1])); });
    if (!there) return 2;
    std::printf("%lld samples\n", static_cast<long long>(session.sampleCount()));
    tell("project opened and painted", opened, "ms", 500);
    settle(3000);
    double longest = 0;
    const auto noteHold = [&](const char* where) {
        std::printf("  (longest hold, %s: %.1f ms, %s)\n",
                    where,
                    application.longest(),
                    qPrintable(application.what()));
        longest = std::max(longest, application.longest());
        application.forgetHolds();
    };
    noteHold("opening");
    galleryFigures(window, session);
    noteHold("gallery");
    matrixFigures(window);
    noteHold("matrix");
    lassoFigures(window, session);
    noteHold("map");
    for (const PageId page : {PageId::Train, PageId::Difficulty, PageId::Prune, PageId::Data}) {
        window.showPage(page);
        settle(3000);
        noteHold(qPrintable(window.page(page)->title()));
    }
    tell("longest hold of the window's thread by one event", longest, "ms", 50);
    tell("peak memory of the window", peakMegabytes(), "MB", 400);
    jobs.shutDown(1000);
    return failed ? 1 : 0;
}
