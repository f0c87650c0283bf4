// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/serve_client.h"

#include "ui/engine/locate.h"
#include "ui/session/json_text.h"
#include "ui/session/wording.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QProcess>

#include <deque>
#include <utility>

namespace winnow::ui {
namespace {

constexpr int kMostTries = 2;
constexpr int kEndPatience = 1000;  // milliseconds

struct Question {
    qint64 id = 0;
    QJsonObject json;
    QPointer<QObject> context;
    ServeClient::Callback callback;
    QString topic;
    int tries = 0;
};

}  // namespace

/// Questions go out one at a time: the engine answers in order, and what still waits here can be
/// dropped when the person has moved on.
struct ServeClient::Impl {
    ServeClient* client;
    QString project;
    std::unique_ptr<QProcess> process;
    QByteArray rest;
    std::deque<Question> waiting;
    std::optional<Question> asked;
    qint64 lastId = 0;
    QString lastWords;

    void next();
    [[nodiscard]] bool ensureRunning();
    void read();
    void died();
    void end();
    void finish(Question question, ServeAnswer answer);
};

ServeClient::ServeClient(QObject* parent) : QObject(parent), m_impl(std::make_unique<Impl>()) {
    m_impl->client = this;
}

ServeClient::~ServeClient() { m_impl->end(); }

void ServeClient::setProject(const QString& folder) {
    if (folder == m_impl->project) return;
    m_impl->end();
    m_impl->project = folder;
    std::deque<Question> dropped = std::exchange(m_impl->waiting, {});
    if (m_impl->asked) dropped.push_front(*std::exchange(m_impl->asked, std::nullopt));
    for (Question& question : dropped)
        m_impl->finish(std::move(question), {false, tr("The project was closed."), {}});
}

void ServeClient::warm() {
    if (!isRunning()) ask({{QStringLiteral("ask"), QStringLiteral("ping")}}, this, {});
}

void ServeClient::ask(QJsonObject question,
                      QObject* context,
                      Callback callback,
                      const QString& topic) {
    if (!topic.isEmpty()) {
        for (auto it = m_impl->waiting.begin(); it != m_impl->waiting.end();) {
            if (it->topic != topic) {
                ++it;
                continue;
            }
            m_impl->finish(std::move(*it), {false, tr("A newer question took its place."), {}});
            it = m_impl->waiting.erase(it);
        }
    }
    const qint64 id = ++m_impl->lastId;
    question[QStringLiteral("id")] = id;
    m_impl->waiting.push_back({id, std::move(question), context, std::move(callback), topic, 0});
    QMetaObject::invokeMethod(
        this, [this] { m_impl->next(); }, Qt::QueuedConnection);
}

void ServeClient::neighbours(
    const QString& kernel, std::int64_t sample, int count, QObject* context, Callback callback) {
    ask({{QStringLiteral("ask"), QStringLiteral("neighbours")},
         {QStringLiteral("kernel"), kernel},
         {QStringLiteral("sample"), qint64{sample}},
         {QStringLiteral("count"), count}},
        context,
        std::move(callback),
        QStringLiteral("neighbours"));
}

void ServeClient::pair(
    const QString& kernel, std::int64_t a, std::int64_t b, QObject* context, Callback callback) {
    ask({{QStringLiteral("ask"), QStringLiteral("pair")},
         {QStringLiteral("kernel"), kernel},
         {QStringLiteral("samples"), QJsonArray{qint64{a}, qint64{b}}}},
        context,
        std::move(callback),
        QStringLiteral("pair"));
}

bool ServeClient::isRunning() const {
    return m_impl->process && m_impl->process->state() != QProcess::NotRunning;
}

qint64 ServeClient::processId() const { return isRunning() ? m_impl->process->processId() : 0; }

bool ServeClient::Impl::ensureRunning() {
    if (client->isRunning()) return true;
    const EngineLocation engine = locateEngine();
    lastWords = engine.trouble;
    if (project.isEmpty()) lastWords = tr("No project is open.");
    if (!lastWords.isEmpty()) return false;
    process = std::make_unique<QProcess>();
    rest.clear();
    connect(process.get(), &QProcess::readyReadStandardOutput, client, [this] { read(); });
    connect(process.get(), &QProcess::readyReadStandardError, client, [this] {
        const QString words = QString::fromUtf8(process->readAllStandardError()).trimmed();
        lastWords = words.section(QLatin1Char('\n'), -1).remove(QStringLiteral("winnow-engine: "));
    });
    connect(process.get(), &QProcess::finished, client, [this] { died(); });
    connect(process.get(), &QProcess::errorOccurred, client, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) died();
    });
    process->start(engine.program, {QStringLiteral("serve"), project});
    return true;
}

void ServeClient::Impl::next() {
    while (!asked && !waiting.empty()) {
        if (!waiting.front().context) {  // nobody wants to know any more
            waiting.pop_front();
            continue;
        }
        if (!ensureRunning()) {
            Question refused = std::move(waiting.front());
            waiting.pop_front();
            Q_EMIT client->failed(lastWords);
            finish(std::move(refused), {false, lastWords, {}});
            continue;
        }
        asked = std::move(waiting.front());
        waiting.pop_front();
        ++asked->tries;
        process->write(jsonText(asked->json) + '\n');
    }
}

void ServeClient::Impl::read() {
    rest += process->readAllStandardOutput();
    for (qsizetype end; (end = rest.indexOf('\n')) >= 0;) {
        const QJsonObject json = QJsonDocument::fromJson(rest.left(end)).object();
        rest.remove(0, end + 1);
        if (!asked || json[QLatin1String("id")].toInteger() != asked->id) continue;
        const bool ok = json[QLatin1String("ok")].toBool();
        Question answered = *std::exchange(asked, std::nullopt);
        finish(std::move(answered),
               {ok, ok ? QString() : sentenceText(json[QLatin1String("error")].toString()), json});
    }
    next();
}

void ServeClient::Impl::died() {
    if (!process) return;
    process.release()->deleteLater();
    if (asked) {
        Question again = *std::exchange(asked, std::nullopt);
        if (again.tries < kMostTries) {
            waiting.push_front(std::move(again));
        } else {
            const QString why = lastWords.isEmpty() ? tr("it ended without a word") : lastWords;
            const QString sentence = sentenceText(tr("The engine could not answer: %1").arg(why));
            Q_EMIT client->failed(sentence);
            finish(std::move(again), {false, sentence, {}});
        }
    }
    next();
}

/// It only reads, so it may be killed at any moment.
void ServeClient::Impl::end() {
    if (!process) return;
    process->disconnect(client);
    process->kill();
    process->waitForFinished(kEndPatience);
    process.reset();
}

void ServeClient::Impl::finish(Question question, ServeAnswer answer) {
    if (!question.context || !question.callback) return;
    QMetaObject::invokeMethod(
        question.context,
        [callback = std::move(question.callback), answer = std::move(answer)] { callback(answer); },
        Qt::QueuedConnection);
}

}  // namespace winnow::ui
