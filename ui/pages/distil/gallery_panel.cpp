// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/gallery_panel.h"

#include "ui/pages/distil/distilled.h"
#include "ui/pages/distil/image_dialog.h"
#include "ui/pages/distil/step_bar.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/segments.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QDataStream>
#include <QIODevice>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kWordsFit = 860;        // px at 13 px text
constexpr double kToldFrom = 0.0005;  // share of clipped values: below it rounds to 0.0 %

QString modeTitle(PictureMode mode) {
    switch (mode) {
        case PictureMode::Clipped:
            return GalleryPanel::tr("Clipped to 0 to 255");
        case PictureMode::Stretched:
            return GalleryPanel::tr("Stretched, each image");
        case PictureMode::Kernel:
            return GalleryPanel::tr("As the kernel sees them");
        case PictureMode::AroundZero:
            return GalleryPanel::tr("Around zero, one scale");
    }
    return {};
}

QString modeWords(PictureMode mode, const QString& preprocessing, double limit) {
    const QString undone = preprocessing.isEmpty()
                               ? GalleryPanel::tr("preprocessing undone")
                               : GalleryPanel::tr("%1 undone for viewing").arg(preprocessing);
    switch (mode) {
        case PictureMode::Clipped:
            return GalleryPanel::tr("%1, clipped to 0 to 255").arg(undone);
        case PictureMode::Stretched:
            return GalleryPanel::tr("%1, each from its darkest to its lightest value").arg(undone);
        case PictureMode::Kernel:
            return GalleryPanel::tr("preprocessed, each from its least to its greatest value");
        case PictureMode::AroundZero:
            return GalleryPanel::tr("preprocessed, from %1 to %2 about zero")
                .arg(signedText(-limit, 1), signedText(limit, 1));
    }
    return {};
}

}  // namespace

GalleryPanel::GalleryPanel(Session* session, QWidget* parent)
    : Panel(tr("Distilled images"), parent),
      m_session(session),
      m_thumbnails(session),
      m_sheet(new DistilSheet(this)),
      m_scroll(new QScrollArea(this)),
      m_steps(new StepBar(this)),
      m_view(new QPushButton(tr("View as"), this)),
      m_zoom(new QPushButton(tr("Zoom"), this)),
      m_menu(new QMenu(m_view)),
      m_warning(new IconLabel(Icon::Warning, &Theme::warn, size::kIcon, this)),
      m_clipped(makeLabel({}, "warn", this)) {
    build();
    makeMenu();
    connect(session, &Session::datasetChanged, this, [this] { m_thumbnails.reset(); });
    connect(session, &Session::classSlotsChanged, this, &GalleryPanel::showCheckpoint);
    connect(m_steps, &StepBar::checkpointChanged, this, &GalleryPanel::showCheckpoint);
    connect(m_steps->which(), &Segments::currentChanged, this, &GalleryPanel::showCheckpoint);
    connect(m_sheet, &DistilSheet::currentChanged, this, &GalleryPanel::goTo);
    connect(m_sheet, &DistilSheet::opened, this, &GalleryPanel::open);
    connect(m_sheet, &DistilSheet::lookChanged, this, [this] {
        markMenu();
        makeRoom();
        showWords();
        if (m_dialog) m_dialog->showImage(*m_sheet, m_sheet->current());
    });
    connect(m_zoom, &QPushButton::clicked, this, [this] { open(m_sheet->current()); });
}

void GalleryPanel::build() {
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_sheet);
    m_view->setProperty("kind", QStringLiteral("ghost"));
    m_view->setToolTip(tr("How the images are made viewable, and what stands under them"));
    m_view->setMenu(m_menu);
    m_zoom->setProperty("kind", QStringLiteral("ghost"));
    m_zoom->setIcon(icon(Icon::Find));
    m_zoom->setToolTip(tr("The current image down to its pixels (Enter)"));
    m_warning->hide();
    m_clipped->hide();
    m_clipped->setToolTip(
        tr("Nothing pulls the values of distilled images back into 0 to 255; pictures of 8 bits "
           "cut what lies beyond, the exact numbers of an NPZ or Torch export do not."));
    addHeaderWidget(m_warning);
    addHeaderWidget(m_clipped);
    addHeaderWidget(m_view);
    addHeaderWidget(m_zoom);
    setContent(m_scroll);
    body()->addWidget(m_steps);
    setFigure(m_sheet);
}

