// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"
#include "ui/pages/interactions/kernel_facts.h"
#include "ui/widgets/panel.h"

#include <array>

class QJsonObject;
class QLabel;
class QPushButton;
class QSpinBox;

namespace winnow::ui {

class MessageCard;
class NeighbourModel;
class NeighbourStrip;
class ServeClient;
class Session;
class TileLabel;

/// Which training samples act on a sample of the test split, with it and against it. The engine
/// goes through the whole training split, so it is asked by the button alone.
class TestPanel : public Panel {
    Q_OBJECT

public:
    /// Both outlive the panel; `client` may be null (no engine).
    TestPanel(Session* session, ServeClient* client, QWidget* parent = nullptr);

    void setKernel(const KernelFacts& facts);
    [[nodiscard]] QSpinBox* number() const { return m_number; }
    [[nodiscard]] QPushButton* button() const { return m_button; }
    /// 0: with it, 1: against it.
    [[nodiscard]] NeighbourModel* model(int side) const { return m_sides.at(side).model; }
    [[nodiscard]] NeighbourStrip* strip(int side) const { return m_sides.at(side).strip; }
    [[nodiscard]] QString words() const;

Q_SIGNALS:
    /// A training sample was clicked.
    void chosen(std::int64_t sample);

private:
    struct Side {
        NeighbourModel* model = nullptr;
        NeighbourStrip* strip = nullptr;
    };
    [[nodiscard]] QWidget* makeSample();
    void addSide(int side, QWidget* column);
    void takeData();
    void forget();
    void showSample();
    void ask();
    void showAnswer(const QJsonObject& answer);

    Session* m_session;
    ServeClient* m_client;
    Thumbnails m_thumbnails;
    QSpinBox* m_number;
    QPushButton* m_button;
    TileLabel* m_picture;
    QLabel* m_words;
    MessageCard* m_message;
    std::array<Side, 2> m_sides;
    KernelFacts m_facts;
    int m_question = 0;
};

}  // namespace winnow::ui
