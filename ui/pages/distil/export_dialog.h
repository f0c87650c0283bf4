// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/folder_export_dialog.h"

class QComboBox;

namespace winnow::ui {

struct Distilled;

/// Writes a distilled set at one of its steps to a new or empty folder, with its labels, what its
/// images were preprocessed with and the recipe that made it.
class DistilExportDialog : public FolderExportDialog {
    Q_OBJECT

public:
    /// `step`: the one that is looked at.
    DistilExportDialog(const PageContext& context,
                       const Distilled& distilled,
                       std::int64_t step,
                       QWidget* parent = nullptr);

    [[nodiscard]] QComboBox* stepField() const { return m_step; }

protected:
    [[nodiscard]] QString formatHelp(const QString& format) const override;
    [[nodiscard]] Need need() const override;
    void begin() override;
    void jobDone(const Job& job) override;

private:
    void fill(const Distilled& distilled, std::int64_t step);

    QString m_id;
    std::int64_t m_images = 0;
    double m_bytes = 0;  ///< of the images and labels as numbers
    QComboBox* m_step;
};

}  // namespace winnow::ui
