// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_pages.h"

#include <QFile>
#include <QStringList>

#include <algorithm>

namespace winnow::ui {
namespace {

HelpPage read(const QString& file) {
    QFile resource(QStringLiteral(":/help/") + file);
    const bool there = resource.open(QIODevice::ReadOnly);
    Q_ASSERT(there);
    HelpPage page{file, {}, there ? QString::fromUtf8(resource.readAll()) : QString()};
    const QString first = page.text.section(u'\n', 0, 0);
    page.title = first.startsWith(QStringLiteral("# ")) ? first.mid(2).trimmed() : QString();
    return page;
}

}  // namespace

const QList<HelpPage>& helpPages() {
    static const QList<HelpPage> kPages = [] {
        QList<HelpPage> pages;
        for (const char* name : {kHelpIndex,
                                 "interactions.md",
                                 "clusters.md",
                                 "difficulty.md",
                                 "control.md",
                                 "forgetting.md",
                                 "pruning.md",
                                 "distil.md",
                                 "small-budget.md",
                                 "label-errors.md",
                                 "theory.md"})
            pages << read(QLatin1String(name));
        return pages;
    }();
    return kPages;
}

const HelpPage* helpPage(const QString& file) {
    const auto& pages = helpPages();
    const auto found = std::ranges::find(pages, file, &HelpPage::file);
    return found == pages.end() ? nullptr : &*found;
}

QUrl helpUrl(const QString& file) { return QUrl(QStringLiteral("qrc:/help/") + file); }

bool saysAll(const HelpPage& page, const QString& query) {
    const QStringList words = query.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(
        words, [&](const QString& word) { return page.text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace winnow::ui
