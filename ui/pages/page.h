// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QByteArray>
#include <QList>
#include <QWidget>

namespace winnow::ui {

class JobQueue;
class ServeClient;
class Session;

/// In the order of the rail. Pages of later work are absent, not empty.
enum class PageId {
    Data,
    Train,
    Interactions,
    Clusters,
    Difficulty,
    Findings,
    Prune,
    Distil,
    Evaluate
};
inline constexpr int kPages = 9;

/// What every page works on. All outlive the pages.
struct PageContext {
    Session* session = nullptr;
    JobQueue* jobs = nullptr;
    ServeClient* serve = nullptr;
};

/// One page of the window. The frame draws its header (title, subtitle, header widgets); the page
/// draws all below. A page without what it needs keeps its layout and shows one EmptyPanel with a
/// button that leads on.
class Page : public QWidget {
    Q_OBJECT

public:
    Page(PageId id, const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] PageId id() const { return m_id; }
    [[nodiscard]] virtual QString title() const = 0;
    /// What is looked at: "lpntk-1, all classes, 10 000 samples"; may be empty.
    [[nodiscard]] virtual QString subtitle() const { return {}; }
    [[nodiscard]] virtual Icon icon() const = 0;
    /// Shown at the right of the page's header; the page keeps owning them until the frame takes
    /// them over once.
    [[nodiscard]] virtual QList<QWidget*> headerWidgets() { return {}; }
    /// File of resources/help that belongs to the page, or to the view it shows now.
    [[nodiscard]] virtual QString helpFile() const { return QStringLiteral("index.md"); }
    /// Pages that compare whole sets open with the inspector folded.
    [[nodiscard]] virtual bool opensInspector() const { return true; }
    /// The page comes to the front for the person.
    virtual void activated() {}
    /// Splitters, chosen views, sizes: kept between starts.
    [[nodiscard]] virtual QByteArray saveState() const { return {}; }
    virtual void restoreState(const QByteArray& /*state*/) {}

Q_SIGNALS:
    void subtitleChanged();
    /// Leads to another page.
    void pageRequested(winnow::ui::PageId page);
    /// Opens the form of a job kind with these fields (a JSON object) filled in; the form shows the
    /// cost and has the button that starts it.
    void jobFormRequested(const QString& kind, const QByteArray& fields);

protected:
    [[nodiscard]] const PageContext& context() const { return m_context; }
    [[nodiscard]] Session* session() const { return m_context.session; }

private:
    PageId m_id;
    PageContext m_context;
};

/// Why no job can be started in the open project: there is no engine, or it can only be looked at;
/// empty: jobs can be started.
[[nodiscard]] QString jobTrouble(const PageContext& context);

/// Enables an action or a button; where there is a trouble it is disabled and says it.
template <typename Control>
void offer(Control* control, const QString& trouble, const QString& toolTip = {}) {
    control->setEnabled(trouble.isEmpty());
    control->setToolTip(trouble.isEmpty() ? toolTip : trouble);
}

/// The page of that id; `parent` owns it.
[[nodiscard]] Page* makePage(PageId id, const PageContext& context, QWidget* parent);

}  // namespace winnow::ui
