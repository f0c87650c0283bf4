// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/charts/series_names.h"
#include "tests/ui/frame/window_test.h"
#include "tests/ui/pages/distil/distil_project.h"
#include "ui/pages/distil/distil_page.h"
#include "ui/pages/distil/distil_view.h"
#include "ui/pages/distil/gallery_panel.h"
#include "ui/pages/distil/step_bar.h"
#include "ui/widgets/labelled_slider.h"
#include "ui/widgets/segments.h"

#include <QAbstractButton>
#include <QMenu>
#include <QSlider>
#include <QTableView>
#include <QTest>

#include <memory>

namespace winnow::test {

/// The Distil page on a project, without the window around it.
struct DistilBench {
    explicit DistilBench(const QString& folder) {
        session.open(folder);
        page = std::make_unique<ui::DistilPage>(ui::PageContext{&session, &jobs, nullptr});
        page->resize(1224, 788);
        page->show();
        view = page->view();
        gallery = view->gallery();
        sheet = gallery->sheet();
    }
    [[nodiscard]] QSlider* bar() const { return gallery->steps()->slider()->findChild<QSlider*>(); }
    [[nodiscard]] QString cell(int row, int column) const {
        return view->table()->model()->index(row, column).data().toString();
    }
    void showPart(int part) const {
        const auto buttons = view->parts()->findChildren<QAbstractButton*>();
        QTest::mouseClick(buttons[part], Qt::LeftButton);
    }
    /// By its name, or else by its words.
    [[nodiscard]] QAction* menuAction(const QString& name) const {
        for (QAction* action : gallery->viewMenu()->actions())
            if (action->objectName() == name || action->text() == name) return action;
        return nullptr;
    }
    [[nodiscard]] QString subtitle() const { return gallery->accessibleDescription(); }

    ui::Session session;
    ui::JobQueue jobs{&session};
    std::unique_ptr<ui::DistilPage> page;
    ui::DistilView* view;
    ui::GalleryPanel* gallery;
    ui::DistilSheet* sheet;
};

}  // namespace winnow::test
