// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <cstdint>
#include <vector>

namespace winnow::ui {

class Selection;

/// The samples looked at one after the other, as a browser keeps pages. Going back and looking at
/// another forgets what lay ahead.
class SampleHistory : public QObject {
    Q_OBJECT

public:
    /// Follows the current sample of `selection`, which outlives it.
    explicit SampleHistory(Selection* selection, QObject* parent = nullptr);

    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < std::ssize(m_visited); }
    void goBack();
    void goForward();
    /// Another data set: only the current sample stays.
    void reset();

Q_SIGNALS:
    void changed();

private:
    void visit(std::int64_t id);
    void go(std::ptrdiff_t at);

    Selection* m_selection;
    std::vector<std::int64_t> m_visited;
    std::ptrdiff_t m_at = -1;
};

}  // namespace winnow::ui
