// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

namespace winnow::ui {

Page::Page(PageId id, const PageContext& context, QWidget* parent)
    : QWidget(parent), m_id(id), m_context(context) {}

}  // namespace winnow::ui
