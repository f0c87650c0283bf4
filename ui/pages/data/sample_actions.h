// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/session/sample_set.h"

class QMenu;

namespace winnow::ui {

/// What a person does to samples in a gallery: context menu and single keys. 1 to 9 give a tag, or
/// take it off where all have it; X excludes, or takes exclusions back; U undoes. Every change is a
/// step of the session's history.
class SampleActions : public QObject {
    Q_OBJECT

public:
    /// `gallery`: what the menu and the popups stand over.
    SampleActions(const PageContext& context, QWidget* gallery);

    /// What an action on sample `id` is about: all that are selected if it is one of them, else it
    /// alone; id -1: what is selected, else the current sample.
    [[nodiscard]] SampleSet targets(std::int64_t id = -1) const;

    /// False: the key means nothing here.
    bool type(const QString& key);
    void fillMenu(QMenu* menu, std::int64_t id);
    /// Opens the menu and returns at once.
    void showMenu(std::int64_t id, const QPoint& global);

    void toggleTag(const SampleSet& samples, const QString& tag);
    void toggleExcluded(const SampleSet& samples);

Q_SIGNALS:
    void pageRequested(winnow::ui::PageId page);
    /// One sentence about a key that did nothing, and what to do.
    void hint(const QString& sentence);

private:
    void addTags(QMenu* menu, const SampleSet& samples);
    void addClasses(QMenu* menu, const SampleSet& samples);
    void addFilters(QMenu* menu, std::int64_t id);
    void askTag(const SampleSet& samples);

    PageContext m_context;
    QWidget* m_gallery;
};

}  // namespace winnow::ui
