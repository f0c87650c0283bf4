// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "engine/store/error.h"
#include "ui/session/session_state.h"
#include "ui/session/wording.h"

#include <algorithm>
#include <chrono>
#include <unistd.h>

namespace winnow::ui {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPollEvery{1};
constexpr std::chrono::seconds kRememberAfter{1};
constexpr int kLongestHistory = 500;

/// Asks the system: permissions alone do not tell of read-only media.
bool canWrite(const fs::path& folder) {
    return ::access(folder.c_str(), W_OK) == 0 &&
           ::access((folder / "project.db").c_str(), W_OK) == 0;
}

bool sameIds(const std::vector<store::ArtifactRow>& a, const std::vector<store::ArtifactRow>& b) {
    return std::ranges::equal(a, b, {}, &store::ArtifactRow::id, &store::ArtifactRow::id);
}

}  // namespace

QString partKind(Part part) {
    static const std::array<QString, kParts> kinds{QStringLiteral("dataset"),
                                                   QStringLiteral("run"),
                                                   QStringLiteral("kernel"),
                                                   QStringLiteral("cluster"),
                                                   QStringLiteral("embedding"),
                                                   QStringLiteral("selection")};
    return kinds.at(static_cast<std::size_t>(part));
}

SessionState::SessionState(Session* owner)
    : session(owner),
      annotations(&undo),
      selection(&undo),
      filter(new Filter(owner, &undo)),
      scores(new Scores(owner)) {
    undo.setUndoLimit(kLongestHistory);
    polling.setInterval(kPollEvery);
    saving.setInterval(kRememberAfter);
    saving.setSingleShot(true);
}

Session::Session(QObject* parent) : QObject(parent), m_state(std::make_unique<SessionState>(this)) {
    SessionState* state = m_state.get();
    connect(&state->polling, &QTimer::timeout, this, &Session::refresh);
    connect(&state->saving, &QTimer::timeout, this, [state] { state->remember(); });
    const auto remember = [state] { state->rememberSoon(); };
    connect(&state->selection, &Selection::changed, this, remember);
    connect(&state->selection, &Selection::currentChanged, this, remember);
    connect(state->filter, &Filter::changed, this, remember);
    connect(state->filter, &Filter::modeChanged, this, remember);
    connect(this, &Session::chosenChanged, this, remember);
    connect(this, &Session::classSlotsChanged, this, remember);
    connect(&state->annotations, &Annotations::changed, state->filter, &Filter::refresh);
    connect(&state->annotations, &Annotations::refused, this, &Session::failed);
}

Session::~Session() {
    // Filter and Scores are children and look at the state until they go.
    blockSignals(true);
    close();
    delete m_state->filter;
    delete m_state->scores;
}

bool Session::open(const QString& folder) {
    close();
    const fs::path path(folder.toStdString());
    try {
        m_state->project.emplace(store::Project::open(path, store::Access::Read));
        // The version first: what is written between the two is read again, not missed.
        m_state->dataVersion = m_state->project->dataVersion();
        m_state->artifacts = m_state->project->artifacts();
    } catch (const Error& error) {
        m_state->project.reset();
        m_state->fail(QString::fromUtf8(error.what()));
        return false;
    }
    if (canWrite(m_state->project->folder())) {
        m_state->writer = std::make_unique<StoreWriter>(m_state->project->folder());
        connect(m_state->writer.get(), &StoreWriter::failed, this, &Session::takeWriterFailure);
    }
    const auto remembered = m_state->rememberedChoice();
    m_state->choose(remembered[0].isEmpty() ? m_state->chainOf(m_state->best()) : remembered);
    m_state->polling.start();
    Q_EMIT opened();
    Q_EMIT artifactsChanged();
    return true;
}

void Session::close() {
    if (!isOpen()) return;
    m_state->polling.stop();
    m_state->remember();
    m_state->writer.reset();
    m_state->artifacts.clear();
    m_state->choose({});
    m_state->saving.stop();
    m_state->settings.clear();
    m_state->project.reset();
    m_state->gone = false;
    m_state->refreshFailure.clear();
    Q_EMIT closed();
}

bool Session::isOpen() const { return m_state->project.has_value(); }

QString Session::folder() const {
    return isOpen() ? QString::fromStdString(m_state->project->folder().string()) : QString();
}

QString Session::name() const {
    return isOpen() ? QString::fromStdString(m_state->project->folder().stem().string())
                    : QString();
}

bool Session::isWritable() const { return m_state->writer != nullptr; }

const store::Project& Session::project() const {
    Q_ASSERT(isOpen());
    return *m_state->project;
}

void Session::takeWriterFailure(const QString& sentence, bool lost) {
    if (!isOpen()) return;
    refresh();  // a project that has gone is told once
    if (m_state->gone) return;
    if (lost && m_state->dataset) {
        m_state->undo.clear();
        m_state->annotations.load(store::Annotations(*m_state->project));
    }
    m_state->fail(sentence);
}

void Session::refresh() {
    if (!isOpen()) return;
    std::error_code ignored;
    const bool gone = !fs::exists(m_state->project->folder() / "project.db", ignored);
    if (gone != std::exchange(m_state->gone, gone) && gone)
        m_state->fail(tr("The project %1 is not there any more; open it where it is now. What is "
                         "shown stays until then.")
                          .arg(folder()));
    if (gone) return;
    try {
        const std::int64_t version = m_state->project->dataVersion();
        if (version == m_state->dataVersion) return;
        takeArtifacts(m_state->project->artifacts());
        takeAnnotations();
        // Only what was read counts as seen: a failure is tried again at the next look.
        m_state->dataVersion = version;
        m_state->refreshFailure.clear();
        Q_EMIT jobsChanged();
    } catch (const Error& error) {
        const QString sentence = QString::fromUtf8(error.what());
        if (sentence != std::exchange(m_state->refreshFailure, sentence)) m_state->fail(sentence);
    }
}

