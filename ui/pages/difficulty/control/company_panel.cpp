// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/control/company_panel.h"

#include "ui/gallery/sample_strip.h"
#include "ui/pages/difficulty/control/control_curves.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>

namespace winnow::ui {
namespace {

constexpr int kPicture = 56;
constexpr int kFigureWidth = 680;  // ten pictures
constexpr int kSignificant = 3;

QString targetText(const QString& rule) {
    return rule == u"largest-kernel" ? CompanyPanel::tr("Target: largest κ with itself")
                                     : CompanyPanel::tr("Target: centroid of the largest cluster");
}

QString capital(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

}  // namespace

CompanyPanel::CompanyPanel(Session* session, QWidget* parent)
    : Panel(tr("Company"), parent), m_session(session), m_target(new SampleStrip(session, this)) {
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    m_target->setPicture(kPicture);
    m_target->setAccessibleName(tr("Target"));
    m_targetCaption = makeLabel({}, "caption", content);
    column->addWidget(m_targetCaption);
    column->addWidget(m_target);
    for (std::size_t i = 0; i < m_strips.size(); ++i) {
        m_captions.at(i) = makeLabel({}, "caption", content);
        m_strips.at(i) = new SampleStrip(session, content);
        m_strips.at(i)->setPicture(kPicture);
        m_strips.at(i)->setAccessibleName(companyText(static_cast<Company>(i)));
        m_strips.at(i)->setEmptyText(tr("The class has no such samples."));
        column->addWidget(m_captions.at(i));
        column->addWidget(m_strips.at(i));
    }
    column->addStretch(1);
    scroll->setWidget(content);
    setContent(scroll);
    setMinimumHeight(scaled(size::kChartMinimumHeight));
    setFigure(this);
}

void CompanyPanel::fill(Company company, const ControlResult& result, std::int64_t label) {
    const auto at = static_cast<std::size_t>(company);
    const auto members = result.members(company, label);
    QList<StripSample> shown;
    for (const ControlResult::Member& member : members) {
        const QString kappa = shortNumberText(member.kappa, kSignificant);
        if (static_cast<std::size_t>(shown.size()) < kMostShown)
            shown << StripSample{member.id, kappa, tr("κ with the target %1").arg(kappa)};
        m_csv += QStringLiteral("%1,%2,%3\n")
                     .arg(csvField(companyText(company)), QString::number(member.id))
                     .arg(member.kappa, 0, 'g', 7);
    }
    m_strips.at(at)->setSamples(shown);
    QString words = capital(companyText(company));
    if (!members.empty())
        words += tr(": κ %1 to %2, %3")
                     .arg(shortNumberText(members.front().kappa, kSignificant),
                          shortNumberText(members.back().kappa, kSignificant),
                          samplesText(std::ssize(members)));
    m_captions.at(at)->setText(words);
}

void CompanyPanel::showClass(const ControlResult& result, std::int64_t label) {
    const std::int64_t target =
        label >= 0 && label < result.target.size() ? result.target[label] : -1;
    setTitle(tr("Company of %1").arg(m_session->className(label)));
    setSubtitle(tr("numbers are κ with the target"));
    m_targetCaption->setText(targetText(result.targetRule));
    m_target->setEmptyText(tr("The class has no target: it has no clusters."));
    m_target->setSamples(target < 0 ? QList<StripSample>() : QList<StripSample>{{target, {}, {}}});
    m_csv = QStringLiteral("company,sample,kappa with the target\n");
    if (target >= 0) m_csv += QStringLiteral("target,%1,\n").arg(target);
    for (int i = 0; i < kCompanies; ++i) fill(static_cast<Company>(i), result, label);
    m_provenance = m_session->title(result.id);
}

void CompanyPanel::clear() {
    setTitle(tr("Company"));
    setSubtitle({});
    m_csv.clear();
    m_targetCaption->clear();
    m_target->setSamples({});
    for (SampleStrip* strip : m_strips) strip->setSamples({});
    for (QLabel* caption : m_captions) caption->clear();
}

int CompanyPanel::paintStrips(QPainter* painter, int width, const Theme& theme) const {
    const int line = QFontMetrics(textFont(TextStyle::Caption)).height() + scaled(2);
    int y = 0;
    const auto part = [&](const QString& caption, const SampleStrip* strip) {
        if (painter != nullptr) {
            painter->setFont(textFont(TextStyle::Caption));
            painter->setPen(theme.text2);
            painter->drawText(QRect(0, y, width, line), Qt::AlignVCenter, caption);
            painter->save();
            painter->translate(0, y + line);
            strip->paintStrip(*painter, width, theme);
            painter->restore();
        }
        y += line + strip->heightForWidth(width) + scaled(size::kSpaceInGroup);
    };
    part(m_targetCaption->text(), m_target);
    for (std::size_t i = 0; i < m_strips.size(); ++i)
        part(m_captions.at(i)->text(), m_strips.at(i));
    return y;
}

void CompanyPanel::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    paintStrips(&painter, size.width(), theme);
}

QSize CompanyPanel::figureSize() const {
    const int width = scaled(kFigureWidth);
    return {width, paintStrips(nullptr, width, lightTheme())};
}

}  // namespace winnow::ui
