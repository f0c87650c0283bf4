// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

#include <cstdint>
#include <vector>

class QLineEdit;
class QPushButton;

namespace winnow::ui {

class ClusterModel;
class GalleryView;
class MessageCard;
class SampleModel;
class Session;

/// The members of one cluster as a gallery, centroid first, then the most similar to it; they can
/// be selected and saved as a subset.
class MemberPanel : public Panel {
    Q_OBJECT

public:
    /// `clusters` outlives the panel.
    MemberPanel(Session* session, const ClusterModel* clusters, QWidget* parent = nullptr);

    /// -1: none.
    void setCluster(std::int64_t cluster);
    [[nodiscard]] const std::vector<std::int64_t>& members() const { return m_members; }
    [[nodiscard]] GalleryView* gallery() const { return m_gallery; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void selectAll();
    void openNaming();
    void closeNaming();
    void saveName();
    [[nodiscard]] QWidget* makeNaming();

    Session* m_session;
    const ClusterModel* m_clusters;
    SampleModel* m_model;
    GalleryView* m_gallery;
    QPushButton* m_select;
    QPushButton* m_name;
    QWidget* m_naming = nullptr;
    QLineEdit* m_nameField = nullptr;
    MessageCard* m_message;
    std::int64_t m_cluster = -1;
    std::vector<std::int64_t> m_members;
};

}  // namespace winnow::ui
