// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distil_view.h"

#include "engine/store/error.h"
#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/distil/analysis_view.h"
#include "ui/pages/distil/distil_curves.h"
#include "ui/pages/distil/gallery_panel.h"
#include "ui/pages/distil/learning_view.h"
#include "ui/pages/distil/natural_curve.h"
#include "ui/pages/distil/transfer_view.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/segments.h"

#include <QDataStream>
#include <QIODevice>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr std::int64_t kUsualPerClass = 10;

/// The newest value a job has reported under a name; NaN: none.
double newestOf(const Job& job, QStringView name) {
    const auto found = std::find_if(job.metrics.rbegin(),
                                    job.metrics.rend(),
                                    [&](const MetricPoint& metric) { return metric.name == name; });
    return found == job.metrics.rend() ? kNotDefined : found->value;
}

/// Ridge, condition number, share out of range and seconds a step in words, as far as known.
QString distilFacts(double ridge, double condition, double outOfRange, double secondsPerStep) {
    QStringList facts;
    const auto add = [&](const QString& words, double value, const QString& text) {
        if (std::isfinite(value)) facts << words.arg(text);
    };
    add(DistilView::tr("ridge %1"), ridge, shortNumberText(ridge));
    add(DistilView::tr("condition %1"), condition, shortNumberText(condition));
    add(DistilView::tr("%1 of values outside 0 to 255"), outOfRange, percentText(outOfRange, 1));
    add(DistilView::tr("%1 s per step"), secondsPerStep, shortNumberText(secondsPerStep));
    return facts.join(QStringLiteral(", "));
}

QString figuresInWords(const DistilFigures& figures) {
    QStringList words;
    if (std::isfinite(figures.accuracy))
        words << DistilView::tr("test accuracy %1").arg(percentText(figures.accuracy, 1));
    if (std::isfinite(figures.best.mean))
        words << DistilView::tr("best five %1 %")
                     .arg(plusMinusText(100 * figures.best.mean, 100 * figures.best.deviation, 1));
    if (std::isfinite(figures.compression))
        words << (figures.compressionAtLeast
                      ? DistilView::tr("one image is worth more than %1 natural ones")
                      : DistilView::tr("one image is worth %1 natural ones"))
                     .arg(shortNumberText(figures.compression, 2));
    const QString rest =
        distilFacts(figures.ridge, figures.condition, figures.outOfRange, figures.secondsPerStep);
    if (!rest.isEmpty()) words << rest;
    return words.join(QStringLiteral(", "));
}

}  // namespace

DistilView::DistilView(const PageContext& context, QWidget* parent)
    : ResultView(
          context, Icon::Distil, QStringLiteral("distilled"), QStringLiteral("distill"), parent),
      m_context(context) {
    build();
    refresh();
}

DistilView::~DistilView() = default;

QString DistilView::provenanceOf(const QString& name, const DistilSettings& settings) const {
    return tr("%1: %2").arg(name, settings.inWords(session()->sampleCount()));
}

void DistilView::showResult(const QString& id) {
    const store::ArtifactRow* row = session()->artifact(id);
    if (row == nullptr) return showNothing();
    m_distilled.reset();
    Distilled read = readDistilled(
        session()->project(), *row, session()->sampleCount(), session()->classCount());
    m_distilled.emplace(std::move(read));
    m_about = provenanceOf(session()->title(id), m_distilled->settings);
    m_learning->showStored(*m_distilled, m_about);
    m_analysis->showStored(*m_distilled, m_about, m_learning->isLogarithmic());
    m_transfer->setDistilled(id);
    m_gallery->showStored(*m_distilled, m_about);
    showFacts(figuresInWords(m_distilled->figures));
    showWarnings(m_distilled->figures.warnings);
    markChosen();
}

void DistilView::showJob(const Job& job) {
    const DistilSettings settings = distilSettings(jobFields(job));
    const bool began = m_distilled.has_value();
    m_distilled.reset();
    m_about = provenanceOf(isActive(job.state) ? tr("running now") : tr("waiting"), settings);
    if (began) m_analysis->showNothing();
    try {
        // The job's row in the catalogue, which names its folder, comes soon after it begins.
        const auto images =
            job.id.isEmpty() ? nullptr
                             : m_live.read(session()->folder() + QStringLiteral("/work/") + job.id);
        if (images != m_gallery->images()) m_gallery->showLive(images, settings.steps, m_about);
    } catch (const Error& error) {
        m_gallery->showNothing();
        message()->showMessage(MessageCard::Kind::Error,
                               sentenceText(QString::fromUtf8(error.what())));
    }
    m_learning->showReported(curveOf(job.metrics, settings, session()->classCount()), m_about);
    showFacts(job.elsewhere ? tr("Another program runs it: its curves come when it has ended")
                            : distilFacts(newestOf(job, u"ridge"),
                                          newestOf(job, u"condition"),
                                          newestOf(job, u"out_of_range"),
                                          newestOf(job, u"seconds_per_step")));
    showWarnings(job.warnings);
    markChosen();
}

void DistilView::showNothing() {
    m_distilled.reset();
    m_about.clear();
    m_gallery->showNothing();
    m_learning->showNothing();
    m_analysis->showNothing();
    m_transfer->setDistilled({});
    showFacts({});
    showWarnings({});
    markChosen();
}

void DistilView::showCheckpoint() {
    m_learning->setMarker(m_gallery->step());
    m_analysis->setMarker(m_gallery->step());
    if (const auto at = m_gallery->checkpoint())
        m_analysis->showLabels(
            *m_gallery->images(), *at, session()->classNames(), session()->classSlots());
}

void DistilView::showFacts(const QString& words) { m_facts->setWhole(words); }

