// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/sample_strip.h"

#include "ui/gallery/sample_tile.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kGap = 2 * kTileRing;

}  // namespace

SampleStrip::SampleStrip(Session* session, QWidget* parent)
    : ValueWidget(parent), m_session(session), m_thumbnails(session) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocus", true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    const auto repaint = [this] { update(); };
    connect(session, &Session::datasetChanged, this, [this] {
        m_thumbnails.reset();
        setSamples({});
    });
    connect(session->selection(), &Selection::changed, this, repaint);
    connect(session->selection(), &Selection::currentChanged, this, repaint);
    connect(session->filter(), &Filter::changed, this, repaint);
    connect(session->filter(), &Filter::modeChanged, this, repaint);
    connect(session->annotations(), &Annotations::changed, this, repaint);
    connect(session, &Session::classSlotsChanged, this, repaint);
}

void SampleStrip::setSamples(QList<StripSample> samples) {
    m_samples = std::move(samples);
    m_walked = 0;
    updateGeometry();
    announceValue();
}

void SampleStrip::setPicture(int side) {
    m_side = side;
    updateGeometry();
    update();
}

void SampleStrip::setEmptyText(const QString& text) {
    m_emptyText = text;
    update();
}

int SampleStrip::columnsIn(int width) const {
    return std::max(1, (width - 2 * kTileRing + kGap) / (scaled(m_side) + kGap));
}

int SampleStrip::lineHeight() const { return scaled(m_side) + 2 * kTileRing; }

QRect SampleStrip::pictureIn(int width, int i) const {
    const int columns = columnsIn(width);
    const int side = scaled(m_side);
    return {kTileRing + i % columns * (scaled(m_side) + kGap),
            kTileRing + i / columns * lineHeight(),
            side,
            side};
}

int SampleStrip::sampleAt(QPoint at) const {
    for (int i = 0; i < m_samples.size(); ++i)
        if (pictureRect(i).contains(at)) return i;
    return -1;
}

Tile SampleStrip::tileOf(int i) const {
    const std::int64_t id = m_samples[i].id;
    Tile tile = markedTile(*m_session, m_thumbnails.thumbnail(id), id);
    tile.badge = m_samples[i].badge;
    tile.current = tile.current || (hasFocus() && i == m_walked);
    return tile;
}

QString SampleStrip::sampleText(int i) const {
    const StripSample& sample = m_samples[i];
    QString text =
        tr("%1 #%2").arg(m_session->className(m_session->label(sample.id)), countText(sample.id));
    if (!sample.note.isEmpty()) text += u'\n' + sample.note;
    return text;
}

QString SampleStrip::valueInWords() const {
    if (m_samples.isEmpty()) return m_emptyText;
    return sampleText(m_walked).replace(u'\n', QStringLiteral(", "));
}

void SampleStrip::paintStrip(QPainter& painter, int width, const Theme& theme) const {
    for (int i = 0; i < m_samples.size(); ++i)
        paintTile(painter, pictureIn(width, i), tileOf(i), false, theme);
}

void SampleStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!m_samples.isEmpty()) return paintStrip(painter, width(), theme());
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme().text3);
    painter.drawText(rect().adjusted(kTileRing, 0, -kTileRing, 0),
                     Qt::AlignVCenter | Qt::TextWordWrap,
                     m_emptyText);
}

void SampleStrip::pick(int i, bool toggle) {
    m_walked = i;
    const std::int64_t id = m_samples[i].id;
    m_session->selection()->select(id, toggle ? Combine::Toggle : Combine::Replace);
    m_session->selection()->setCurrent(id);
}

void SampleStrip::mousePressEvent(QMouseEvent* event) {
    const int i = sampleAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || i < 0) return ValueWidget::mousePressEvent(event);
    pick(i, event->modifiers() & Qt::ControlModifier);
}

void SampleStrip::walkTo(int i) {
    m_walked = std::clamp(i, 0, static_cast<int>(m_samples.size()) - 1);
    announceValue();
}

void SampleStrip::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (!plain || m_samples.isEmpty()) return ValueWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left:
            return walkTo(m_walked - 1);
        case Qt::Key_Right:
            return walkTo(m_walked + 1);
        case Qt::Key_Home:
            return walkTo(0);
        case Qt::Key_End:
            return walkTo(static_cast<int>(m_samples.size()) - 1);
        case Qt::Key_Space:
            return pick(m_walked, true);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return pick(m_walked, false);
        default:
            ValueWidget::keyPressEvent(event);
    }
}

bool SampleStrip::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int i = sampleAt(help->pos());
    QToolTip::showText(help->globalPos(), i < 0 ? QString() : sampleText(i), this);
    return true;
}

int SampleStrip::heightForWidth(int width) const {
    const int columns = columnsIn(width);
    const int lines = (static_cast<int>(m_samples.size()) + columns - 1) / columns;
    return std::max(1, lines) * lineHeight();
}

QSize SampleStrip::sizeHint() const {
    const int width = 4 * (scaled(m_side) + kGap);
    return {width, heightForWidth(width)};
}

QSize SampleStrip::minimumSizeHint() const { return {2 * (scaled(m_side) + kGap), lineHeight()}; }

}  // namespace winnow::ui
