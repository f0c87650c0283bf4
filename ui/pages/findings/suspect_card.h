// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"
#include "ui/widgets/panel.h"

class QLabel;
class QPushButton;

namespace winnow::ui {

class NeighbourModel;
class NeighbourStrip;
class Session;
class SuspectModel;
class TileRow;

/// The current suspect with its nearest samples in the kernel, and the buttons that judge it or all
/// that are selected.
class SuspectCard : public Panel {
    Q_OBJECT

public:
    /// Both outlive the card.
    SuspectCard(Session* session, const SuspectModel* suspects, QWidget* parent = nullptr);

    /// -1: none.
    void setSuspect(int suspect);
    /// Suspects the buttons are about.
    void setTargets(const std::vector<int>& targets);

    [[nodiscard]] QPushButton* acceptButton() const { return m_accept; }
    [[nodiscard]] QPushButton* keepButton() const { return m_keep; }
    [[nodiscard]] QPushButton* excludeButton() const { return m_exclude; }
    [[nodiscard]] QPushButton* otherButton() const { return m_other; }
    [[nodiscard]] QPushButton* reopenButton() const { return m_reopen; }
    [[nodiscard]] NeighbourStrip* neighbours() const { return m_strip; }
    [[nodiscard]] TileRow* picture() const { return m_picture; }

private:
    void refresh();
    void nameButtons();
    [[nodiscard]] QWidget* makeButtons();

    Session* m_session;
    const SuspectModel* m_suspects;
    Thumbnails m_thumbnails;
    NeighbourModel* m_model;
    TileRow* m_picture;
    QLabel* m_stripTitle;
    NeighbourStrip* m_strip;
    QPushButton *m_accept, *m_keep, *m_exclude, *m_other, *m_reopen;
    int m_suspect = -1;
    std::vector<int> m_targets;
};

}  // namespace winnow::ui
