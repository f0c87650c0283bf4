// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/inspector/sample_facts.h"
#include "ui/models/thumbnails.h"
#include "ui/pages/page.h"
#include "ui/session/sample_set.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace winnow::ui {

class ImageView;
class LossTrace;
class MarkLabel;
class Panel;
class TagEditor;

/// All about one sample, top to bottom: image, class, prediction, scores, loss trace, links, tags.
class SampleCard : public QWidget {
    Q_OBJECT

public:
    explicit SampleCard(const PageContext& context, QWidget* parent = nullptr);

    /// Shows the session's current sample as it now is; call when anything about it changed.
    void refresh();
    /// One line a value, name and value parted by a tab.
    [[nodiscard]] QString asText() const;
    /// Opens the field for a new tag.
    void beginTagging();

    [[nodiscard]] ImageView* imageView() const { return m_image; }
    [[nodiscard]] KeyValueList* predictions() const { return m_predictions; }
    [[nodiscard]] KeyValueList* scores() const { return m_scores; }
    [[nodiscard]] LossTrace* lossTrace() const { return m_trace; }
    [[nodiscard]] KeyValueList* links() const { return m_links; }
    [[nodiscard]] TagEditor* tagEditor() const { return m_tags; }
    [[nodiscard]] QPushButton* excludeButton() const { return m_exclude; }
    [[nodiscard]] QToolButton* relabelButton() const { return m_relabel; }

Q_SIGNALS:
    void pageRequested(winnow::ui::PageId page);
    /// Of all that are selected.
    void summaryRequested();

private:
    void build();
    void addClassRow(QVBoxLayout* column);
    void addDecisions(QVBoxLayout* column);
    void showClass();
    void showPredictions();
    void showTrace();
    void showLinks();
    void showMarks();
    void askProbabilities();
    void follow(int row);
    void fillRelabelMenu();
    [[nodiscard]] SampleSet thisSample() const;

    PageContext m_context;
    Thumbnails m_thumbnails;
    std::int64_t m_id = -1;
    std::int64_t m_probabilitiesOf = -1;  ///< sample whose they are; -1 none
    QString m_probabilitiesAt;            ///< and the kernel they were asked at
    std::vector<double> m_probabilities;
    std::vector<LinkRow> m_linkRows;

    KeyValueList* m_several;
    ImageView* m_image;
    MarkLabel* m_class;
    QLabel* m_number;
    QLabel* m_imported;
    QLabel* m_predictionTitle;
    KeyValueList* m_predictions;
    QWidget* m_scoresDivider;
    KeyValueList* m_scores;
    Panel* m_tracePanel;
    LossTrace* m_trace;
    QWidget* m_linksDivider;
    KeyValueList* m_links;
    TagEditor* m_tags;
    QPushButton* m_exclude;
    QToolButton* m_relabel;
};

}  // namespace winnow::ui
