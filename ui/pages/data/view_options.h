// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/gallery/gallery_view.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace winnow::ui {

class Session;

/// The row over the gallery: order, what captions say, size of the tiles. What a person chose comes
/// back when a score that had gone is there again.
class ViewOptions : public QWidget {
    Q_OBJECT

public:
    explicit ViewOptions(Session* session, QWidget* parent = nullptr);

    struct Choice {
        QString sort = QStringLiteral("id");
        Qt::SortOrder order = Qt::AscendingOrder;
        QString caption;  ///< empty: what is sorted by
        TileSize size = TileSize::M;
    };
    /// What is to be had now of what the person chose.
    [[nodiscard]] Choice choice() const;
    void setChoice(const Choice& choice);

    [[nodiscard]] QComboBox* sortBox() const { return m_sort; }
    [[nodiscard]] QToolButton* orderButton() const { return m_order; }
    [[nodiscard]] QComboBox* captionBox() const { return m_caption; }
    [[nodiscard]] QSlider* sizeSlider() const { return m_size; }

Q_SIGNALS:
    void changed();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void fill();
    void display(const Choice& choice);
    void fold();
    [[nodiscard]] bool has(const QString& score) const;

    Session* m_session;
    Choice m_wanted;
    QLabel* m_sortLabel;
    QComboBox* m_sort;
    QToolButton* m_order;
    QLabel* m_captionLabel;
    QComboBox* m_caption;
    QLabel* m_sizeLabel;
    QSlider* m_size;
};

}  // namespace winnow::ui
