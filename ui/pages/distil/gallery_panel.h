// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"
#include "ui/pages/distil/distil_sheet.h"
#include "ui/widgets/panel.h"

#include <QPointer>

#include <optional>

class QMenu;
class QPushButton;
class QScrollArea;

namespace winnow::ui {

struct Distilled;
class IconLabel;
class ImageDialog;
class Session;
class StepBar;

/// The distilled images over the steps: the sheet, how it makes them viewable and how much of them
/// that clips, and the step looked at.
class GalleryPanel : public Panel {
    Q_OBJECT

public:
    explicit GalleryPanel(Session* session, QWidget* parent = nullptr);

    /// Of a stored set: with the nearest real images.
    void showStored(const Distilled& distilled, const QString& provenance);
    /// Of a job that runs; null: it has none yet. `end`: the step it goes to.
    void showLive(std::shared_ptr<const DistilImages> images,
                  std::int64_t end,
                  const QString& provenance);
    void showNothing();

    /// The checkpoint looked at; nothing without images.
    [[nodiscard]] std::optional<std::size_t> checkpoint() const;
    [[nodiscard]] const std::shared_ptr<const DistilImages>& images() const { return m_images; }
    /// Step of the checkpoint looked at.
    [[nodiscard]] std::optional<std::int64_t> step() const;

    [[nodiscard]] DistilSheet* sheet() const { return m_sheet; }
    [[nodiscard]] StepBar* steps() const { return m_steps; }
    [[nodiscard]] QMenu* viewMenu() const { return m_menu; }
    [[nodiscard]] QPushButton* viewButton() const { return m_view; }
    [[nodiscard]] QPushButton* zoomButton() const { return m_zoom; }
    /// Null before it was opened.
    [[nodiscard]] ImageDialog* dialog() const;
    /// What stands in the header of what is clipped; empty: nothing is.
    [[nodiscard]] QString clippedWords() const;
    /// Opens an image down to its pixels.
    void open(std::int64_t image);

    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

Q_SIGNALS:
    void checkpointChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void makeMenu();
    void take(std::shared_ptr<const DistilImages> images, std::int64_t end);
    /// The sheet at the checkpoint looked at.
    void showCheckpoint();
    void showWords();
    /// All rows of one band are seen at once, also where the window is small.
    void makeRoom();
    void tellClipped();
    void markMenu();
    void goTo(std::int64_t image);
    /// Classes of the current image's label take the colours there are.
    void colourCurrent();

    Session* m_session;
    Thumbnails m_thumbnails;
    std::shared_ptr<const DistilImages> m_images;
    Mapped<std::int64_t> m_nearest;
    Mapped<double> m_nearestDistance;
    QString m_preprocessing;  ///< in words: "ZCA"; empty: not known
    double m_differenceLimit = 1, m_supportLimit = 1;
    double m_clippedShare = 0;  ///< of the values at the checkpoint looked at
    DistilSheet* m_sheet;
    QScrollArea* m_scroll;
    StepBar* m_steps;
    QPushButton* m_view;
    QPushButton* m_zoom;
    QMenu* m_menu;
    IconLabel* m_warning;
    QLabel* m_clipped;
    QPointer<ImageDialog> m_dialog;
};

}  // namespace winnow::ui
