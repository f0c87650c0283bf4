// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/field_editor.h"

#include "ui/frame/job_spec.h"
#include "ui/session/session.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>

#include <algorithm>
#include <array>
#include <utility>

namespace winnow::ui {
namespace {

void polish(QWidget* widget, const char* property, const QVariant& value) {
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

}  // namespace

FieldEditor::FieldEditor(const jobs::Field& field, const Session* session, QWidget* parent)
    : QWidget(parent), m_field(field), m_sentence(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(scaled(2));
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kSpace));
    column->addLayout(row);
    m_sentence->setProperty("role", QStringLiteral("danger"));
    m_sentence->setWordWrap(true);
    m_sentence->hide();
    column->addWidget(m_sentence);

    makeInput(session);
    connect(this, &FieldEditor::edited, this, [this] { m_touched = true; });
    QWidget* input = m_line != nullptr    ? static_cast<QWidget*>(m_line)
                     : m_combo != nullptr ? static_cast<QWidget*>(m_combo)
                     : m_check != nullptr ? static_cast<QWidget*>(m_check)
                                          : m_choices;
    input->setToolTip(fieldHelp(field));
    input->setAccessibleName(fieldTitle(field));
    setFocusProxy(input);
    const bool wide = field.type == jobs::FieldType::Path || m_combo != nullptr ||
                      m_choices != nullptr || field.type == jobs::FieldType::Name ||
                      field.type == jobs::FieldType::Artifact;
    if (m_line != nullptr && !wide) m_line->setMaximumWidth(scaled(120));
    row->addWidget(input, wide ? 1 : 0);
    if (field.type == jobs::FieldType::Path) {
        auto* button = new QPushButton(tr("Browse…"), this);
        connect(button, &QPushButton::clicked, this, &FieldEditor::browse);
        row->addWidget(button);
    }
    if (!field.unit.empty()) {
        auto* unit = new QLabel(QString::fromStdString(field.unit), this);
        unit->setProperty("role", QStringLiteral("secondary"));
        row->addWidget(unit);
    }
    if (!wide) row->addStretch(1);
}

void FieldEditor::makeInput(const Session* session) {
    switch (m_field.type) {
        case jobs::FieldType::Flag:
            m_check = new QCheckBox(this);
            m_check->setChecked(m_field.defaultValue == "true");
            connect(m_check, &QCheckBox::toggled, this, &FieldEditor::edited);
            return;
        case jobs::FieldType::Choice:
            if (m_field.repeated) return makeTicks();
            m_combo = new QComboBox(this);
            if (m_field.defaultValue.empty() && !m_field.required) m_combo->addItem(tr("any"), "");
            for (const std::string& choice : m_field.choices)
                addChoice(QString::fromStdString(choice));
            choose(QString::fromStdString(m_field.defaultValue));
            break;
        case jobs::FieldType::Artifact:
            if (m_field.repeated) return makeLine();
            m_combo = new QComboBox(this);
            fillArtifacts(session);
            break;
        default:
            return makeLine();
    }
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_combo, &QComboBox::currentIndexChanged, this, &FieldEditor::edited);
    connect(m_combo, &QComboBox::editTextChanged, this, &FieldEditor::edited);
}

void FieldEditor::makeLine() {
    m_line = new QLineEdit(this);
    connect(m_line, &QLineEdit::textChanged, this, &FieldEditor::edited);
}

void FieldEditor::makeTicks() {
    m_choices = new QWidget(this);
    auto* flow = new FlowLayout(m_choices);
    for (const std::string& choice : m_field.choices) {
        auto* tick = new QCheckBox(QString::fromStdString(choice), m_choices);
        connect(tick, &QCheckBox::toggled, this, [this] { setText(text()); });
        flow->addWidget(tick);
        m_ticks << tick;
    }
    m_choices->setFocusProxy(m_ticks.front());
    choose(QString::fromStdString(m_field.defaultValue));
}

