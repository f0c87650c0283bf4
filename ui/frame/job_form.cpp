// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/job_form.h"

#include "ui/engine/serve_client.h"
#include "ui/frame/field_editor.h"
#include "ui/frame/job_cost.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cost_card.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/role_label.h"

#include <QDir>
#include <QFormLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QTimer>

#include <algorithm>

namespace winnow::ui {
namespace {

/// Headings most people never need come last, behind one button.
bool isAdvanced(const std::string& group) { return group == "Records" || group == "Machine"; }

}  // namespace

JobForm::JobForm(const QString& kind,
                 const QByteArray& fields,
                 const Session* session,
                 ServeClient* serve,
                 const QString& projectFolder,
                 int threads,
                 QWidget* parent)
    : QDialog(parent),
      m_declaration(jobs::declaration(kind.toStdString())),
      m_session(session),
      m_serve(serve),
      m_message(new MessageCard(this)),
      m_cost(new CostCard(this)),
      m_start(new QPushButton(this)),
      m_delay(new QTimer(this)) {
    const QString title = QString::fromStdString(m_declaration.title);
    setWindowTitle(title);
    auto* outer = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    outer->setContentsMargins(margin, margin, margin, margin);
    outer->setSpacing(scaled(size::kPanelPadding));
    outer->addWidget(makeParagraph(title, "pageTitle", this));
    outer->addWidget(
        makeParagraph(sentenceText(QString::fromStdString(m_declaration.help)), "secondary", this));

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, scaled(size::kSpace), 0);
    if (!session->isOpen()) {
        auto* form = new QFormLayout;
        m_project = new QLineEdit(projectFolder, content);
        m_project->setObjectName(QStringLiteral("project"));
        m_project->setToolTip(tr("Folder of the new project; it is made when the job starts"));
        connect(m_project, &QLineEdit::textChanged, this, [this] { m_delay->start(); });
        form->addRow(tr("New project"), m_project);
        column->addLayout(form);
    }
    addFields(column, session);
    column->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);

    m_message->hide();
    outer->addWidget(m_message);
    outer->addWidget(m_cost);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto* cancel = new QPushButton(tr("Close"), this);
    cancel->setAutoDefault(false);
    m_start->setText(title);
    m_start->setProperty("kind", QStringLiteral("primary"));
    m_start->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(m_start);
    outer->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &JobForm::start);

    const TypedFields given = typedFields(fields);
    for (FieldEditor* editor : m_editors) {
        const QString name = QString::fromStdString(editor->field().name);
        if (given.contains(name))
            editor->setText(given[name]);
        else if (name == QLatin1String("threads") && threads > 0)
            editor->setText(QString::number(threads));
        connect(editor, &FieldEditor::edited, this, [this] { m_delay->start(); });
    }
    m_delay->setSingleShot(true);
    m_delay->setInterval(150);
    connect(m_delay, &QTimer::timeout, this, &JobForm::check);
    check();
    const QSize available = screen()->availableSize();
    resize(std::min(scaled(560), available.width()),
           std::min(scaled(680), available.height() - scaled(60)));
}

void JobForm::addFields(QVBoxLayout* column, const Session* session) {
    std::vector<std::string> groups;
    for (const jobs::Field& field : m_declaration.fields)
        if (std::find(groups.begin(), groups.end(), field.group) == groups.end())
            groups.push_back(field.group);
    std::stable_partition(
        groups.begin(), groups.end(), [](const auto& g) { return !isAdvanced(g); });
    QWidget* advanced = nullptr;
    for (const std::string& group : groups) {
        QWidget* parent = column->parentWidget();
        QVBoxLayout* target = column;
        if (isAdvanced(group)) {
            if (advanced == nullptr) {
                auto* more = new QPushButton(tr("More settings"), parent);
                more->setCheckable(true);
                more->setAutoDefault(false);
                more->setProperty("kind", QStringLiteral("ghost"));
                column->addWidget(more, 0, Qt::AlignLeft);
                advanced = new QWidget(parent);
                new QVBoxLayout(advanced);
                advanced->layout()->setContentsMargins({});
                advanced->hide();
                column->addWidget(advanced);
                connect(more, &QPushButton::toggled, advanced, &QWidget::setVisible);
            }
            target = static_cast<QVBoxLayout*>(advanced->layout());
            parent = advanced;
        }
        target->addWidget(makeParagraph(QString::fromStdString(group), "strong", parent));
        auto* form = new QFormLayout;
        form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
        form->setLabelAlignment(Qt::AlignLeft);
        for (const jobs::Field& field : m_declaration.fields) {
            if (field.group != group) continue;
            auto* editor = new FieldEditor(field, session, parent);
            QLabel* name = makeParagraph(fieldTitle(field), "secondary", parent);
            name->setMinimumWidth(scaled(110));
            name->setToolTip(fieldHelp(field));
            name->setBuddy(editor);
            form->addRow(name, editor);
            m_editors << editor;
            m_layouts << form;
        }
        target->addLayout(form);
    }
}

