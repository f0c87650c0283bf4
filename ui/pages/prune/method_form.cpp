// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/method_form.h"

#include "engine/jobs/declaration.h"
#include "engine/store/error.h"
#include "ui/pages/prune/prune_method.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/sizes.h"
#include "ui/theme/window_style.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace winnow::ui {
namespace {

constexpr std::array kArtifacts{Part::Run, Part::Kernel, Part::Cluster};

bool isOffered(const jobs::Field& field, const std::string& method) {
    if (field.name == "method" || field.name == "keep" || field.name == "name") return false;
    return field.offeredWhere.field == "method" &&
           std::ranges::count(field.offeredWhere.values, method) > 0;
}

std::optional<Part> partOf(const jobs::Field& field) {
    const auto part = std::ranges::find_if(
        kArtifacts, [&](Part one) { return partKind(one).toStdString() == field.refersTo; });
    return part == kArtifacts.end() ? std::nullopt : std::optional(*part);
}

QString titleOf(const std::string& name) {
    QString title = QString::fromStdString(name).replace(u'-', u' ');
    title[0] = title[0].toUpper();
    return title;
}

}  // namespace

struct MethodForm::Row {
    jobs::Field field;
    std::optional<Part> part;
    QComboBox* artifact = nullptr;
    QComboBox* choice = nullptr;
    QLineEdit* text = nullptr;
    QLabel* sentence = nullptr;

    [[nodiscard]] QWidget* input() const {
        if (artifact != nullptr) return artifact;
        return choice != nullptr ? static_cast<QWidget*>(choice) : text;
    }
    /// What the job would be told; empty: nothing.
    [[nodiscard]] QString value() const {
        if (artifact != nullptr) return artifact->currentData().toString();
        return choice != nullptr ? choice->currentText() : text->text().trimmed();
    }
};

MethodForm::MethodForm(Session* session, QWidget* parent)
    : QWidget(parent), m_session(session), m_method(new QComboBox(this)), m_form(new QFormLayout) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(scaled(size::kSpace));
    m_form->setVerticalSpacing(scaled(size::kSpaceInGroup));
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    column->addLayout(m_form);
    for (const PruneMethod& method : pruneMethods()) m_method->addItem(method.title, method.id);
    m_method->setAccessibleName(tr("Method"));
    auto* label = new QLabel(tr("Method"), this);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setMinimumWidth(scaled(64));
    m_form->addRow(label, m_method);
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        rebuild();
        Q_EMIT changed();
    });
    const auto renew = [this] {
        fillArtifacts();
        Q_EMIT changed();
    };
    connect(session, &Session::artifactsChanged, this, renew);
    connect(session, &Session::chosenChanged, this, [renew](Part part) {
        if (part != Part::Selection && part != Part::Embedding) renew();
    });
    rebuild();
}

MethodForm::~MethodForm() = default;

QString MethodForm::method() const { return m_method->currentData().toString(); }

void MethodForm::setMethod(const QString& method) {
    const int index = m_method->findData(method);
    if (index >= 0) m_method->setCurrentIndex(index);
}

void MethodForm::rebuild() {
    m_rows.clear();
    while (m_form->rowCount() > 1) m_form->removeRow(m_form->rowCount() - 1);
    const auto& fields = jobs::declaration("select").fields;
    for (int i = 0; i < static_cast<int>(fields.size()); ++i)
        if (isOffered(fields[static_cast<std::size_t>(i)], method().toStdString())) addField(i);
    fillArtifacts();
}

void MethodForm::addField(int index) {
    const jobs::Field& field = jobs::declaration("select").fields[static_cast<std::size_t>(index)];
    auto row = std::make_unique<Row>();
    row->field = field;
    row->part = partOf(field);
    if (field.type == jobs::FieldType::Artifact && !row->part)
        return;  // the data set: the session's
    auto* cell = new QWidget(this);
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setSpacing(scaled(size::kSpace));
    column->addLayout(line);
    addInput(*row, cell, line);
    QWidget* input = row->input();
    row->sentence = new QLabel(cell);
    row->sentence->setProperty("role", QStringLiteral("danger"));
    row->sentence->setWordWrap(true);
    row->sentence->hide();
    column->addWidget(row->sentence);
    input->setToolTip(QString::fromStdString(field.help));
    input->setAccessibleName(titleOf(field.name));
    auto* label = new QLabel(titleOf(field.name), this);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setToolTip(input->toolTip());
    label->setBuddy(input);
    m_form->addRow(label, cell);
    m_rows.push_back(std::move(row));
}