void FieldEditor::addChoice(const QString& choice) {
    if (!choice.endsWith(QLatin1String("-N"))) return m_combo->addItem(choice, choice);
    // A number is typed in the place of the N.
    m_combo->setEditable(true);
    m_combo->setInsertPolicy(QComboBox::NoInsert);
}

void FieldEditor::fillArtifacts(const Session* session) {
    if (!m_field.required) m_combo->addItem(tr("none"), "");
    if (session == nullptr || !session->isOpen()) return;
    static constexpr std::array kKinds{
        Part::Dataset, Part::Run, Part::Kernel, Part::Cluster, Part::Selection, Part::Embedding};
    const QString kind = QString::fromStdString(m_field.refersTo);
    const auto part =
        std::find_if(kKinds.begin(), kKinds.end(), [&](Part p) { return partKind(p) == kind; });
    for (const store::ArtifactRow& row :
         part == kKinds.end() ? session->artifacts(kind) : session->artifacts(*part)) {
        const QString id = QString::fromStdString(row.id);
        m_combo->addItem(session->title(id), id);
    }
    if (!m_field.required) return;
    if (part != kKinds.end())
        choose(session->chosen(*part));
    else
        m_combo->setCurrentIndex(m_combo->count() - 1);  // the newest
}

QString FieldEditor::text() const {
    if (m_check != nullptr)
        return m_check->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    if (m_line != nullptr) return m_line->text().trimmed();
    if (m_choices != nullptr) {
        QStringList ticked;
        for (const QCheckBox* tick : m_ticks)
            if (tick->isChecked()) ticked << tick->text();
        return ticked.join(QStringLiteral(", "));
    }
    return m_combo->isEditable() ? m_combo->currentText().trimmed()
                                 : m_combo->currentData().toString();
}

void FieldEditor::setText(const QString& text) {
    m_touched = true;
    choose(text);
}

void FieldEditor::choose(const QString& text) {
    if (m_check != nullptr) return m_check->setChecked(text == QLatin1String("true"));
    if (m_line != nullptr) return m_line->setText(text);
    if (m_choices != nullptr) {
        // Without any the default is taken: so its ticks show.
        const QString shown = text.isEmpty() ? QString::fromStdString(m_field.defaultValue) : text;
        QStringList wanted = shown.split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (QString& word : wanted) word = word.trimmed();
        for (QCheckBox* tick : std::as_const(m_ticks)) {
            const QSignalBlocker silent(tick);
            tick->setChecked(wanted.contains(tick->text()));
        }
        Q_EMIT edited();
        return;
    }
    int index = m_combo->findData(text);
    if (index < 0) index = m_combo->findText(text);
    if (index >= 0) return m_combo->setCurrentIndex(index);
    if (m_combo->isEditable()) m_combo->setEditText(text);
}

void FieldEditor::setDefaultText(const QString& text) {
    if (m_line != nullptr) return m_line->setPlaceholderText(text);
    if (m_touched || text.isEmpty()) return;
    const QSignalBlocker quiet(this);  // nobody has edited it
    choose(text);
}

void FieldEditor::setSentence(const QString& sentence) {
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    QWidget* input = focusProxy();
    polish(input, "state", sentence.isEmpty() ? QVariant() : QVariant(QStringLiteral("invalid")));
    input->setAccessibleDescription(sentence);
}

QString FieldEditor::sentence() const { return m_sentence->text(); }

void FieldEditor::browse() {
    const QString start = m_line->text();
    const QString title = fieldTitle(m_field);
    const bool writes = !m_field.mustExist && m_field.name == "to";
    const QString chosen = writes || m_field.name == "source"
                               ? QFileDialog::getExistingDirectory(window(), title, start)
                               : QFileDialog::getOpenFileName(window(), title, start);
    if (!chosen.isEmpty()) m_line->setText(chosen);
}

}  // namespace winnow::ui