void GalleryPanel::makeMenu() {
    auto* modes = new QActionGroup(m_menu);
    for (int i = 0; i < kPictureModes; ++i) {
        const auto mode = static_cast<PictureMode>(i);
        QAction* action = m_menu->addAction(modeTitle(mode), this, [this, mode] {
            DistilSheetLook look = m_sheet->look();
            look.mode = mode;
            m_sheet->setLook(look);
        });
        action->setCheckable(true);
        action->setData(i);
        modes->addAction(action);
    }
    m_menu->addSeparator();
    const auto row = [this](const QString& title, bool DistilSheetLook::*shown) {
        QAction* action = m_menu->addAction(title);
        action->setCheckable(true);
        connect(action, &QAction::toggled, this, [this, shown](bool on) {
            DistilSheetLook look = m_sheet->look();
            look.*shown = on;
            m_sheet->setLook(look);
        });
        connect(m_sheet, &DistilSheet::lookChanged, action, [this, action, shown] {
            action->setChecked(m_sheet->look().*shown);
        });
        action->setChecked(m_sheet->look().*shown);
        return action;
    };
    row(tr("Start"), &DistilSheetLook::start)->setObjectName(QStringLiteral("start"));
    row(tr("Now − start"), &DistilSheetLook::difference)
        ->setObjectName(QStringLiteral("difference"));
    row(tr("Nearest real image"), &DistilSheetLook::nearest)
        ->setObjectName(QStringLiteral("nearest"));
    row(tr("Label"), &DistilSheetLook::labels)->setObjectName(QStringLiteral("labels"));
    row(tr("Tint what stays noise"), &DistilSheetLook::frozen)
        ->setObjectName(QStringLiteral("frozen"));
    m_menu->addSeparator();
    auto* sizes = new QActionGroup(m_menu);
    const auto addSize = [&](const QString& name, int side) {
        QAction* action = m_menu->addAction(name, this, [this, side] {
            DistilSheetLook look = m_sheet->look();
            look.side = side;
            m_sheet->setLook(look);
        });
        action->setCheckable(true);
        action->setObjectName(QStringLiteral("side%1").arg(side));
        sizes->addAction(action);
    };
    addSize(tr("As large as fits"), 0);
    const std::array names{tr("Small"), tr("Medium"), tr("Large"), tr("Very large")};
    static_assert(std::tuple_size_v<decltype(names)> == kPictureSides.size());
    for (std::size_t i = 0; i < names.size(); ++i) addSize(names.at(i), kPictureSides.at(i));
    markMenu();
}

void GalleryPanel::markMenu() {
    const bool stored = m_images && !m_images->checkpoints.front().support.empty();
    for (QAction* action : m_menu->actions()) {
        if (action->data().isValid()) {
            const auto mode = static_cast<PictureMode>(action->data().toInt());
            action->setChecked(mode == m_sheet->look().mode);
            action->setEnabled(stored || !showsSupport(mode));
            action->setToolTip(action->isEnabled() ? QString()
                                                   : tr("Stored when the distillation has ended"));
        }
        if (action->objectName() == u"nearest") action->setEnabled(bool(m_nearest));
        if (action->objectName() == u"frozen") action->setEnabled(m_images && m_images->frozen);
        if (action->objectName() == QStringLiteral("side%1").arg(m_sheet->look().side))
            action->setChecked(true);
    }
}

void GalleryPanel::take(std::shared_ptr<const DistilImages> images, std::int64_t end) {
    m_images = std::move(images);
    std::vector<std::int64_t> steps;
    if (m_images) {
        const DistilCheckpoint &first = m_images->checkpoints.front(),
                               &last = m_images->checkpoints.back();
        for (const DistilCheckpoint& each : m_images->checkpoints) steps.push_back(each.step);
        m_differenceLimit = commonLimit(last.shown, first.shown);
        m_supportLimit = last.support.empty() ? 1 : commonLimit(last.support);
    }
    // Shown once, when all is set.
    const QSignalBlocker quietSteps(m_steps), quietWhich(m_steps->which());
    m_steps->setSteps(steps, end);
    const bool several = m_images && m_images->onePerClass().size() < m_images->startClass.size();
    m_steps->which()->setSegmentEnabled(1, several, tr("There is one image per class"));
    if (!several) m_steps->which()->setCurrentIndex(0);
    m_zoom->setEnabled(m_images != nullptr);
    m_view->setEnabled(m_images != nullptr);
    setTitle(m_images ? imagesText(m_images->shape.images) : tr("Distilled images"));
    markMenu();
    showCheckpoint();
}

void GalleryPanel::showStored(const Distilled& distilled, const QString& provenance) {
    m_nearest = distilled.nearest;
    m_nearestDistance = distilled.nearestDistance;
    m_preprocessing =
        distilled.settings.preprocessing == u"zca" ? QStringLiteral("ZCA") : tr("standardising");
    m_sheet->setProvenance(provenance);
    take(distilled.images, distilled.settings.steps);
}

void GalleryPanel::showLive(std::shared_ptr<const DistilImages> images,
                            std::int64_t end,
                            const QString& provenance) {
    m_nearest = {};
    m_nearestDistance = {};
    m_preprocessing.clear();
    m_sheet->setProvenance(provenance);
    take(std::move(images), end);
}

void GalleryPanel::showNothing() { showLive(nullptr, 0, {}); }

std::optional<std::size_t> GalleryPanel::checkpoint() const {
    if (!m_images) return std::nullopt;
    return std::min(m_steps->checkpoint(), m_images->checkpoints.size() - 1);
}

