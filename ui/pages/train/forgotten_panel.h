// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/learning_records.h"

#include <QPointF>
#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace winnow::ui {

class BarChart;
class GalleryView;
class Panel;
class SampleModel;
class Segments;
class Session;

/// Who is being forgotten: the samples that went from right to wrong in one epoch, the most often
/// forgotten first, beside the events by epoch (a click chooses the epoch) or per sample (a click
/// selects the samples).
class ForgottenPanel : public QWidget {
    Q_OBJECT

public:
    explicit ForgottenPanel(Session* session, QWidget* parent = nullptr);

    /// The chosen run of the session. epoch: from 0.
    void showRun(std::shared_ptr<const LearningRecords> records, std::int64_t epoch);
    /// A training that has not ended: how many it forgot, by epoch from 1. Which ones is known when
    /// it is stored.
    void showReported(const QList<QPointF>& events);

    /// The bars by epoch instead of those per sample.
    void showByEpoch();

    [[nodiscard]] BarChart* chart() const { return m_chart; }
    [[nodiscard]] GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] QPushButton* selectButton() const { return m_select; }
    [[nodiscard]] QSplitter* splitter() const { return m_splitter; }

Q_SIGNALS:
    void epochChosen(std::int64_t epoch);

private:
    enum View { PerSample, ByEpoch };
    void rebuildChart();
    void chartByEpoch();
    void chartPerSample();
    void barsChosen(const QSet<int>& bars);
    void showWords(const QString& words);

    Session* m_session;
    SampleModel* m_model;
    Panel* m_strip;
    Panel* m_events;
    QStackedWidget* m_pictures;
    GalleryView* m_gallery;
    QLabel* m_words;
    QPushButton* m_select;
    Segments* m_view;
    BarChart* m_chart;
    QSplitter* m_splitter;
    std::shared_ptr<const LearningRecords> m_records;
    std::int64_t m_epoch = -1;
    std::vector<std::int64_t> m_forgotten;
    QList<QPointF> m_reported;
};

}  // namespace winnow::ui
