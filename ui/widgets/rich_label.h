// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace winnow::ui {

/// HTML with links, whose colours follow the theme: QLabel alone keeps those it was set with.
class RichLabel : public QLabel {
public:
    using QLabel::QLabel;
    void setHtml(const QString& html);

protected:
    void changeEvent(QEvent* event) override;

private:
    QString m_html;
};

}  // namespace winnow::ui