FieldEditor* JobForm::editor(const QString& field) const {
    const auto it = std::find_if(m_editors.begin(), m_editors.end(), [&](FieldEditor* e) {
        return QString::fromStdString(e->field().name) == field;
    });
    return it == m_editors.end() ? nullptr : *it;
}

QString JobForm::valueOf(const std::string& field) const {
    const FieldEditor* found = editor(QString::fromStdString(field));
    if (found == nullptr) return {};
    const QString text = found->text();
    return text.isEmpty() ? QString::fromStdString(found->field().defaultValue) : text;
}

bool JobForm::isOffered(const jobs::Field& field) const {
    const auto& where = field.offeredWhere;
    return where.field.empty() ||
           std::find(where.values.begin(),
                     where.values.end(),
                     valueOf(where.field).toStdString()) != where.values.end();
}

TypedFields JobForm::typed() const {
    TypedFields typed;
    for (const FieldEditor* editor : m_editors)
        if (!isOffered(editor->field()))
            continue;
        else if (const QString text = editor->text(); !text.isEmpty())
            typed[QString::fromStdString(editor->field().name)] = text;
    return typed;
}

void JobForm::check() {
    m_delay->stop();
    // A preset decides what nobody has touched.
    const TypedFields before = typed();
    for (FieldEditor* editor : m_editors)
        editor->setDefaultText(defaultText(editor->field(), m_declaration, before));
    for (qsizetype i = 0; i < m_editors.size(); ++i)
        m_layouts[i]->setRowVisible(m_editors[i], isOffered(m_editors[i]->field()));
    const TypedFields now = typed();
    m_checked = checkedFields(m_declaration, now);
    for (FieldEditor* editor : m_editors) {
        const QString name = QString::fromStdString(editor->field().name);
        // What is not filled in yet is said only after the first try.
        const bool silent = !m_tried && !now.contains(name);
        editor->setSentence(silent ? QString() : m_checked.sentences.value(name));
    }
    if (m_checked.sentence.isEmpty() || !m_tried)
        m_message->hide();
    else
        m_message->showMessage(MessageCard::Kind::Error, m_checked.sentence);
    const QString folder = m_project == nullptr ? m_session->folder() : QDir::homePath();
    m_cost->setVisible(m_declaration.computes || m_declaration.kind == "export");
    if (!m_checked.json.isEmpty())
        m_cost->setCost(jobCost(
            *m_session, QString::fromStdString(m_declaration.kind), m_checked.json, folder));
    askCost();
    offerStart();
}

void JobForm::offerStart() {
    const bool fits = m_cost->isHidden() || m_cost->fits();
    m_start->setEnabled(fits);
    m_start->setToolTip(fits ? QString() : tr("It needs more than this machine has free."));
}

void JobForm::askCost() {
    const QString kind = QString::fromStdString(m_declaration.kind);
    const bool known = kind == QLatin1String("kernel") || kind == QLatin1String("distill");
    if (!known || m_checked.json.isEmpty() || !m_session->isOpen()) return;
    m_serve->ask(
        {{QStringLiteral("ask"), QStringLiteral("cost")},
         {QStringLiteral("kind"), kind},
         {QStringLiteral("fields"), QJsonDocument::fromJson(m_checked.json).object()}},
        this,
        [this, asked = m_checked.json](const ServeAnswer& answer) {
            if (asked != m_checked.json) return;
            // What the job itself would say, before it is started.
            if (!answer.ok) return showSentence(sentenceText(answer.error));
            m_cost->setCost(withAnswer(m_cost->cost(), answer.body));
            offerStart();
        },
        QStringLiteral("cost"));
}

void JobForm::start() {
    m_tried = true;
    check();
    const bool noProject = m_project != nullptr && m_project->text().trimmed().isEmpty();
    if (noProject) return showSentence(tr("Name the folder of the new project."));
    if (!m_checked.json.isEmpty()) {
        Q_EMIT startRequested(QString::fromStdString(m_declaration.kind),
                              m_checked.json,
                              m_project == nullptr ? QString() : m_project->text().trimmed());
        return;
    }
    for (FieldEditor* editor : m_editors)
        if (!editor->sentence().isEmpty()) return editor->setFocus();
}

void JobForm::showSentence(const QString& sentence) {
    m_message->showMessage(MessageCard::Kind::Error, sentence);
}

}  // namespace winnow::ui
