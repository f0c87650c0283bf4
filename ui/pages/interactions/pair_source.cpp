// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/pair_source.h"

#include "ui/engine/serve_client.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTimer>

namespace winnow::ui {
namespace {

constexpr int kLate = 300;  // ms, before a sign of work is shown

}  // namespace

PairSource::PairSource(ServeClient* client, QObject* parent, Question question)
    : QObject(parent), m_client(client), m_kind(question), m_late(new QTimer(this)) {
    m_late->setSingleShot(true);
    m_late->setInterval(kLate);
    connect(m_late, &QTimer::timeout, this, [this] { setBusy(true); });
}

void PairSource::ask(const QString& kernel, std::int64_t first, std::int64_t second) {
    m_kernel = kernel;
    m_first = first;
    m_second = second;
    askAgain();
}

void PairSource::askAgain() {
    const int question = ++m_question;
    if (m_kernel.isEmpty() || m_first < 0 || m_second < 0) return forget();
    if (m_client == nullptr) {
        Q_EMIT failed(tr("There is no engine to ask."));
        return;
    }
    if (!m_busy) m_late->start();
    const QJsonObject json{
        {QStringLiteral("ask"),
         m_kind == Question::Pair ? QStringLiteral("pair") : QStringLiteral("history")},
        {QStringLiteral("kernel"), m_kernel},
        {QStringLiteral("samples"), QJsonArray{qint64{m_first}, qint64{m_second}}}};
    // One topic a source: moving on drops what was not asked yet.
    const QString topic = QStringLiteral("pair-%1").arg(reinterpret_cast<quintptr>(this));
    m_client->ask(
        json,
        this,
        [this, question](const ServeAnswer& answer) {
            if (question != m_question) return;
            setBusy(false);
            if (!answer.ok)
                Q_EMIT failed(sentenceText(answer.error));
            else if (m_kind == Question::Pair)
                Q_EMIT answered(pairAnswer(answer.body));
            else
                Q_EMIT historyAnswered(pairHistory(answer.body));
        },
        topic);
}

void PairSource::forget() {
    ++m_question;
    setBusy(false);
}

void PairSource::setBusy(bool busy) {
    m_late->stop();
    if (busy == m_busy) return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

PairAnswer pairAnswer(const QJsonObject& body) {
    const QJsonArray samples = body[QLatin1String("samples")].toArray();
    const QJsonArray own = body[QLatin1String("kappa_own")].toArray();
    PairAnswer answer;
    answer.first = samples.at(0).toInteger(-1);
    answer.second = samples.at(1).toInteger(-1);
    answer.kappa = body[QLatin1String("kappa")].toDouble(kNotDefined);
    answer.firstOwn = own.at(0).toDouble(kNotDefined);
    answer.secondOwn = own.at(1).toDouble(kNotDefined);
    answer.cosine = body[QLatin1String("cosine")].toDouble(kNotDefined);
    answer.relation = body[QLatin1String("relation")].toString();
    for (const QJsonValue layer : body[QLatin1String("layers")].toArray())
        answer.layers.push_back(
            {layer[QLatin1String("layer")].toString(), layer[QLatin1String("kappa")].toDouble()});
    const QJsonArray rows = body[QLatin1String("logit_block")].toArray();
    for (const QJsonValue row : rows)
        for (const QJsonValue value : row.toArray()) answer.block.push_back(value.toDouble());
    if (std::ssize(answer.block) == rows.size() * rows.size()) answer.classes = rows.size();
    return answer;
}

QString relationText(const QString& relation) {
    if (relation == u"interchangeable") return PairSource::tr("Interchangeable");
    if (relation == u"contradictory") return PairSource::tr("Contradictory");
    if (relation == u"unrelated") return PairSource::tr("Unrelated");
    if (relation == u"weakly aligned") return PairSource::tr("Weakly aligned");
    if (relation == u"weakly opposed") return PairSource::tr("Weakly opposed");
    if (relation == u"no gradient") return PairSource::tr("No gradient");
    return relation;
}

QString relationHelp(const QString& relation, double threshold, double unrelated) {
    const QString strong = numberText(threshold, 2), weak = numberText(unrelated, 2);
    if (relation == u"interchangeable")
        return PairSource::tr(
                   "Both ratios are at least %1: a step on the one does most of what a step on the "
                   "other would.")
            .arg(strong);
    if (relation == u"contradictory")
        return PairSource::tr(
                   "Both ratios are at most %1: a step on the one undoes the other. In one class a "
                   "hint at an outlier, across classes at a wrong label.")
            .arg(numberText(-threshold, 2));
    if (relation == u"unrelated")
        return PairSource::tr("The cosine is at most %1 in size: they hardly act on each other.")
            .arg(weak);
    if (relation == u"no gradient")
        return PairSource::tr("One of the two moves nothing in the network, so there is no ratio.");
    return PairSource::tr("Neither ratio reaches %1 in size, and the cosine is above %2 in size.")
        .arg(strong, weak);
}

}  // namespace winnow::ui