void Session::takeArtifacts(std::vector<store::ArtifactRow> found) {
    if (sameIds(found, m_state->artifacts)) return;
    const std::vector<store::ArtifactRow> before =
        std::exchange(m_state->artifacts, std::move(found));
    for (const store::ArtifactRow& row : std::vector(m_state->artifacts)) {
        if (std::ranges::count(before, row.id, &store::ArtifactRow::id) > 0) continue;
        const QString id = QString::fromStdString(row.id);
        for (int i = 0; i < kParts; ++i) {
            const auto part = static_cast<Part>(i);
            if (QString::fromStdString(row.kind) != partKind(part)) continue;
            // What fits below the things looked at is shown; another run or data set is not, as it
            // would take away what the person is looking at.
            const bool below = part != Part::Dataset && part != Part::Run;
            if (chosen(part).isEmpty() || below)
                if (m_state->fits(m_state->chosen, part, id)) choose(part, id);
        }
    }
    Q_EMIT artifactsChanged();
}

void Session::takeAnnotations() {
    if (!m_state->dataset || (m_state->writer && !m_state->writer->isIdle())) return;
    const store::Annotations stored(*m_state->project);
    const std::int64_t ours = m_state->writer ? m_state->writer->annotationWrites() : 0;
    const std::int64_t version = stored.version();
    if (version == m_state->annotationVersion + ours) return;
    // Another window has marked something.
    m_state->annotationVersion = version - ours;
    m_state->annotations.load(stored);
}

const std::vector<store::ArtifactRow>& Session::artifacts() const { return m_state->artifacts; }

std::vector<store::ArtifactRow> Session::artifacts(Part part) const {
    return artifacts(partKind(part));
}

std::vector<store::ArtifactRow> Session::artifacts(const QString& kind) const {
    std::vector<store::ArtifactRow> rows;
    for (const store::ArtifactRow& row : m_state->artifacts) {
        const QString id = QString::fromStdString(row.id);
        if (QString::fromStdString(row.kind) == kind &&
            (kind == partKind(Part::Dataset) ||
             ancestor(id, Part::Dataset) == chosen(Part::Dataset)))
            rows.push_back(row);
    }
    return rows;
}

const store::ArtifactRow* Session::artifact(const QString& id) const { return m_state->find(id); }

QString Session::title(const QString& id) const {
    const store::ArtifactRow* row = artifact(id);
    return row == nullptr || row->name.empty() ? id : QString::fromStdString(row->name);
}

QString Session::ancestor(const QString& id, Part part) const {
    return m_state->ancestor(id, part);
}

QString Session::chosen(Part part) const {
    return m_state->chosen.at(static_cast<std::size_t>(part));
}

void Session::choose(Part part, const QString& id) {
    const store::ArtifactRow* row = artifact(id);
    if (row == nullptr || QString::fromStdString(row->kind) != partKind(part)) return;
    if (part == Part::Selection && m_state->fits(m_state->chosen, part, id)) {
        auto chosen = m_state->chosen;
        chosen.at(static_cast<std::size_t>(part)) = id;
        m_state->choose(chosen);
        return;
    }
    const QString target = part == Part::Dataset ? m_state->best(id) : id;
    m_state->choose(m_state->chainOf(target));
}

const store::Dataset* Session::dataset() const {
    return m_state->dataset ? &*m_state->dataset : nullptr;
}

std::int64_t Session::sampleCount() const {
    return m_state->dataset ? m_state->dataset->train.size() : 0;
}

std::int64_t Session::classCount() const { return m_state->classNames.size(); }

const QStringList& Session::classNames() const { return m_state->classNames; }

std::span<const std::int64_t> Session::labels() const {
    return m_state->dataset ? m_state->dataset->train.labels() : std::span<const std::int64_t>();
}

std::int64_t Session::label(std::int64_t id) const {
    if (id < 0 || id >= sampleCount()) return -1;
    if (const auto given = m_state->annotations.newLabel(id)) return *given;
    return labels()[static_cast<std::size_t>(id)];
}

QString Session::className(std::int64_t label) const {
    return m_state->classNames.value(static_cast<qsizetype>(label));
}

const RunArrays& Session::run() const { return m_state->run; }
const KernelArrays& Session::kernel() const { return m_state->kernel; }
const ClusterArrays& Session::cluster() const { return m_state->cluster; }
const SelectionArrays& Session::chosenSelection() const { return m_state->selectionArrays; }
const EmbeddingArrays& Session::embedding() const { return m_state->embedding; }

Selection* Session::selection() const { return &m_state->selection; }
Filter* Session::filter() const { return m_state->filter; }
Annotations* Session::annotations() const { return &m_state->annotations; }
Scores* Session::scores() const { return m_state->scores; }
QUndoStack* Session::undoStack() const { return &m_state->undo; }

const ClassSlots& Session::classSlots() const { return m_state->classSlots; }

void Session::requestSlots(const QList<int>& pinned, const QList<int>& selected, int hovered) {
    m_state->classSlots.request(pinned, selected, hovered);
    m_state->rememberSoon();
    Q_EMIT classSlotsChanged();
}

std::optional<QString> Session::setting(const QString& key) const { return m_state->setting(key); }

void Session::setSetting(const QString& key, const QString& value) {
    m_state->setSetting(key, value);
}

}  // namespace winnow::ui
