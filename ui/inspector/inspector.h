// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QWidget>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace winnow::ui {

class EmptyPanel;
class SampleCard;
class SelectionCard;

/// The panel at the right of every page: the current sample, or all that are selected when they are
/// several; what made the numbers stands at its foot. Changes in one turn of the event loop are
/// shown once.
class Inspector : public QWidget {
    Q_OBJECT

public:
    explicit Inspector(const PageContext& context, QWidget* parent = nullptr);

    /// Opens the field for a new tag of what is shown.
    void beginTagging();
    [[nodiscard]] SampleCard* sampleCard() const { return m_sample; }
    [[nodiscard]] SelectionCard* selectionCard() const { return m_selected; }
    /// Whether all selected are shown together.
    [[nodiscard]] bool showsSeveral() const;
    [[nodiscard]] QToolButton* copyButton() const { return m_copy; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void pageRequested(winnow::ui::PageId page);
    /// The person folds it.
    void closeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void listen();
    void refresh();
    void copyValues() const;

    PageContext m_context;
    SampleCard* m_sample;
    SelectionCard* m_selected;
    EmptyPanel* m_nothing;
    QStackedWidget* m_stack;
    QScrollArea* m_scroll;
    QLabel* m_title;
    QLabel* m_provenance;
    QToolButton* m_copy;
    QToolButton* m_close;
    QTimer* m_later;
    bool m_wantsSample = false;  ///< one of several, until the selection changes
};

}  // namespace winnow::ui