std::optional<std::int64_t> GalleryPanel::step() const {
    const auto at = checkpoint();
    return at ? std::optional(m_images->checkpoints[*at].step) : std::nullopt;
}

void GalleryPanel::showCheckpoint() {
    DistilSheetData shown;
    if (m_images) {
        shown.images = m_images;
        shown.order =
            m_steps->which()->currentIndex() == 0 ? m_images->onePerClass() : m_images->byClass();
        shown.checkpoint = *checkpoint();
        shown.differenceLimit = m_differenceLimit;
        shown.supportLimit = m_supportLimit;
        shown.nearest = m_nearest;
        shown.nearestDistance = m_nearestDistance;
        shown.realImage = [this](std::int64_t id) { return m_thumbnails.image(id); };
        shown.classOf = [this](std::int64_t id) {
            return m_session->className(m_session->label(id));
        };
        shown.classNames = m_session->classNames();
        shown.classSlots = m_session->classSlots();
    }
    m_clippedShare = m_images ? clippedShare(m_images->checkpoints[*checkpoint()].shown) : 0;
    m_sheet->setData(std::move(shown));
    makeRoom();
    if (m_dialog) m_dialog->showImage(*m_sheet, m_sheet->current());
    showWords();
    tellClipped();
    Q_EMIT checkpointChanged();
}

// No higher than its pictures, so that the charts under them get the rest.
void GalleryPanel::makeRoom() {
    const int least = m_sheet->leastHeight();
    m_scroll->setMinimumHeight(least);
    const int around = minimumSizeHint().height() - least;
    const int pictures = m_sheet->heightForWidth(m_scroll->viewport()->width());
    setMaximumHeight(m_images ? around + std::max(least, pictures) : QWIDGETSIZE_MAX);
}

void GalleryPanel::showWords() {
    setSubtitle(m_images ? modeWords(m_sheet->look().mode, m_preprocessing, m_supportLimit)
                         : QString());
}

void GalleryPanel::tellClipped() {
    const bool told = m_clippedShare >= kToldFrom;
    const QString words = width() >= scaled(kWordsFit)
                              ? tr("%1 of values clipped; NPZ export keeps them")
                              : tr("%1 clipped");
    m_clipped->setText(told ? words.arg(percentText(m_clippedShare, 1)) : QString());
    m_clipped->setVisible(told);
    m_warning->setVisible(told);
}

ImageDialog* GalleryPanel::dialog() const { return m_dialog; }

void GalleryPanel::resizeEvent(QResizeEvent* event) {
    Panel::resizeEvent(event);
    makeRoom();
    tellClipped();
}

QString GalleryPanel::clippedWords() const { return m_clipped->text(); }

void GalleryPanel::goTo(std::int64_t image) {
    const QRect column = m_sheet->columnRect(image);
    m_scroll->ensureVisible(column.center().x(), column.center().y(), 0, column.height() / 2);
    colourCurrent();
    if (m_dialog) m_dialog->showImage(*m_sheet, image);
}

void GalleryPanel::colourCurrent() {
    if (!m_images || m_sheet->current() < 0) return;
    const auto label =
        m_images->labelOf(m_images->checkpoints[*checkpoint()].label, m_sheet->current());
    QList<int> classes;
    for (int k = 0; k < static_cast<int>(label.size()); ++k) classes << k;
    std::ranges::stable_sort(
        classes, std::greater<>(), [&](int k) { return label[static_cast<std::size_t>(k)]; });
    m_session->requestSlots({}, classes.mid(0, kClassSlots));
}

void GalleryPanel::open(std::int64_t image) {
    if (!m_images || image < 0) return;
    if (!m_dialog) {
        m_dialog = new ImageDialog(this);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &ImageDialog::stepRequested, this, [this](int images) {
            const auto& order = m_sheet->data().order;
            const auto at = std::ranges::find(order, m_sheet->current()) - order.begin() + images;
            if (at < 0 || at >= std::ssize(order)) return;
            m_sheet->setCurrent(order[static_cast<std::size_t>(at)]);
            goTo(m_sheet->current());
        });
    }
    m_dialog->showImage(*m_sheet, image);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

QByteArray GalleryPanel::saveState() const {
    const DistilSheetLook& look = m_sheet->look();
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << static_cast<int>(look.mode) << look.start << look.difference << look.nearest
           << look.labels << look.frozen << look.side;
    return state;
}

void GalleryPanel::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    int mode = 0;
    DistilSheetLook look;
    stream >> mode >> look.start >> look.difference >> look.nearest >> look.labels >> look.frozen >>
        look.side;
    if (stream.status() != QDataStream::Ok || mode < 0 || mode >= kPictureModes ||
        (look.side != 0 && std::ranges::find(kPictureSides, look.side) == kPictureSides.end()))
        return;
    look.mode = static_cast<PictureMode>(mode);
    m_sheet->setLook(look);
}

}  // namespace winnow::ui
