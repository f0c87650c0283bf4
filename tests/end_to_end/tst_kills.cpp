// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9: of the engine in each kind of job, and of the window at random moments. The next start
// says what was interrupted, and what a person did more than two seconds before is there.
//
// The window that is killed is this program, started again with --window.
#include "tests/end_to_end/engine_program.h"
#include "tests/ui/frame/window_test.h"
#include "ui/frame/rail.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <array>
#include <csignal>
#include <cstdio>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr int kPatience = 120'000;  // milliseconds, of one job
constexpr int kImages = 3000;
constexpr int kMoments = 20;
constexpr int kLongestLife = 3500, kShortestLife = 300;  // milliseconds after the first paint
constexpr double kMayBeLost = 2;                         // seconds
constexpr int kDeedEvery = 40;                           // milliseconds
const QString kTag = QStringLiteral("seen");

/// A long training that is cut off; a short one would end before.
JobRequest training(int epochs) {
    return {QStringLiteral("train"),
            QStringLiteral("{\"dataset\":\"planted\",\"name\":\"long-%1\",\"epochs\":%1,"
                           "\"threads\":1}")
                .arg(epochs)
                .toUtf8()};
}

/// The window a person works in until it is killed: deed k is to go to the page k % 6, make sample
/// k the current one and tag it. Each is said on stdout when it is done.
int workUntilKilled(const QString& project, int epochs) {
    applyTheme(ThemeChoice::Light);
    Session session;
    JobQueue jobs(&session);
    ServeClient serve;
    MainWindow window({&session, &jobs, &serve}, makePage);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window) || !window.openProject(project)) return 1;
    jobs.start(training(epochs));
    QTimer deeds;
    int deed = 0;
    QObject::connect(&deeds, &QTimer::timeout, [&] {
        QTest::mouseClick(window.rail()->row(static_cast<PageId>(deed % kPages)), Qt::LeftButton);
        session.selection()->setCurrent(deed);
        session.annotations()->tag(
            SampleSet::of(session.sampleCount(), std::array{std::int64_t{deed}}), kTag);
        std::printf("%d\n", deed++);
        std::fflush(stdout);
    });
    deeds.start(kDeedEvery);
    return QApplication::exec();
}

}  // namespace

