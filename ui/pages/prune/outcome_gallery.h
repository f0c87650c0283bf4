// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/selection_preview.h"
#include "ui/widgets/panel.h"

#include <functional>

class QComboBox;

namespace winnow::ui {

class GalleryView;
class SampleModel;
class Session;

/// The samples that go, or those that stay, with the score that decides; of one reason alone where
/// the person wants it.
class OutcomeGallery : public Panel {
    Q_OBJECT

public:
    enum class Side { Goes, Stays };

    OutcomeGallery(Side side, Session* session, QWidget* parent = nullptr);

    /// `method` of the declaration; `within` limits to a class or cluster, called with sample ids;
    /// null: all. `where` names it for the subtitle.
    void present(const SelectionPreview& preview,
                 const QString& method,
                 const std::function<bool(std::int64_t)>& within,
                 const QString& where);
    void clear();

    [[nodiscard]] SampleModel* model() const { return m_model; }
    [[nodiscard]] GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] QComboBox* reasons() const { return m_reason; }

private:
    void fillReasons();
    void fill();

    Side m_side;
    Session* m_session;
    SampleModel* m_model;
    GalleryView* m_gallery;
    QComboBox* m_reason;
    SelectionPreview m_preview;
    QString m_method, m_where;
    std::function<bool(std::int64_t)> m_within;
};

}  // namespace winnow::ui
