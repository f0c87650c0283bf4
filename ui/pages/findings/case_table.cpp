// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/case_table.h"

#include "ui/pages/findings/case_model.h"
#include "ui/pages/train/record_table.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kRow = 36;
constexpr int kLeastRows = 3;
constexpr int kArrow = 12;
constexpr int kNameWidth = 108, kMostNameWidth = 200;
constexpr double kVeil = 0.74;  // over what is filtered out, as on tiles

/// Record cells whose row is selected, current or dimmed as the session says.
class CaseDelegate : public RecordDelegate {
public:
    using RecordDelegate::RecordDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& given,
               const QModelIndex& index) const override {
        QStyleOptionViewItem option = given;
        option.state.setFlag(QStyle::State_Selected, index.data(CaseChosenRole).toBool());
        RecordDelegate::paint(painter, option, index);
        const Theme& t = theme();
        if (index.data(CaseDimRole).toBool())
            painter->fillRect(option.rect, withAlpha(t.surface, kVeil));
        const auto* table = qobject_cast<const QTableView*>(option.widget);
        if (table == nullptr || table->currentIndex().row() != index.row()) return;
        const QRect& cell = option.rect;
        painter->fillRect(QRect(cell.left(), cell.top(), cell.width(), 1), t.text);
        painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), t.text);
    }
};

/// The arrow of the sorted column stands beside its words, never over them.
class CaseHeader : public QHeaderView {
public:
    explicit CaseHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
        setMinimumHeight(scaled(size::kTableHeader));
        setSectionsClickable(true);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        const Theme& t = theme();
        painter->save();
        painter->fillRect(rect, t.surface);
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.edge);
        const auto alignment = static_cast<Qt::Alignment>(
            model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt());
        const QString words =
            model()->headerData(section, orientation(), Qt::DisplayRole).toString();
        QRect cell = rect.adjusted(scaled(size::kSpace), 0, -scaled(size::kSpace), -1);
        painter->setFont(textFont(TextStyle::Caption));
        const int wide = painter->fontMetrics().horizontalAdvance(words);
        if (isSortIndicatorShown() && sortIndicatorSection() == section) {
            const bool right = (alignment & Qt::AlignRight) != 0;
            const int side = scaled(kArrow);
            const int left = right ? std::max(rect.left(), cell.right() - wide - side - 1)
                                   : std::min(cell.left() + wide + 2, rect.right() - side);
            paintIcon(
                *painter,
                sortIndicatorOrder() == Qt::AscendingOrder ? Icon::ChevronDown : Icon::ChevronUp,
                QRect(left, rect.center().y() - side / 2, side, side),
                t.accentText);
        }
        painter->setPen(t.text2);
        painter->drawText(cell,
                          static_cast<int>(alignment | Qt::TextSingleLine),
                          painter->fontMetrics().elidedText(words, Qt::ElideRight, cell.width()));
        painter->restore();
    }
};

}  // namespace

CaseTable::CaseTable(Session* session, CaseModel* cases, QWidget* parent)
    : QTableView(parent), m_session(session), m_cases(cases) {
    setHorizontalHeader(new CaseHeader(this));
    setUpRecordTable(*this, kRow);
    setItemDelegate(new CaseDelegate(this));
    setModel(cases);
    setSelectionMode(NoSelection);
    setFrameShape(NoFrame);
    setCornerWidget(new QWidget(this));
    horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    setSortingEnabled(true);
    setMinimumHeight(scaled(size::kTableHeader + kLeastRows * kRow));
    const auto repaint = [this] { viewport()->update(); };
    connect(session->selection(), &Selection::changed, this, repaint);
    connect(session->selection(), &Selection::currentChanged, this, &CaseTable::showCurrent);
    connect(cases, &QAbstractItemModel::modelReset, this, [this] {
        m_anchor = -1;
        showCurrent();
        if (currentRow() < 0) Q_EMIT currentCaseChanged(-1);
    });
    connect(session->annotations(), &Annotations::touched, this, [this](std::int64_t sample) {
        if (isVisible()) goTo(m_cases->rowOfSample(sample));
    });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        viewport()->update();
        Q_EMIT currentCaseChanged(m_cases->caseAt(currentRow()));
    });
}

void CaseTable::setWidths(const QList<int>& widths) {
    for (int column = 0; column < widths.size(); ++column)
        horizontalHeader()->resizeSection(column, scaled(widths[column]));
}

void CaseTable::fitNames(const QList<int>& columns) {
    int longest = 0;
    for (const QString& name : m_session->classNames())
        longest = std::max(longest, fontMetrics().horizontalAdvance(name));
    const int room = longest + scaled(17 + 2 * size::kSpace + 2);  // mark and padding
    for (const int column : columns)
        horizontalHeader()->resizeSection(
            column, std::clamp(room, scaled(kNameWidth), scaled(kMostNameWidth)));
}

void CaseTable::fitSamples(const QList<int>& columns) {
    const QString largest = QLatin1Char('#') + countText(m_session->sampleCount());
    const int room = fontMetrics().horizontalAdvance(largest) + scaled(28 + 4 * size::kSpace);
    for (const int column : columns)
        horizontalHeader()->resizeSection(column,
                                          std::max(room, horizontalHeader()->sectionSize(column)));
}

int CaseTable::currentRow() const { return currentIndex().row(); }

