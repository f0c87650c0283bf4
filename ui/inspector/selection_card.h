// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QWidget>

class QPushButton;

namespace winnow::ui {

class KeyValueList;
class TagEditor;

/// All selected samples together: classes, counts, means, tags.
class SelectionCard : public QWidget {
    Q_OBJECT

public:
    explicit SelectionCard(const PageContext& context, QWidget* parent = nullptr);

    /// Call when the selection, or anything about its samples, changed.
    void refresh();
    [[nodiscard]] QString asText() const;
    void beginTagging();

    [[nodiscard]] KeyValueList* classes() const { return m_classes; }
    [[nodiscard]] KeyValueList* summary() const { return m_summary; }
    [[nodiscard]] TagEditor* tagEditor() const { return m_tags; }
    [[nodiscard]] QPushButton* excludeButton() const { return m_exclude; }

Q_SIGNALS:
    /// The current sample alone.
    void sampleRequested();

private:
    PageContext m_context;
    KeyValueList* m_current;
    KeyValueList* m_classes;
    KeyValueList* m_summary;
    TagEditor* m_tags;
    QPushButton* m_exclude;
    QPushButton* m_include;
};

}  // namespace winnow::ui
