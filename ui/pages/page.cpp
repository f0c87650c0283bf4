// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

#include "ui/engine/job_queue.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"

namespace winnow::ui {

Page::Page(PageId id, const PageContext& context, QWidget* parent)
    : QWidget(parent), m_id(id), m_context(context) {}

QString jobTrouble(const PageContext& context) {
    const QString trouble = context.jobs->engineTrouble();
    return trouble.isEmpty() && !context.session->isWritable() ? readOnlyText() : trouble;
}

}  // namespace winnow::ui
