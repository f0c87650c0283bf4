// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/neighbour_panel.h"

#include "ui/session/session.h"
#include "ui/theme/data_colour.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"
#include "ui/widgets/rich_label.h"
#include "ui/widgets/tile.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>

namespace winnow::ui {
namespace {

using Relation = NeighbourModel::Relation;

constexpr int kKept = 64;  // partners asked of a kernel at most
constexpr int kSwatch = 9;
constexpr double kStrong = 0.75;  // of the diverging map

QString nameOf(Relation relation) {
    switch (relation) {
        case Relation::Interchangeable:
            return NeighbourPanel::tr("Interchangeable");
        case Relation::Unrelated:
            return NeighbourPanel::tr("Unrelated");
        case Relation::Contradictory:
            break;
    }
    return NeighbourPanel::tr("Contradictory");
}

DataColour colourOf(Relation relation) {
    if (relation == Relation::Unrelated) return DataColour::neutral();
    return DataColour::diverging(relation == Relation::Interchangeable ? kStrong : -kStrong);
}

/// The square before a row's name.
class Swatch : public QWidget {
public:
    explicit Swatch(Relation relation, QWidget* parent) : QWidget(parent), m_relation(relation) {
        setFixedSize(scaled(kSwatch), scaled(kSwatch));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(m_relation).in(theme()));
        painter.drawRoundedRect(rect(), 2, 2);
    }

private:
    Relation m_relation;
};

}  // namespace

NeighbourPanel::NeighbourPanel(Session* session, QWidget* parent)
    : Panel(tr("Neighbours"), parent), m_session(session) {
    body()->setSpacing(0);
    for (const Relation relation :
         {Relation::Interchangeable, Relation::Unrelated, Relation::Contradictory})
        addRow(relation);
    body()->addStretch(1);
    setFigure(this);
    updateTexts();
}

void NeighbourPanel::addRow(Relation relation) {
    Row& row = m_rows.at(static_cast<std::size_t>(relation));
    row.model = new NeighbourModel(m_session, relation, this);
    row.model->setCount(kKept);
    row.strip = new NeighbourStrip(m_session, row.model, this);
    row.strip->setAccessibleName(nameOf(relation));
    row.count = new QLabel(this);
    row.count->setProperty("role", QStringLiteral("caption"));
    row.count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row.all = new RichLabel(this);
    row.all->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    row.all->setHtml(QStringLiteral("<a href=\"all\" style=\"text-decoration:none\">%1</a>")
                         .arg(tr("All ›").toHtmlEscaped()));
    row.all->setToolTip(tr("Show all partners this kernel keeps on the Data page"));
    connect(row.all, &QLabel::linkActivated, this, [this, relation] {
        Q_EMIT allRequested(model(relation)->ids(),
                            tr("%1 with #%2").arg(nameOf(relation)).arg(m_sample));
    });
    connect(row.strip, &NeighbourStrip::chosen, this, &NeighbourPanel::chosen);
    connect(row.model, &QAbstractItemModel::modelReset, this, &NeighbourPanel::updateTexts);

    auto* name = new QLabel(nameOf(relation), this);
    name->setProperty("role", QStringLiteral("strong"));
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(6));
    header->addWidget(new Swatch(relation, this), 0, Qt::AlignVCenter);
    header->addWidget(name);
    header->addWidget(row.count, 1);
    header->addWidget(row.all);
    body()->addLayout(header);
    body()->addWidget(row.strip);
}

NeighbourStrip* NeighbourPanel::strip(Relation relation) const {
    return m_rows.at(static_cast<std::size_t>(relation)).strip;
}

NeighbourModel* NeighbourPanel::model(Relation relation) const {
    return m_rows.at(static_cast<std::size_t>(relation)).model;
}

void NeighbourPanel::setKernel(const KernelFacts& facts) {
    m_facts = facts;
    updateTexts();
}

void NeighbourPanel::setSample(std::int64_t id) {
    m_sample = id;
    for (const Row& row : m_rows) row.model->setSample(id);
    updateTexts();
}

void NeighbourPanel::setValue(NeighbourStrip::Value value) {
    m_value = value;
    for (const Row& row : m_rows) row.strip->setValue(value);
    updateTexts();
}

