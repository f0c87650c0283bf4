// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QAbstractButton>
#include <QList>

class QLabel;

namespace winnow::ui {

/// One page in the rail: icon, title, and what a job of this page is doing.
class RailRow : public QAbstractButton {
    Q_OBJECT

public:
    RailRow(PageId page, Icon icon, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] PageId page() const { return m_page; }
    /// "12/30" of a running job; `failed`: a mark instead.
    void setNews(const QString& text, bool failed);
    void setFolded(bool folded);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    PageId m_page;
    Icon m_icon;
    QString m_news;
    bool m_failed = false, m_folded = false;
};

/// The pages in groups, read from top to bottom in the order a newcomer works; below, what the
/// project takes on disk. Folded it is icons with tooltips. Up and Down walk through it.
class Rail : public QWidget {
    Q_OBJECT

public:
    explicit Rail(QWidget* parent = nullptr);

    /// In the order of PageId.
    void addPage(PageId page, Icon icon, const QString& title);
    void setCurrent(PageId page);
    /// Without a project only the start page is to be seen.
    void setPagesEnabled(bool enabled);
    void setNews(PageId page, const QString& text, bool failed);
    void setDiskText(const QString& text);
    void setFolded(bool folded);
    [[nodiscard]] bool isFolded() const { return m_folded; }
    [[nodiscard]] RailRow* row(PageId page) const;

Q_SIGNALS:
    void pageChosen(winnow::ui::PageId page);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QList<RailRow*> m_rows;
    QList<QLabel*> m_headings;
    QLabel* m_disk;
    bool m_folded = false;
};

}  // namespace winnow::ui
