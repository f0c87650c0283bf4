// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/prediction/prediction_result.h"
#include "ui/widgets/panel.h"

#include <optional>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace winnow::ui {

class Background;
class SampleStrip;
class SampleTimeline;
class Session;

/// When the current sample of the session was in a batch, was forgotten and was said to be, and the
/// batch that pushed it over. Without a current sample, the most forgotten one's.
class TimelinePanel : public Panel {
    Q_OBJECT

public:
    static constexpr std::size_t kMostListed = 50;

    explicit TimelinePanel(Session* session, QWidget* parent = nullptr);

    /// seed: as of PredictionResult.
    void showResult(const PredictionResult& result, int predictor, int seed);
    void clear();
    [[nodiscard]] SampleTimeline* timeline() const { return m_timeline; }
    [[nodiscard]] SampleStrip* batch() const { return m_batch; }
    /// Samples with most events; choosing one makes it the current sample.
    [[nodiscard]] QComboBox* forgotten() const { return m_forgotten; }
    [[nodiscard]] std::int64_t sample() const { return m_sample; }

private:
    void listForgotten(const std::vector<ForgottenSample>& samples);
    void follow();
    void showLanes(const std::vector<SampleLane>& lanes);
    void showBatch();

    Session* m_session;
    QComboBox* m_forgotten;
    QStackedWidget* m_stack;
    QLabel* m_words;
    SampleTimeline* m_timeline;
    QLabel* m_batchWords;
    SampleStrip* m_batch;
    Background* m_listing;
    Background* m_tracing;
    std::optional<PredictionResult> m_result;
    int m_predictor = 0;
    int m_seed = PredictionResult::kAllSeeds;
    std::int64_t m_mostForgotten = -1;
    std::int64_t m_sample = -1;
};

}  // namespace winnow::ui