QString NeighbourPanel::countText(Relation relation) const {
    const KernelArrays& kernel = m_session->kernel();
    const auto row = kernel.rowOf(m_sample);
    if (kernel.id.isEmpty() || !row) return {};
    const QString limit = numberText(m_facts.threshold, 2);
    switch (relation) {
        case Relation::Interchangeable:
            return kernel.interchangeable.empty()
                       ? QString()
                       : tr("%1 with ratios ≥ %2")
                             .arg(ui::countText(kernel.interchangeable[*row]), limit);
        case Relation::Unrelated:
            return tr("smallest |c| first, |c| ≤ %1").arg(numberText(m_facts.unrelated, 2));
        case Relation::Contradictory:
            break;
    }
    return kernel.contradictory.empty() ? QString()
                                        : tr("%1 with ratios ≤ %2")
                                              .arg(ui::countText(kernel.contradictory[*row]),
                                                   numberText(-m_facts.threshold, 2));
}

void NeighbourPanel::updateTexts() {
    const bool covered = m_sample >= 0 && m_session->kernel().rowOf(m_sample).has_value();
    setTitle(
        m_sample < 0
            ? tr("Neighbours")
            : tr("%1 #%2").arg(m_session->className(m_session->label(m_sample))).arg(m_sample));
    setSubtitle(m_value == NeighbourStrip::Value::Cosine ? tr("by κ; shown: cosine c")
                                                         : tr("by κ; shown: κ"));
    const QString empty = m_sample < 0 ? tr("Choose a sample in any view.")
                          : !covered   ? tr("This kernel does not hold the sample.")
                                       : tr("It has no other samples to compare with.");
    for (int i = 0; i < kRows; ++i) {
        const auto relation = static_cast<Relation>(i);
        const Row& row = m_rows.at(static_cast<std::size_t>(i));
        if (row.model == nullptr) continue;
        row.count->setText(countText(relation));
        row.count->setToolTip(
            tr("Counted over all samples of the kernel: both κ(i,j)/κ(i,i) and κ(i,j)/κ(j,j)."));
        row.all->setVisible(row.model->rowCount() > 0);
        row.strip->setEmptyText(empty);
    }
}

QSize NeighbourPanel::figureSize() const {
    const int heading = QFontMetrics(textFont(TextStyle::BodyStrong)).height();
    return {m_rows[0].strip->width(), kRows * (heading + m_rows[0].strip->sizeHint().height())};
}

void NeighbourPanel::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    const int heading = QFontMetrics(textFont(TextStyle::BodyStrong)).height();
    painter.save();
    for (int i = 0; i < kRows; ++i) {
        const auto relation = static_cast<Relation>(i);
        painter.setFont(textFont(TextStyle::BodyStrong));
        painter.setPen(theme.text);
        painter.drawText(QRect(kTileRing, 0, size.width(), heading),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         nameOf(relation) + QStringLiteral("  ") + countText(relation));
        painter.translate(0, heading);
        strip(relation)->paintStrip(painter, size.width(), theme);
        painter.translate(0, strip(relation)->sizeHint().height());
    }
    painter.restore();
}

QString NeighbourPanel::figureCsv() const {
    QString text = QStringLiteral("relation,rank,sample,class,kappa,cosine\n");
    for (const Row& row : m_rows) {
        const bool sizeOnly = row.model->relation() == Relation::Unrelated;
        for (int i = 0; i < row.model->rowCount(); ++i) {
            const QModelIndex at = row.model->index(i, NeighbourModel::Sample);
            const double value = at.data(NeighbourModel::NumberRole).toDouble();
            text +=
                QStringLiteral("%1,%2,%3,%4,%5,%6\n")
                    .arg(csvField(nameOf(row.model->relation()).toLower()))
                    .arg(i + 1)
                    .arg(row.model->idAt(i))
                    .arg(csvField(m_session->className(at.data(NeighbourModel::ClassRole).toInt())))
                    .arg(sizeOnly ? QString() : QString::number(value, 'g', 7))
                    .arg(at.data(NeighbourModel::CosineRole).toDouble(), 0, 'g', 7);
        }
    }
    return text;
}

QString NeighbourPanel::figureProvenance() const {
    return tr("Partners of sample %1; %2, %3, %4")
        .arg(m_sample)
        .arg(m_facts.kind, m_facts.scopeText(), m_facts.provenance());
}

}  // namespace winnow::ui