void MethodForm::addInput(Row& row, QWidget* cell, QHBoxLayout* line) {
    Row* raw = &row;
    if (row.part) {
        row.artifact = new QComboBox(cell);
        row.artifact->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        line->addWidget(row.artifact, 1);
        connect(row.artifact, &QComboBox::activated, this, [this, raw] {
            m_session->choose(*raw->part, raw->artifact->currentData().toString());
        });
        return;
    }
    if (row.field.type == jobs::FieldType::Choice) {
        row.choice = new QComboBox(cell);
        for (const std::string& word : row.field.choices)
            row.choice->addItem(QString::fromStdString(word));
        row.choice->setCurrentText(QString::fromStdString(row.field.defaultValue));
        line->addWidget(row.choice, 1);
        connect(row.choice, &QComboBox::currentIndexChanged, this, &MethodForm::changed);
        return;
    }
    row.text = new QLineEdit(QString::fromStdString(row.field.defaultValue), cell);
    row.text->setFixedWidth(scaled(row.field.name == "damping" ? 96 : 64));
    row.text->setPlaceholderText(row.field.name == "damping" ? tr("weight decay") : tr("none"));
    line->addWidget(row.text);
    // Of a share the value itself says so: "10%".
    const bool share = row.field.type == jobs::FieldType::Share;
    auto* unit = new QLabel(share ? QString() : QString::fromStdString(row.field.unit), cell);
    unit->setProperty("role", QStringLiteral("caption"));
    unit->setWordWrap(true);
    line->addWidget(unit, 1);
    connect(row.text, &QLineEdit::textChanged, this, [this, raw] {
        (void)check(*raw);
        Q_EMIT changed();
    });
}

void MethodForm::fillArtifacts() {
    for (const auto& row : m_rows) {
        if (!row->artifact) continue;
        const QSignalBlocker blocker(row->artifact);
        row->artifact->clear();
        for (const store::ArtifactRow& one : m_session->artifacts(*row->part)) {
            const QString id = QString::fromStdString(one.id);
            row->artifact->addItem(m_session->title(id), id);
        }
        row->artifact->setCurrentIndex(row->artifact->findData(m_session->chosen(*row->part)));
        row->artifact->setEnabled(row->artifact->count() > 0);
    }
}

/// Tests one field by its declaration alone; the sentence stands under it.
bool MethodForm::check(Row& row) const {
    if (!row.text) return true;
    QString sentence;
    if (!row.text->text().trimmed().isEmpty()) {
        jobs::Declaration one;
        one.kind = "select";
        one.fields = {row.field};
        try {
            (void)jobs::validated(one,
                                  {{row.field.name, row.text->text().trimmed().toStdString()}});
        } catch (const Error& error) {
            sentence =
                sentenceText(QString::fromUtf8(error.what()).remove(QStringLiteral("select: ")));
        }
    }
    setVariant(row.text, "state", sentence.isEmpty() ? QString() : QStringLiteral("invalid"));
    row.sentence->setText(sentence);
    row.sentence->setVisible(!sentence.isEmpty());
    return sentence.isEmpty();
}

QJsonObject MethodForm::fields() const {
    QJsonObject fields{{QStringLiteral("method"), method()}};
    for (const auto& row : m_rows) {
        const QString name = QString::fromStdString(row->field.name);
        if (!check(*row)) return {};
        if (const QString value = row->value(); !value.isEmpty()) fields[name] = value;
    }
    const bool fromDataset =
        !fields.contains(QStringLiteral("run")) && !fields.contains(QStringLiteral("kernel"));
    if (method() == u"random" && fromDataset)
        fields[QStringLiteral("dataset")] = m_session->chosen(Part::Dataset);
    return fields;
}

QWidget* MethodForm::input(const QString& field) const {
    for (const auto& row : m_rows)
        if (QString::fromStdString(row->field.name) == field) return row->input();
    return field == u"method" ? m_method : nullptr;
}

QString MethodForm::sentence(const QString& field) const {
    for (const auto& row : m_rows)
        if (QString::fromStdString(row->field.name) == field) return row->sentence->text();
    return {};
}

}  // namespace winnow::ui
