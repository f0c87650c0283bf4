// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QSplitter;

namespace winnow::ui {

class CaseTable;
class Panel;
class ProgressLabel;
class Session;
class SuspectCard;
class SuspectModel;
class TrustPanel;
struct FindingsArrays;

/// The ranked list of suspected wrong labels, the current one with its neighbours, and what the
/// score is worth. Keys A, K, X, C, digits, O and U judge; after a decision the next open suspect
/// is current.
class SuspectView : public QWidget {
    Q_OBJECT

public:
    explicit SuspectView(Session* session, QWidget* parent = nullptr);

    void setFindings(const FindingsArrays& findings);
    [[nodiscard]] SuspectModel* suspects() const { return m_suspects; }
    [[nodiscard]] CaseTable* table() const { return m_table; }
    [[nodiscard]] SuspectCard* card() const { return m_card; }
    [[nodiscard]] TrustPanel* trust() const { return m_trust; }
    [[nodiscard]] ProgressLabel* progress() const { return m_progress; }
    [[nodiscard]] QSplitter* rows() const { return m_rows; }

    void accept();
    void keep();
    void exclude();
    void reopen();
    void relabel(std::int64_t label);
    /// Opens the list of classes; `typed` stands in its field.
    void chooseClass(const QString& typed = {});

private:
    void type(const QString& key);
    void digit(int digit);
    void takeTargets();
    void tellTally();
    [[nodiscard]] std::vector<int> targets() const;
    /// Makes a decision about the targets, then goes to the next open suspect.
    template <typename Decide>
    void judge(Decide&& decide);

    Session* m_session;
    SuspectModel* m_suspects;
    Panel* m_list;
    CaseTable* m_table;
    ProgressLabel* m_progress;
    SuspectCard* m_card;
    TrustPanel* m_trust;
    QSplitter *m_rows, *m_bottom;
};

}  // namespace winnow::ui
