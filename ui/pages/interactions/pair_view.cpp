// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/pair_view.h"

#include "ui/gallery/sample_tile.h"
#include "ui/pages/interactions/logit_block.h"
#include "ui/pages/interactions/tile_label.h"
#include "ui/session/annotations.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QLabel>

namespace winnow::ui {
namespace {

constexpr int kPairDecimals = 2;

}  // namespace

PairView::PairView(Session* session, ServeClient* client, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_thumbnails(session),
      m_source(new PairSource(client, this)),
      m_cosine(makeLabel({}, "hero", this)),
      m_values(new KeyValueList(this)),
      m_relation(new QLabel(this)),
      m_caption(new QLabel(this)),
      m_block(new LogitBlock(this)),
      m_message(new MessageCard(this)) {
    auto* title = new QLabel(tr("Picked pair"), this);
    title->setProperty("role", QStringLiteral("panelTitle"));
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_relation->setProperty("role", QStringLiteral("strong"));
    m_values->setAccessibleName(tr("Values of the pair"));
    m_cosine->setAccessibleName(tr("Cosine of the two gradients"));
    m_cosine->setToolTip(
        tr("κ over the geometric mean of both own values, −1 to 1: 1 the same "
           "direction, 0 nothing to do with each other, −1 opposed."));
    auto* header = new QHBoxLayout;
    header->addWidget(title);
    header->addStretch(1);
    header->addWidget(m_caption);
    auto* values = new QVBoxLayout;
    values->setSpacing(scaled(size::kSpaceInGroup));
    auto* cosine = new QHBoxLayout;
    cosine->setSpacing(scaled(size::kSpace));
    cosine->addWidget(m_cosine);
    auto* what = makeParagraph(tr("cosine of the gradients"), "caption", this);
    what->setToolTip(m_cosine->toolTip());
    cosine->addWidget(what, 1);
    values->addLayout(cosine);
    values->addWidget(m_values);
    values->addWidget(m_relation);
    values->addStretch(1);
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kSpace));
    for (TileLabel*& picture : m_pictures) {
        picture = new TileLabel(this);
        row->addWidget(picture, 0, Qt::AlignTop);
        connect(picture, &TileLabel::activated, this, [this, &picture] {
            const std::int64_t id = picture == m_pictures[0] ? m_first : m_second;
            if (id >= 0) Q_EMIT chosen(id);
        });
    }
    row->addLayout(values, 1);
    row->addWidget(m_block, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    column->addLayout(header);
    column->addWidget(m_message);
    column->addLayout(row);

    connect(m_source, &PairSource::answered, this, [this](const PairAnswer& answer) {
        setAnswer(answer);
    });
    connect(m_source, &PairSource::failed, this, [this](const QString& sentence) {
        setAnswer(std::nullopt);
        m_message->showMessage(MessageCard::Kind::Error, sentence, tr("Ask again"));
    });
    connect(m_source, &PairSource::busyChanged, this, [this](bool busy) {
        if (busy) m_caption->setText(tr("The engine computes…"));
    });
    connect(m_message, &MessageCard::actionRequested, this, &PairView::ask);
    connect(session, &Session::classSlotsChanged, this, &PairView::updatePictures);
    connect(session->annotations(), &Annotations::changed, this, &PairView::updatePictures);
    connect(session, &Session::datasetChanged, this, [this] {
        m_thumbnails.reset();
        setPair(-1, -1);
    });
    updatePictures();
    updateValues();
}

void PairView::setKernel(const KernelFacts& facts) {
    m_facts = facts;
    ask();
}

void PairView::setPair(std::int64_t first, std::int64_t second) {
    if (first == m_first && second == m_second) return;
    m_first = first;
    m_second = second;
    updatePictures();
    Q_EMIT pairChanged(first, second);
    ask();
}

void PairView::ask() {
    m_message->hide();
    setAnswer(std::nullopt);
    m_source->ask(m_facts.id, m_first, m_second);
}

void PairView::setAnswer(std::optional<PairAnswer> answer) {
    m_answer = std::move(answer);
    updateValues();
    Q_EMIT answerChanged(m_answer);
}

QString PairView::nameOf(std::int64_t sample) const {
    return m_session->className(m_session->label(sample));
}

void PairView::updatePictures() {
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
        const std::int64_t id = i == 0 ? m_first : m_second;
        m_pictures.at(i)->setTile(id >= 0 ? sampleTile(*m_session, m_thumbnails.thumbnail(id), id)
                                          : Tile{.state = Tile::State::Loading});  // an empty well
    }
}

void PairView::updateValues() {
    const bool there = m_answer.has_value();
    const auto number = [there](double value) {
        return there ? numberText(value, kPairDecimals) : QStringLiteral("–");
    };
    const PairAnswer pair = m_answer.value_or(PairAnswer{});
    const QString help = tr("κ is how much a step on the one changes the output for the other; "
                            "larger is stronger, below 0 they undo each other. %1, %2, %3.")
                             .arg(m_facts.kind, m_facts.scopeText(), m_facts.provenance());
    const QString ratioHelp =
        tr("κ of the pair over the sample's own κ. 1: a step on the other moves it as much as a "
           "step on itself.");
    const QString first = m_first < 0 ? tr("first") : QStringLiteral("#%1").arg(m_first);
    const QString second = m_second < 0 ? tr("second") : QStringLiteral("#%1").arg(m_second);
    m_cosine->setText(there ? signedText(pair.cosine, kPairDecimals) : QStringLiteral("–"));
    m_values->setRows({{.key = tr("κ"), .value = number(pair.kappa), .toolTip = help},
                       {.key = tr("Ratio %1").arg(first),
                        .value = number(pair.kappa / pair.firstOwn),
                        .toolTip = ratioHelp},
                       {.key = tr("Ratio %1").arg(second),
                        .value = number(pair.kappa / pair.secondOwn),
                        .toolTip = ratioHelp}});
    m_relation->setText(there ? relationText(pair.relation) : QString());
    m_relation->setToolTip(there ? relationHelp(pair.relation, m_facts.threshold, m_facts.unrelated)
                                 : QString());
    const int classes = static_cast<int>(pair.classes);
    m_caption->setText(classes == 0 ? m_first < 0 ? tr("Click a cell or a neighbour") : QString()
                                    : tr("per logit, %1 × %1").arg(classes));
    m_block->setBlock(pair.block,
                      classes,
                      static_cast<int>(m_session->label(m_first)),
                      static_cast<int>(m_session->label(m_second)),
                      m_session->classNames());
    m_block->setProvenance(tr("Logit block of samples %1 and %2; %3, %4")
                               .arg(m_first)
                               .arg(m_second)
                               .arg(m_facts.kind, m_facts.provenance()));
}

}  // namespace winnow::ui
