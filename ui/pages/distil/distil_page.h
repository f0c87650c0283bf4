// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QPointer>

class QPushButton;

namespace winnow::ui {

class DistilExportDialog;
class DistilView;
class JobFate;

/// A few images that teach as much as many: made, watched while they change, inspected, compared,
/// handed to networks, exported.
class DistilPage : public Page {
    Q_OBJECT

public:
    explicit DistilPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Distil"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Distil; }
    [[nodiscard]] QString helpFile() const override { return QStringLiteral("distil.md"); }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] bool opensInspector() const override { return false; }
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    [[nodiscard]] DistilView* view() const { return m_view; }
    [[nodiscard]] JobFate* fate() const { return m_fate; }
    [[nodiscard]] QPushButton* tasks() const { return m_tasks; }
    [[nodiscard]] QPushButton* newButton() const { return m_new; }
    [[nodiscard]] QPushButton* trainButton() const { return m_train; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    /// Null when it is not open.
    [[nodiscard]] DistilExportDialog* exportDialog() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeTasks();
    void showButtons();
    void openExport();

    JobFate* m_fate;
    DistilView* m_view;
    QPushButton *m_tasks, *m_new, *m_train, *m_export;
    QPointer<DistilExportDialog> m_dialog;
};

}  // namespace winnow::ui
