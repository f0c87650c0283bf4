// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/interactions/kernel_facts.h"
#include "ui/scene/scene_figure.h"
#include "ui/scene/stored_matrix_source.h"
#include "ui/widgets/panel.h"

#include <memory>

class QLabel;

namespace winnow::ui {

class RichLabel;
class ColourBar;
class MatrixView;
class MessageCard;
class ServeClient;
class Session;

/// The kernel matrix with its colour bar. Values come from the stored matrix, else the engine
/// computes what is looked at. With Hide, only samples that match the filter are in it.
class MatrixPanel : public Panel {
    Q_OBJECT

public:
    enum class Order { Class, ClassThenCluster };

    MatrixPanel(Session* session, ServeClient* client, QWidget* parent = nullptr);
    ~MatrixPanel() override;

    /// Builds the matrix anew from what the session has chosen.
    void show(const KernelFacts& facts, MatrixValues values, Order order);
    void setPicked(std::int64_t row, std::int64_t column);
    [[nodiscard]] MatrixView* view() const { return m_view; }
    [[nodiscard]] ColourBar* colourBar() const { return m_bar; }
    /// A line under the colour bar; its link leads on. Empty: none.
    void setNote(const QString& richText);

Q_SIGNALS:
    /// A cell was picked: ids of samples.
    void picked(std::int64_t row, std::int64_t column);
    void noteActivated();

private:
    [[nodiscard]] MatrixOrder order(Order order) const;
    void scaleTo(MatrixValues values);

    Session* m_session;
    ServeClient* m_client;
    MatrixView* m_view;
    ColourBar* m_bar;
    RichLabel* m_note;
    MessageCard* m_message;
    std::unique_ptr<SceneFigure> m_figure;
    std::unique_ptr<MatrixSource> m_source;
};

}  // namespace winnow::ui
