// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/frame/main_window.h"
#include "ui/frame/start_page.h"
#include "ui/pages/page.h"
#include "ui/session/session.h"

#include <QPushButton>
#include <QSettings>
#include <QTest>

#include <memory>

namespace winnow::test {

/// A test's own settings, not the person's.
inline void useSettingsIn(const QString& folder) {
    QCoreApplication::setOrganizationName(QStringLiteral("WinnowTest"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder);
}

/// A page of which only the place matters.
class PlainPage : public ui::Page {
public:
    using Page::Page;
    [[nodiscard]] QString title() const override {
        return QStringLiteral("Page %1").arg(static_cast<int>(id()));
    }
    [[nodiscard]] ui::Icon icon() const override { return ui::Icon::Data; }
};

/// A test of the whole window with what it stands on, opened and closed as often as one likes.
class WindowTest : public QObject {
protected:
    void open(ui::MainWindow::PageFactory makePage) {
        m_session = std::make_unique<ui::Session>();
        m_jobs = std::make_unique<ui::JobQueue>(m_session.get());
        m_serve = std::make_unique<ui::ServeClient>();
        m_window = std::make_unique<ui::MainWindow>(
            ui::PageContext{m_session.get(), m_jobs.get(), m_serve.get()}, std::move(makePage));
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void shut() {
        if (m_window) m_window->close();
        m_window.reset();
        m_serve.reset();
        m_jobs.reset();
        m_session.reset();
    }

    /// The first of its kind that is visible; nullptr: none.
    template <typename Widget>
    Widget* shown() const {
        for (Widget* widget : m_window->findChildren<Widget*>())
            if (widget->isVisible()) return widget;
        return nullptr;
    }
    static void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    /// The start page's button.
    void startPlanted() {
        for (auto* button : m_window->startPage()->findChildren<QPushButton*>())
            if (button->text().contains(QLatin1String("planted"))) return click(button);
        QFAIL("no button for the planted set");
    }

    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::JobQueue> m_jobs;
    std::unique_ptr<ui::ServeClient> m_serve;
    std::unique_ptr<ui::MainWindow> m_window;
};

}  // namespace winnow::test
