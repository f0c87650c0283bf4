// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/neighbour_strip.h"

#include "ui/gallery/sample_tile.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kPicture = 84;
constexpr int kGap = 10;
constexpr int kDecimals = 2;

}  // namespace

NeighbourStrip::NeighbourStrip(Session* session, NeighbourModel* model, QWidget* parent)
    : ValueWidget(parent), m_session(session), m_model(model) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocus", true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_walked = 0;
        announceValue();
    });
    const auto repaint = [this] { update(); };
    connect(session->selection(), &Selection::changed, this, repaint);
    connect(session->selection(), &Selection::currentChanged, this, repaint);
    connect(session->filter(), &Filter::changed, this, repaint);
    connect(session->filter(), &Filter::modeChanged, this, repaint);
    connect(session->annotations(), &Annotations::changed, this, repaint);
    connect(session, &Session::classSlotsChanged, this, repaint);
}

void NeighbourStrip::setValue(Value value) {
    m_value = value;
    announceValue();
}

void NeighbourStrip::setEmptyText(const QString& text) {
    m_emptyText = text;
    update();
}

int NeighbourStrip::countIn(int width) const {
    const int fits = (width - 2 * kTileRing + scaled(kGap)) / scaled(kPicture + kGap);
    return std::clamp(fits, 0, m_model->rowCount());
}

int NeighbourStrip::shownCount() const { return countIn(width()); }

// The step stretches so that the row fills the width, as in the galleries.
QRect NeighbourStrip::pictureIn(int width, int i) const {
    const int side = scaled(kPicture);
    const int room = width - 2 * kTileRing;
    const int most = std::max(1, (room + scaled(kGap)) / scaled(kPicture + kGap));
    const double step = most > 1 ? static_cast<double>(room - side) / (most - 1) : 0;
    return {kTileRing + static_cast<int>(i * step), kTileRing, side, side};
}

QRect NeighbourStrip::pictureRect(int i) const { return pictureIn(width(), i); }

int NeighbourStrip::partnerAt(QPoint at) const {
    for (int i = 0; i < shownCount(); ++i)
        if (pictureRect(i).adjusted(0, 0, 0, scaled(kTileCaption)).contains(at)) return i;
    return -1;
}

QString NeighbourStrip::badge(int i) const {
    const QModelIndex index = m_model->index(i, NeighbourModel::Sample);
    const bool unrelated = m_model->relation() == NeighbourModel::Relation::Unrelated;
    if (unrelated) return numberText(index.data(NeighbourModel::CosineRole).toDouble(), kDecimals);
    const int role =
        m_value == Value::Kappa ? NeighbourModel::NumberRole : NeighbourModel::CosineRole;
    return signedText(index.data(role).toDouble(), kDecimals);
}

Tile NeighbourStrip::tileOf(int i) const {
    const QModelIndex index = m_model->index(i, NeighbourModel::Sample);
    const std::int64_t id = m_model->idAt(i);
    Tile tile = markedTile(*m_session, index.data(NeighbourModel::ImageRole).value<QImage>(), id);
    tile.badge = badge(i);
    tile.current = tile.current || (hasFocus() && i == m_walked);
    return tile;
}

QString NeighbourStrip::partnerText(int i) const {
    const QModelIndex index = m_model->index(i, NeighbourModel::Sample);
    QStringList lines;
    lines << tr("%1 #%2")
                 .arg(m_session->className(index.data(NeighbourModel::ClassRole).toInt()))
                 .arg(m_model->idAt(i));
    if (m_model->relation() != NeighbourModel::Relation::Unrelated)
        lines << tr("κ %1").arg(
            numberText(index.data(NeighbourModel::NumberRole).toDouble(), kDecimals));
    lines << (m_model->relation() == NeighbourModel::Relation::Unrelated ? tr("size of cosine %1")
                                                                         : tr("cosine %1"))
                 .arg(numberText(index.data(NeighbourModel::CosineRole).toDouble(), 3));
    return lines.join(u'\n');
}

QString NeighbourStrip::valueInWords() const {
    if (m_model->rowCount() == 0) return m_emptyText;
    return partnerText(std::clamp(m_walked, 0, m_model->rowCount() - 1))
        .replace(u'\n', QStringLiteral(", "));
}

void NeighbourStrip::paintStrip(QPainter& painter, int width, const Theme& theme) const {
    for (int i = 0; i < countIn(width); ++i)
        paintTile(painter, pictureIn(width, i), tileOf(i), true, theme);
}

void NeighbourStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_model->rowCount() > 0) return paintStrip(painter, width(), theme());
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme().text3);
    painter.drawText(rect().adjusted(kTileRing, 0, -kTileRing, 0),
                     Qt::AlignVCenter | Qt::TextWordWrap,
                     m_emptyText);
}

void NeighbourStrip::mousePressEvent(QMouseEvent* event) {
    const int i = partnerAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || i < 0) return ValueWidget::mousePressEvent(event);
    m_walked = i;
    const std::int64_t id = m_model->idAt(i);
    if (event->modifiers() & Qt::ControlModifier)
        m_session->selection()->select(id, Combine::Toggle);
    else
        Q_EMIT chosen(id);
}

void NeighbourStrip::walkTo(int i) {
    m_walked = std::clamp(i, 0, std::max(0, shownCount() - 1));
    update();
    announceValue();
}

void NeighbourStrip::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (!plain || shownCount() == 0) return ValueWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left:
            return walkTo(m_walked - 1);
        case Qt::Key_Right:
            return walkTo(m_walked + 1);
        case Qt::Key_Home:
            return walkTo(0);
        case Qt::Key_End:
            return walkTo(shownCount() - 1);
        case Qt::Key_Space:
            return m_session->selection()->select(m_model->idAt(m_walked), Combine::Toggle);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT chosen(m_model->idAt(m_walked));
            return;
        default:
            ValueWidget::keyPressEvent(event);
    }
}

bool NeighbourStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int i = partnerAt(help->pos());
    QToolTip::showText(help->globalPos(), i < 0 ? QString() : partnerText(i), this);
    return true;
}

void NeighbourStrip::focusInEvent(QFocusEvent* event) {
    update();
    ValueWidget::focusInEvent(event);
}

void NeighbourStrip::focusOutEvent(QFocusEvent* event) {
    update();
    ValueWidget::focusOutEvent(event);
}

QSize NeighbourStrip::sizeHint() const {
    return {scaled(4 * (kPicture + kGap)), scaled(kPicture + kTileCaption) + 2 * kTileRing};
}

QSize NeighbourStrip::minimumSizeHint() const {
    return {scaled(2 * (kPicture + kGap)), sizeHint().height()};
}

}  // namespace winnow::ui
