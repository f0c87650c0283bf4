// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSplitter;

namespace winnow::ui {

class CaseTable;
class DuplicateModel;
class Panel;
class ProgressLabel;
class SampleSet;
class Session;
class TileRow;
struct FindingsArrays;
struct Tile;

/// Pairs of equal samples and what becomes of them. Keys X (exclude the second), F (the first), K
/// (keep both), O and U judge; after a decision the next open pair is current.
class DuplicateView : public QWidget {
    Q_OBJECT

public:
    explicit DuplicateView(Session* session, QWidget* parent = nullptr);

    void setFindings(const FindingsArrays& findings);
    [[nodiscard]] DuplicateModel* pairs() const { return m_pairs; }
    [[nodiscard]] CaseTable* table() const { return m_table; }
    [[nodiscard]] TileRow* pictures() const { return m_pictures; }
    [[nodiscard]] QString words() const;
    [[nodiscard]] QPushButton* secondButton() const { return m_second; }
    [[nodiscard]] QPushButton* firstButton() const { return m_first; }
    [[nodiscard]] QPushButton* keepButton() const { return m_keep; }
    [[nodiscard]] QPushButton* reopenButton() const { return m_reopen; }
    [[nodiscard]] QPushButton* copiesButton() const { return m_copies; }
    [[nodiscard]] QSplitter* rows() const { return m_rows; }

    void excludeSecond();
    void excludeFirst();
    void keepBoth();
    void reopen();
    /// The second of every open pair of equal pixels and one class.
    void excludeCopies();

private:
    [[nodiscard]] QWidget* makeDetail();
    void type(const QString& key);
    void refresh();
    void nameButtons();
    void nameCopies();
    [[nodiscard]] Tile tileOf(std::int64_t sample) const;
    [[nodiscard]] std::vector<int> targets() const;
    /// Decides about one sample of each target pair, or both, then goes to the next open pair.
    template <typename SamplesOf, typename Decide>
    void judge(SamplesOf&& samplesOf, Decide&& decide);

    Session* m_session;
    DuplicateModel* m_pairs;
    CaseTable* m_table;
    ProgressLabel* m_progress;
    Thumbnails m_thumbnails;
    Panel* m_detail;
    TileRow* m_pictures;
    QLabel *m_facts, *m_conflict;
    QPushButton *m_second, *m_first, *m_keep, *m_reopen, *m_copies;
    QSplitter* m_rows;
};

}  // namespace winnow::ui
