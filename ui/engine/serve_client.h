// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>

namespace winnow::ui {

struct ServeAnswer {
    bool ok = false;
    QString error;     ///< one sentence when not ok
    QJsonObject body;  ///< as engine/run/serve.cpp documents each question's answer
};

/// Small questions to an engine that stays open beside the project: partners of any sample, the
/// pair of two samples, the cost of a job. It is started at the first question, started again when
/// it dies, and ends with the session.
class ServeClient : public QObject {
    Q_OBJECT

public:
    using Callback = std::function<void(const ServeAnswer&)>;

    explicit ServeClient(QObject* parent = nullptr);
    ~ServeClient() override;

    /// Ends the engine of the project before. Empty: none.
    void setProject(const QString& folder);

    /// Every question is answered once, later, in this thread; not at all when `context` has gone.
    /// `topic`: a newer question of the same non-empty topic makes an unasked older one end with
    /// an error; a person who moves on wants only the newest.
    void ask(QJsonObject question, QObject* context, Callback callback, const QString& topic = {});

    void neighbours(
        const QString& kernel, std::int64_t sample, int count, QObject* context, Callback callback);
    /// {kappa, kappa_own, cosine, relation, layers, logit_block, probabilities}
    void pair(
        const QString& kernel, std::int64_t a, std::int64_t b, QObject* context, Callback callback);

    /// Starts the engine, so that the first question is answered at once.
    void warm();
    [[nodiscard]] bool isRunning() const;
    /// 0 when it is not running.
    [[nodiscard]] qint64 processId() const;

Q_SIGNALS:
    void failed(const QString& sentence);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
