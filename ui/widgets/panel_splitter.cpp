// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_splitter.h"

#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QSplitter>

namespace winnow::ui {
namespace {

class LeastSplitter final : public QSplitter {
public:
    using QSplitter::QSplitter;
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }
};

}  // namespace

QSplitter* makePanelSplitter(Qt::Orientation orientation, QWidget* parent, SplitterHint hint) {
    auto* splitter = hint == SplitterHint::Least ? new LeastSplitter(orientation, parent)
                                                 : new QSplitter(orientation, parent);
    splitter->setHandleWidth(scaled(size::kPanelPadding));
    splitter->setChildrenCollapsible(false);
    return splitter;
}

void shareOut(QSplitter& splitter, int first, int second) {
    constexpr int kEnough = 1000;  // the splitter scales it to what it has
    splitter.setStretchFactor(0, first);
    splitter.setStretchFactor(1, second);
    splitter.setSizes({first * kEnough, second * kEnough});
}

QString splitterText(const QSplitter& splitter) {
    return QString::fromLatin1(splitter.saveState().toBase64());
}

void restoreSplitter(QSplitter& splitter, const QString& text) {
    splitter.restoreState(QByteArray::fromBase64(text.toLatin1()));
}

}  // namespace winnow::ui