class TestKills : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

    [[nodiscard]] QString project() const { return m_folder.filePath("killed.winnow"); }
    /// The process of a job in the catalogue, 0 when none runs.
    [[nodiscard]] qint64 runningEngine() const {
        for (const auto& row : m_session->project().jobs())
            if (row.state == store::JobState::Running) return row.pid;
        return 0;
    }
    void nothingIsDamaged() const {
        const auto found = test::engine({"check", project()});
        QVERIFY2(found.code == 0, found.out + found.err);
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
        const auto made = test::engine({"import",
                                        project(),
                                        "planted",
                                        "--limit",
                                        QString::number(kImages),
                                        "--name",
                                        "planted"});
        QVERIFY2(made.code == 0, made.err);
    }
    void cleanup() {
        if (m_jobs) m_jobs->shutDown(kPatience);
        shut();
    }

    void anEngineThatIsKilledIsResumed_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("fields");
        const auto row = [](const char* kind, const char* fields, const char* name = nullptr) {
            QTest::newRow(name == nullptr ? kind : name) << QString(kind) << QByteArray(fields);
        };
        row("train", "{\"dataset\":\"planted\",\"name\":\"net\",\"epochs\":12}");
        row("kernel", "{\"run\":\"net\",\"name\":\"matrix\"}");
        row("kernel",
            "{\"run\":\"net\",\"name\":\"both\",\"kind\":[\"lpntk\",\"pntk\"]}",
            "kernel of two kinds");
        row("cluster", "{\"kernel\":\"matrix\",\"name\":\"groups\"}");
        row("embed", "{\"kernel\":\"matrix\",\"name\":\"map\"}");
        row("select", "{\"method\":\"lpntk-pipeline\",\"cluster\":\"groups\",\"name\":\"kept\"}");
        row("export", "{\"selection\":\"kept\",\"format\":\"folder\"}");
        row("import", "{\"source\":\"planted\",\"name\":\"second\",\"limit\":20000}");
    }
    void anEngineThatIsKilledIsResumed() {
        QFETCH(QString, kind);
        QFETCH(QByteArray, fields);
        const QString target = m_folder.filePath("exported");
        if (kind == "export") fields = fields.chopped(1) + ",\"to\":\"" + target.toUtf8() + "\"}";
        open(makePage);
        QVERIFY(m_window->openProject(project()));
        const int number = m_jobs->start({kind, fields});
        qint64 pid = 0;
        const auto runs = [&] { return (pid = runningEngine()) != 0; };
        QElapsedTimer clock;
        clock.start();
        while (!runs() && clock.elapsed() < kPatience &&
               m_jobs->job(number)->state != JobState::Done)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        QVERIFY2(pid != 0, "it ended before it could be killed");
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->job(number)->state, JobState::Interrupted, kPatience);
        QVERIFY(m_jobs->job(number)->sentence.endsWith('.'));
        nothingIsDamaged();
        shut();

        open(makePage);
        QVERIFY(m_window->openProject(project()));
        auto* card = shown<MessageCard>();
        QVERIFY(card != nullptr);
        QCOMPARE(card->kind(), MessageCard::Kind::Interrupted);
        QCOMPARE(m_jobs->latest(kind)->state, JobState::Interrupted);
        QTest::mouseClick(card->actionButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->latest(kind)->state == JobState::Done ||
                                     m_jobs->latest(kind)->state == JobState::Failed,
                                 kPatience);
        QVERIFY2(m_jobs->latest(kind)->state == JobState::Done,
                 qPrintable(m_jobs->latest(kind)->sentence));
        nothingIsDamaged();
        if (kind == "export") QVERIFY(QFile::exists(target + "/winnow.json"));
        if (fields.contains("both"))
            for (const char* name : {"both-lpntk", "both-pntk"})
                QVERIFY(!m_session->project().find("kernel", name).id.empty());
    }

    void aWindowThatIsKilledLosesNothing_data() {
        QTest::addColumn<int>("life");
        QTest::addColumn<bool>("engineToo");
        const auto seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        qInfo("seed %u", seed);
        for (int i = 0; i < kMoments; ++i) {
            const int life = random.bounded(kShortestLife, kLongestLife);
            QTest::addRow("%d: after %d ms", i, life) << life << (i % 2 == 0);
        }
    }
    void aWindowThatIsKilledLosesNothing() {
        QFETCH(int, life);
        QFETCH(bool, engineToo);
        static int epochs = 2000;  // another training each time
        QTemporaryDir settings;
        QProcess window;
        window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        window.start(QCoreApplication::applicationFilePath(),
                     {"--window", settings.path(), project(), QString::number(++epochs)});
        QVERIFY(window.waitForStarted());
        QElapsedTimer clock;
        std::vector<double> deeds;  // seconds since the first
        double killed = 0;
        while (killed == 0) {
            QVERIFY(window.waitForReadyRead(kPatience));
            while (window.canReadLine()) {
                if (deeds.empty()) clock.start();
                QCOMPARE(window.readLine().trimmed().toInt(), static_cast<int>(deeds.size()));
                deeds.push_back(static_cast<double>(clock.elapsed()) / 1000);
            }
            if (clock.isValid() && clock.elapsed() >= life) {
                killed = static_cast<double>(clock.elapsed()) / 1000;
                window.kill();
            }
        }
        QVERIFY(window.waitForFinished());
        const auto certain =
            std::ranges::count_if(deeds, [&](double at) { return at < killed - kMayBeLost; });

        test::useSettingsIn(settings.path());
        open(makePage);
        QVERIFY(m_window->openProject(project()));
        const SampleSet tagged = m_session->annotations()->tagged(kTag);
        for (qint64 i = 0; i < certain; ++i)
            QVERIFY2(tagged.contains(i), qPrintable(QString::number(i)));
        QVERIFY(m_session->selection()->current() >= certain - 1);
        if (certain > 0) {
            const auto page = static_cast<int>(m_window->currentPage());
            bool visited = false;
            for (auto i = certain - 1; i < std::ssize(deeds); ++i)
                visited = visited || i % kPages == page;
            QVERIFY2(visited, qPrintable(QString::number(page)));
        }
        // The engine goes on without its window; it can be stopped from the next one.
        const Job* job = m_jobs->latest("train");
        QVERIFY(job != nullptr);
        if (isActive(job->state)) {
            QVERIFY(job->elsewhere);
            if (engineToo)
                QCOMPARE(::kill(static_cast<pid_t>(runningEngine()), SIGKILL), 0);
            else
                m_jobs->cancel(job->number);
        }
        const int number = job->number;
        const auto wanted = engineToo ? JobState::Interrupted : JobState::Cancelled;
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->job(number)->state, wanted, kPatience);
        m_session->undoStack()->clear();
        m_session->annotations()->untag(tagged, kTag);
        m_jobs->remove(number);
        nothingIsDamaged();
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--window")) {
        test::useSettingsIn(arguments.value(2));
        return workUntilKilled(arguments.value(3), arguments.value(4).toInt());
    }
    TestKills test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_kills.moc"
