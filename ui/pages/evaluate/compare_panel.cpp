// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/compare_panel.h"

#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/pages/evaluate/method_look.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/divider.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/segments.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace winnow::ui {
namespace {

QString keepsText(const std::vector<double>& keeps) {
    QStringList texts;
    for (const double keep : keeps) texts << shortNumberText(100 * keep);
    return texts.join(QStringLiteral(", ")) + QStringLiteral(" %");
}

/// "10", or "3 to 10" where trainings diverged or have not come yet.
QString seedsOf(const Evaluation& evaluation) {
    const auto [least, most] = std::ranges::minmax(evaluation.points, {}, &EvaluationPoint::seeds);
    return least.seeds == most.seeds
               ? countText(most.seeds)
               : ComparePanel::tr("%1 to %2").arg(countText(least.seeds), countText(most.seeds));
}

}  // namespace

ComparePanel::ComparePanel(ExperimentChoice* choice, QWidget* parent)
    : Panel(tr("Compare"), parent),
      m_methods(new QVBoxLayout),
      m_bands(new Segments({tr("95 % interval"), tr("± deviation")}, this)),
      m_facts(new KeyValueList(this)),
      m_start(new QPushButton(tr("Compare methods…"), this)) {
    m_bands->setAccessibleName(tr("Bands"));
    m_bands->setSegmentToolTip(
        0, tr("Where the mean over ever more seeds would lie, in 95 of 100 cases"));
    m_bands->setSegmentToolTip(1, tr("How far single trainings lie from their mean"));
    m_facts->setAccessibleName(tr("How it was measured"));
    m_start->setProperty("kind", QStringLiteral("primary"));
    m_methods->setSpacing(scaled(size::kSpaceInGroup));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, scaled(size::kSpaceInGroup), 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(makeLabel(tr("Result"), "caption", content));
    column->addWidget(choice);
    column->addWidget(makeLabel(tr("Methods"), "caption", content));
    column->addLayout(m_methods);
    column->addWidget(makeLabel(tr("Bands"), "caption", content));
    column->addWidget(m_bands, 0, Qt::AlignLeft);
    column->addWidget(makeDivider(content));
    column->addWidget(m_facts);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    setContent(scroll);
    body()->addWidget(m_start);
    setMinimumWidth(scaled(232));
    connect(m_bands, &Segments::currentChanged, this, &ComparePanel::changed);
}

Band ComparePanel::band() const {
    return m_bands->currentIndex() == 1 ? Band::Deviation : Band::Interval;
}

void ComparePanel::setBand(Band band) { m_bands->setCurrentIndex(band == Band::Deviation ? 1 : 0); }

void ComparePanel::setHiddenMethods(const QSet<QString>& methods) {
    m_hidden = methods;
    for (auto box = m_boxes.cbegin(); box != m_boxes.cend(); ++box)
        box.value()->setChecked(!m_hidden.contains(box.key()));
}

void ComparePanel::listMethods(const QStringList& methods, const QStringList& titles) {
    if (methods == m_listed) return;
    m_listed = methods;
    qDeleteAll(m_boxes);
    m_boxes.clear();
    for (qsizetype i = 0; i < methods.size(); ++i) {
        const QString& method = methods[i];
        const bool always = method == QLatin1String(kRandomMethod);
        auto* box = new QCheckBox(always ? tr("%1 (always)").arg(titles[i]) : titles[i], this);
        box->setChecked(always || !m_hidden.contains(method));
        box->setEnabled(!always);
        if (always) box->setToolTip(tr("Every comparison shows random with its spread"));
        connect(box, &QCheckBox::clicked, this, [this, method](bool checked) {
            if (checked)
                m_hidden.remove(method);
            else
                m_hidden.insert(method);
            Q_EMIT changed();
        });
        m_methods->addWidget(box);
        m_boxes[method] = box;
    }
}

void ComparePanel::showEvaluation(const Evaluation& evaluation) {
    const QStringList methods = evaluation.methods();
    QStringList titles;
    for (const QString& method : methods) titles << evaluation.title(method);
    listMethods(methods, titles);
    const bool stored = !evaluation.id.isEmpty();
    QList<KeyValue> rows;
    if (stored)
        rows << KeyValue{tr("Network"), networkText(evaluation.model), tr("What is trained anew")}
             << KeyValue{tr("Epochs"),
                         countText(evaluation.epochs),
                         tr("The accuracy is that after the last one")};
    rows << KeyValue{tr("Kept shares"),
                     keepsText(evaluation.keeps()),
                     tr("Of the open samples: fitted, not excluded")}
         << KeyValue{tr("Seeds"),
                     seedsOf(evaluation),
                     tr("Trainings of each point, with different first weights and orders")};
    if (stored)
        rows << KeyValue{tr("Test samples"),
                         countText(evaluation.testSamples),
                         tr("Images no training has seen; the accuracy is measured on them")}
             << KeyValue{tr("Test"), tr("Welch, p < 0.05"), tr("Two-sided; variances may differ")};
    m_facts->setRows(rows);
}

void ComparePanel::showNothing() {
    listMethods({}, {});
    m_facts->setRows({});
}

}  // namespace winnow::ui
