// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/stage_counts.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <optional>

namespace winnow::ui {

class ServeClient;

/// What `select` with some fields would keep.
struct SelectionPreview {
    QJsonObject fields;                 ///< as they were asked
    std::vector<Stage> stages;          ///< [N]
    std::vector<StageCounts> perClass;  ///< [K]
    std::vector<std::int64_t> open;     ///< [K] how many may go: what shares are of
    StageCounts total;
    std::int64_t excluded = 0;                   ///< by hand; they go whatever the rule
    std::vector<std::int64_t> excludedPerClass;  ///< [K], or empty: none
    QStringList warnings;

    [[nodiscard]] std::int64_t allOpen() const;
    /// Samples of a class the rule decides about, and its validation part.
    [[nodiscard]] std::int64_t classSize(std::size_t label) const;
    /// How many open samples go.
    [[nodiscard]] std::int64_t goesByRule() const;
    /// Share of the open samples that stays, 0 to 1.
    [[nodiscard]] double keptShare() const;
};

/// Nothing when the answer is not about `samples` samples of `classes` classes.
[[nodiscard]] std::optional<SelectionPreview> previewOf(const QJsonObject& answer,
                                                        std::int64_t samples,
                                                        std::int64_t classes);

/// Asks the warm engine what a selection would be; of quick questions only the last.
class PreviewClient : public QObject {
    Q_OBJECT

public:
    /// `topic` keeps several clients of one engine apart.
    PreviewClient(ServeClient* serve, const QString& topic, QObject* parent = nullptr);

    /// fields of `select` without the name; for a data set of this size.
    void request(const QJsonObject& fields, std::int64_t samples, std::int64_t classes);
    /// What was asked is no longer wanted.
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void answered(const winnow::ui::SelectionPreview& preview);
    /// One sentence.
    void failed(const QString& sentence);

private:
    void ask();

    ServeClient* m_serve;
    QString m_topic;
    QTimer m_quiet;
    QJsonObject m_fields;
    std::int64_t m_samples = 0, m_classes = 0;
    int m_round = 0;
    bool m_busy = false;
};

}  // namespace winnow::ui
