// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/interactions/pair_history.h"

#include <QObject>
#include <QStringList>

#include <cstdint>
#include <utility>
#include <vector>

class QJsonObject;
class QTimer;

namespace winnow::ui {

class ServeClient;

/// What the engine computes of two samples at a kernel's weights.
struct PairAnswer {
    std::int64_t first = -1, second = -1;
    double kappa = 0, firstOwn = 0, secondOwn = 0;
    double cosine = 0;  ///< NaN where a gradient vanishes
    QString relation;   ///< the engine's word: "interchangeable", "weakly aligned", ...
    struct Layer {
        QString name;
        double kappa = 0;
    };
    std::vector<Layer> layers;  ///< sum to kappa
    std::int64_t classes = 0;
    std::vector<double> block;  ///< [classes, classes]: logits of the first by those of the second
};

/// Asks one question about one pair at a time. Answers to questions that are no longer the newest
/// are dropped.
class PairSource : public QObject {
    Q_OBJECT

public:
    enum class Question {
        Pair,     ///< at the kernel's weights
        History,  ///< at every snapshot of its run
    };

    /// `client` may be null (no engine): every question fails. It outlives the source.
    explicit PairSource(ServeClient* client,
                        QObject* parent = nullptr,
                        Question question = Question::Pair);

    void ask(const QString& kernel, std::int64_t first, std::int64_t second);
    /// Asks the same again.
    void askAgain();
    /// Forgets the question: nothing more is said of it.
    void forget();

Q_SIGNALS:
    /// To Question::Pair.
    void answered(const winnow::ui::PairAnswer& answer);
    /// To Question::History.
    void historyAnswered(const winnow::ui::PairHistory& history);
    void failed(const QString& sentence);
    /// An answer is late enough for a sign; ends with answer or failure.
    void busyChanged(bool busy);

private:
    void setBusy(bool busy);

    ServeClient* m_client;
    Question m_kind;
    QTimer* m_late;
    QString m_kernel;
    std::int64_t m_first = -1, m_second = -1;
    int m_question = 0;
    bool m_busy = false;
};

/// What `pair` answers (engine/run/serve.cpp); `classes` is 0 when the block is not square.
[[nodiscard]] PairAnswer pairAnswer(const QJsonObject& body);

/// The engine's word as the window says it, and what it means.
[[nodiscard]] QString relationText(const QString& relation);
[[nodiscard]] QString relationHelp(const QString& relation, double threshold, double unrelated);

}  // namespace winnow::ui

Q_DECLARE_METATYPE(winnow::ui::PairAnswer)
