// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

#include <array>
#include <cstdint>

class QLabel;
class QSplitter;

namespace winnow::ui {

class GalleryView;
class SampleModel;
class Session;

/// The ends of one class side by side as galleries: the members of its largest cluster, and those
/// of its smallest ones.
class HeadTailPanel : public Panel {
    Q_OBJECT

public:
    explicit HeadTailPanel(Session* session, QWidget* parent = nullptr);

    /// -1: of clusters over all classes.
    void setClass(std::int64_t label);
    [[nodiscard]] GalleryView* head() const { return m_sides[0].gallery; }
    [[nodiscard]] GalleryView* tail() const { return m_sides[1].gallery; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Side {
        QLabel* caption = nullptr;
        SampleModel* model = nullptr;
        GalleryView* gallery = nullptr;
    };
    [[nodiscard]] QWidget* makeSide(Side& side, const QString& name);
    /// Sorting all members takes a moment: when the panel is seen.
    void rebuildSeen();
    void rebuild();

    Session* m_session;
    QSplitter* m_split;
    std::array<Side, 2> m_sides;
    std::int64_t m_label = -1;
    bool m_stale = true;
};

}  // namespace winnow::ui
