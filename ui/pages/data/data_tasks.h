// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QMenu>

#include <functional>

namespace winnow::ui {

/// "I want to…": what people come to this page for, each with its present number. What cannot be
/// answered yet leads to the job that can.
class DataTasks : public QMenu {
    Q_OBJECT

public:
    explicit DataTasks(const PageContext& context, QWidget* parent = nullptr);

Q_SIGNALS:
    void pageRequested(winnow::ui::PageId page);
    void jobFormRequested(const QString& kind, const QByteArray& fields);
    /// Order the gallery by a score.
    void sortRequested(const QString& score, Qt::SortOrder order);

private:
    void fill();
    void addTask(Icon which,
                 const QString& text,
                 const QString& number,
                 std::function<void()> task);
    void addLabelErrors();
    void addDuplicates();
    void requestTraining();

    PageContext m_context;
};

}  // namespace winnow::ui
