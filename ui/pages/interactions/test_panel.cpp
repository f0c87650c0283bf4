// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/test_panel.h"

#include "ui/engine/serve_client.h"
#include "ui/gallery/sample_tile.h"
#include "ui/models/neighbour_model.h"
#include "ui/pages/interactions/neighbour_strip.h"
#include "ui/pages/interactions/tile_label.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace winnow::ui {
namespace {

constexpr int kPartners = 24;  // of either sign: as many as a wide window shows

std::vector<NeighbourModel::Partner> partnersIn(const QJsonValue& list) {
    std::vector<NeighbourModel::Partner> partners;
    for (const QJsonValue one : list.toArray())
        partners.push_back({one[QLatin1String("sample")].toInteger(-1),
                            one[QLatin1String("kappa")].toDouble(),
                            one[QLatin1String("cosine")].toDouble(kNotDefined)});
    return partners;
}

}  // namespace

TestPanel::TestPanel(Session* session, ServeClient* client, QWidget* parent)
    : Panel(tr("A test sample"), parent),
      m_session(session),
      m_client(client),
      m_thumbnails(session),
      m_number(new QSpinBox(this)),
      m_button(new QPushButton(tr("Find training samples"), this)),
      m_picture(new TileLabel(this)),
      m_words(makeParagraph({}, "secondary", this)),
      m_message(new MessageCard(this)) {
    setSubtitle(tr("which training samples act on it"));
    m_number->setAccessibleName(tr("Number of the test sample"));
    m_number->setPrefix(QStringLiteral("#"));
    m_button->setToolTip(
        tr("Compares it with every training sample at the weights of this kernel"));
    addHeaderWidget(m_number);
    addHeaderWidget(m_button);
    body()->addWidget(m_message);
    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kPanelPadding));
    row->addWidget(makeSample());
    auto* strips = new QWidget(content);
    auto* column = new QVBoxLayout(strips);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    for (const int side : {0, 1}) addSide(side, strips);
    column->addStretch(1);
    row->addWidget(strips, 1);
    setContent(content);
    connect(m_number, &QSpinBox::valueChanged, this, &TestPanel::forget);
    connect(m_button, &QPushButton::clicked, this, &TestPanel::ask);
    connect(m_message, &MessageCard::actionRequested, this, &TestPanel::ask);
    connect(session, &Session::datasetChanged, this, &TestPanel::takeData);
    connect(session, &Session::classSlotsChanged, this, &TestPanel::showSample);
    takeData();
}

QWidget* TestPanel::makeSample() {
    auto* widget = new QWidget(this);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    m_words->setFixedWidth(scaled(150));
    column->addWidget(m_picture);
    column->addWidget(m_words);
    column->addStretch(1);
    return widget;
}

void TestPanel::addSide(int side, QWidget* column) {
    const bool with = side == 0;
    Side& made = m_sides.at(static_cast<std::size_t>(side));
    const auto relation =
        with ? NeighbourModel::Relation::Interchangeable : NeighbourModel::Relation::Contradictory;
    made.model = new NeighbourModel(m_session, relation, this);
    made.model->setCount(kPartners);
    made.strip = new NeighbourStrip(m_session, made.model, column);
    const QString name = with ? tr("Largest κ: a step on these helps it most")
                              : tr("Smallest κ: below 0 a step on these works against it");
    made.strip->setAccessibleName(name);
    column->layout()->addWidget(makeLabel(name, "strong", column));
    column->layout()->addWidget(made.strip);
    connect(made.strip, &NeighbourStrip::chosen, this, &TestPanel::chosen);
}

void TestPanel::setKernel(const KernelFacts& facts) {
    m_facts = facts;
    takeData();
}

void TestPanel::takeData() {
    m_thumbnails.reset();
    const store::Dataset* dataset = m_session->dataset();
    const bool possible = dataset != nullptr && dataset->test && dataset->test->size() > 0;
    setVisible(possible);
    if (possible) m_number->setRange(0, static_cast<int>(dataset->test->size() - 1));
    forget();
}

void TestPanel::forget() {
    ++m_question;
    m_message->hide();
    for (const Side& side : m_sides) {
        side.model->setPartners({});
        side.strip->setEmptyText(tr("Not asked yet"));
    }
    m_button->setEnabled(!m_facts.id.isEmpty());
    m_words->setText({});
    showSample();
}

void TestPanel::showSample() {
    const store::Dataset* dataset = m_session->dataset();
    if (dataset == nullptr || !dataset->test || m_number->value() >= dataset->test->size()) return;
    const std::int64_t number = m_number->value();
    m_picture->setTile(pictureTile(*m_session,
                                   m_thumbnails.testImage(number),
                                   number,
                                   dataset->test->labels()[static_cast<std::size_t>(number)]));
}

QString TestPanel::words() const { return m_words->text(); }

void TestPanel::ask() {
    forget();
    if (m_client == nullptr)
        return m_message->showMessage(MessageCard::Kind::Error, tr("There is no engine to ask."));
    const int question = ++m_question;
    m_button->setEnabled(false);
    m_words->setText(tr("The engine goes through %1…").arg(samplesText(m_session->sampleCount())));
    m_client->ask({{QStringLiteral("ask"), QStringLiteral("test_neighbours")},
                   {QStringLiteral("kernel"), m_facts.id},
                   {QStringLiteral("test_sample"), m_number->value()},
                   {QStringLiteral("count"), kPartners}},
                  this,
                  [this, question](const ServeAnswer& answer) {
                      if (question != m_question) return;
                      m_button->setEnabled(true);
                      m_words->setText({});
                      if (answer.ok) return showAnswer(answer.body);
                      m_message->showMessage(
                          MessageCard::Kind::Error, sentenceText(answer.error), tr("Ask again"));
                  });
}

void TestPanel::showAnswer(const QJsonObject& answer) {
    const int label = answer[QLatin1String("class")].toInt();
    const int prediction = answer[QLatin1String("prediction")].toInt();
    const QJsonArray q = answer[QLatin1String("probabilities")].toArray();
    m_words->setText(
        tr("Predicted %1, probability %2.")
            .arg(m_session->className(prediction), numberText(q.at(prediction).toDouble(), 2)) +
        (label == prediction
             ? QString()
             : tr(" Its label %1 has %2.")
                   .arg(m_session->className(label), numberText(q.at(label).toDouble(), 2))));
    m_sides[0].model->setPartners(partnersIn(answer[QLatin1String("interchangeable")]));
    m_sides[1].model->setPartners(partnersIn(answer[QLatin1String("contradictory")]));
}

}  // namespace winnow::ui
