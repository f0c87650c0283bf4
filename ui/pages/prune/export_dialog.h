// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/export_plan.h"
#include "ui/pages/prune/folder_export_dialog.h"

#include <functional>
#include <memory>

class QLineEdit;
class QTemporaryDir;

namespace winnow::ui {

class Segments;

/// Writes a selection, or the samples a person picked, to a new or empty folder. What was picked
/// becomes a stored selection first, so that the project knows what left it. The data's source is
/// only read.
class ExportDialog : public FolderExportDialog {
    Q_OBJECT

public:
    ExportDialog(const PageContext& context, const QString& selectionId, QWidget* parent = nullptr);
    ExportDialog(const PageContext& context, const SampleSet& picked, QWidget* parent = nullptr);
    ~ExportDialog() override;

    [[nodiscard]] Segments* filesField() const { return m_files; }
    [[nodiscard]] QLineEdit* nameField() const { return m_name; }

protected:
    [[nodiscard]] QString formatHelp(const QString& format) const override;
    [[nodiscard]] Need need() const override;
    void check() override;
    void begin() override;
    void jobDone(const Job& job) override;

private:
    ExportDialog(const PageContext& context, QWidget* parent);
    void plan(const std::function<ExportPlan()>& make);
    void offerFormats();
    [[nodiscard]] QString fileMode() const;
    void startSelection();
    void startExport();

    ExportPlan m_plan;
    Segments* m_files;
    QLineEdit* m_name;
    std::unique_ptr<QTemporaryDir> m_ids;
    bool m_selecting = false;  ///< what runs makes the selection
};

}  // namespace winnow::ui