QString DistilView::factsInWords() const { return m_facts->text(); }

void DistilView::showWarnings(const QStringList& sentences) {
    QStringList whole;
    for (const QString& sentence : sentences) whole << sentenceText(sentence);
    if (whole.isEmpty()) return m_warnings->hide();
    if (m_warnings->isVisible() && m_warnings->sentence() == whole.join(u' ')) return;
    m_warnings->showMessage(MessageCard::Kind::Warning, whole.join(u' '), {}, true);
}

DistilledRow DistilView::rowOf(const store::ArtifactRow& row) const {
    const QString id = QString::fromStdString(row.id);
    DistilledRow made{.id = id, .name = session()->title(id), .settings = distilSettings(row)};
    made.figures = readDistilFigures(session()->project(), row.id);
    if (session()->dataset() != nullptr)
        made.paper = distilPaperValue(*session()->dataset(), made.settings);
    return made;
}

void DistilView::showEvent(QShowEvent* event) {
    if (m_setsChanged) listSets();
    ResultView::showEvent(event);
}

void DistilView::setsChanged() {
    m_setsChanged = true;
    if (isVisible()) listSets();
}

void DistilView::listSets() {
    m_setsChanged = false;
    std::vector<DistilledRow> rows;
    const std::vector<store::ArtifactRow> stored =
        session()->dataset() == nullptr ? std::vector<store::ArtifactRow>()
                                        : session()->artifacts(QStringLiteral("distilled"));
    for (auto row = stored.rbegin(); row != stored.rend(); ++row) {
        // Ids are those of one project.
        const QString key = session()->folder() + u'/' + QString::fromStdString(row->id);
        try {
            auto known = m_known.find(key);
            if (known == m_known.end()) known = m_known.emplace(key, rowOf(*row)).first;
            rows.push_back(known->second);
        } catch (const Error&) {
            // Looked at, it says what is wrong with it; the others are compared meanwhile.
        }
    }
    showWorth(rows);
    m_sets->setDistilled(std::move(rows));
    markChosen();
}

void DistilView::showWorth(const std::vector<DistilledRow>& rows) {
    std::optional<NaturalCurves> natural;
    QString about = tr("no natural images to compare with: see what kernels reach on few of them");
    const auto stored = session()->dataset() == nullptr
                            ? std::vector<store::ArtifactRow>()
                            : session()->artifacts(QStringLiteral("kernel-curve"));
    try {
        if (!stored.empty()) {
            natural = readNaturalCurves(session()->project(), stored.back().id);
            about = tr("natural: mean of random parts, band: ± one deviation");
        }
    } catch (const Error& error) {
        about = sentenceText(QString::fromUtf8(error.what()));
    }
    m_worthPanel->setSubtitle(about);
    showLines(*m_worthPanel,
              *m_worth,
              worthChart(natural, rows),
              natural ? tr("%1 of %2")
                            .arg(session()->title(natural->id),
                                 session()->title(session()->chosen(Part::Dataset)))
                      : QString());
}

void DistilView::markChosen() {
    const QString id = m_distilled ? m_distilled->id : QString();
    const QSignalBlocker quiet(m_table->selectionModel());
    auto* sorted = static_cast<QSortFilterProxyModel*>(m_table->model());
    QModelIndex index;
    for (int row = 0; row < m_sets->rowCount(); ++row)
        if (!id.isEmpty() && m_sets->idAt(row) == id)
            index = sorted->mapFromSource(m_sets->index(row, 0));
    if (index.isValid())
        m_table->selectRow(index.row());
    else
        m_table->clearSelection();
    m_table->viewport()->update();
}

ResultView::Missing DistilView::missing() const {
    if (session()->dataset() == nullptr)
        return {tr("No data set yet"),
                tr("Images are distilled from a data set: import one first."),
                tr("Go to Data"),
                PageId::Data};
    return {tr("No distilled images yet"),
            tr("Distilling makes a few images that teach a kernel machine as much as so few can, "
               "from %1. You watch them change; the form shows what a step costs before it starts.")
                .arg(samplesText(session()->sampleCount())),
            tr("Make ten images per class…")};
}

QJsonObject DistilView::formFields() const {
    const QString dataset = session()->chosen(Part::Dataset);
    return {{QStringLiteral("dataset"), dataset},
            {QStringLiteral("images"),
             qint64{kUsualPerClass * std::max<std::int64_t>(1, session()->classCount())}}};
}

void DistilView::askForImages(std::int64_t perClass) {
    QJsonObject fields = formFields();
    fields[QStringLiteral("images")] =
        qint64{perClass * std::max<std::int64_t>(1, session()->classCount())};
    Q_EMIT jobFormRequested(QStringLiteral("distill"), jsonText(fields));
}

void DistilView::askForLabels() {
    QJsonObject fields = formFields();
    fields[QStringLiteral("method")] = QStringLiteral("label-solve");
    Q_EMIT jobFormRequested(QStringLiteral("distill"), jsonText(fields));
}

QByteArray DistilView::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_rows->saveState() << m_gallery->saveState() << m_learning->saveState()
           << m_transfer->saveState() << m_parts->currentIndex();
    return state;
}

void DistilView::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    QByteArray rows, gallery, learning, transfer;
    int part = 0;
    stream >> rows >> gallery >> learning >> transfer >> part;
    if (stream.status() != QDataStream::Ok || part < Learning || part > Networks) return;
    if (!rows.isEmpty()) m_rows->restoreState(rows);
    m_gallery->restoreState(gallery);
    m_learning->restoreState(learning);
    if (!transfer.isEmpty()) m_transfer->restoreState(transfer);
    m_parts->setCurrentIndex(part);
}

}  // namespace winnow::ui