void CaseTable::showCurrent() {
    if (m_going) return;
    const std::int64_t sample = m_session->selection()->current();
    const int present = m_cases->caseAt(currentRow());
    // A sample may be in several pairs.
    if (present >= 0 && std::ranges::count(m_cases->samplesOf(present), sample) > 0) return;
    // One may look at a sample that is not in the list and come back to the row.
    const int row = m_cases->rowOfSample(sample);
    if (row < 0) return;
    const QModelIndex index = m_cases->index(row, 0);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    scrollTo(index);
}

void CaseTable::goTo(int row) {
    const int which = m_cases->caseAt(row);
    if (which < 0) return;
    m_going = true;
    const QModelIndex index = m_cases->index(row, 0);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    scrollTo(index);
    m_session->selection()->setCurrent(m_cases->leadOf(which));
    m_going = false;
}

void CaseTable::selectTo(int row) {
    const int anchor = m_cases->rowOf(m_anchor) >= 0 ? m_cases->rowOf(m_anchor) : currentRow();
    if (anchor < 0) return click(row, Qt::NoModifier);
    m_anchor = m_cases->caseAt(anchor);
    m_session->selection()->select(
        m_cases->samplesBetween(anchor, row), Combine::Replace, m_gesture);
}

void CaseTable::click(int row, Qt::KeyboardModifiers modifiers) {
    Selection* selection = m_session->selection();
    const bool control = (modifiers & Qt::ControlModifier) != 0;
    if ((modifiers & Qt::ShiftModifier) != 0) {
        m_gesture = 0;
        selectTo(row);
    } else {
        const bool out = control && m_cases->isChosen(m_cases->caseAt(row));
        selection->select(m_cases->samplesBetween(row, row),
                          !control ? Combine::Replace
                          : out    ? Combine::Subtract
                                   : Combine::Add);
        m_anchor = m_cases->caseAt(row);
    }
    goTo(row);
}

void CaseTable::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const int row = rowAt(event->position().toPoint().y());
    if (row < 0) {
        if (event->modifiers() == Qt::NoModifier) m_session->selection()->clear();
        return;
    }
    click(row, event->modifiers());
    m_dragging = event->modifiers() == Qt::NoModifier;
    m_gesture = m_session->selection()->newGesture();
}

void CaseTable::mouseMoveEvent(QMouseEvent* event) {
    const int row = rowAt(event->position().toPoint().y());
    if (!m_dragging || row < 0 || row == currentRow()) return;
    selectTo(row);
    goTo(row);
}

void CaseTable::mouseReleaseEvent(QMouseEvent*) {
    m_dragging = false;
    m_gesture = 0;
}

void CaseTable::mouseDoubleClickEvent(QMouseEvent* event) {
    if (rowAt(event->position().toPoint().y()) >= 0) Q_EMIT opened();
}

void CaseTable::goOnFrom(int which) {
    const int row = m_cases->rowOf(which);
    const int next = m_cases->nextOpen(row);
    goTo(next >= 0 ? next : row);
    setFocus(Qt::OtherFocusReason);
}

QItemSelectionModel::SelectionFlags CaseTable::selectionCommand(const QModelIndex&,
                                                                const QEvent*) const {
    return QItemSelectionModel::NoUpdate;
}

int CaseTable::rowMovedTo(int key) const {
    const int last = m_cases->rowCount() - 1, row = currentRow();
    const int page = std::max(1, viewport()->height() / rowHeight(0) - 1);
    if (key == Qt::Key_Home || row < 0) return 0;
    if (key == Qt::Key_End) return last;
    const int step = key == Qt::Key_Up         ? -1
                     : key == Qt::Key_Down     ? 1
                     : key == Qt::Key_PageUp   ? -page
                     : key == Qt::Key_PageDown ? page
                                               : 0;
    return step == 0 ? -1 : std::clamp(row + step, 0, last);
}

bool CaseTable::command(QKeyEvent* event) {
    Selection* selection = m_session->selection();
    if (event->matches(QKeySequence::SelectAll)) {
        selection->select(m_cases->matchingSamples());
    } else if (event->key() == Qt::Key_Escape && selection->count() > 0) {
        selection->clear();
    } else if (event->key() == Qt::Key_Space && currentRow() >= 0) {
        click(currentRow(), Qt::ControlModifier);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT opened();
    } else if ((event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0 &&
               event->text().size() == 1 && event->text().front().isLetterOrNumber()) {
        Q_EMIT keyTyped(event->text().toUpper());
    } else {
        return false;
    }
    return true;
}

void CaseTable::keyPressEvent(QKeyEvent* event) {
    static const QList<int> moves{
        Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End};
    const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
    if (moves.contains(event->key()) && m_cases->rowCount() > 0) {
        const int row = rowMovedTo(event->key());
        if (shift) {
            // A run of arrows with Shift is one step of the history.
            if (m_gesture == 0) m_gesture = m_session->selection()->newGesture();
            selectTo(row);
        } else {
            m_anchor = m_cases->caseAt(row);
            m_gesture = 0;
        }
        return goTo(row);
    }
    if (event->key() == Qt::Key_Shift) return;
    m_gesture = 0;
    if (!command(event)) QAbstractScrollArea::keyPressEvent(event);
}

}  // namespace winnow::ui
