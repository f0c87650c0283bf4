// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/name_form.h"

#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QCompleter>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

constexpr int kLongest = 100;  // as the engine takes names

}  // namespace

NameForm::NameForm(const QString& title,
                   const QString& label,
                   const QString& proposal,
                   const QStringList& known,
                   QWidget* parent)
    : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    auto* heading = new QLabel(title, this);
    heading->setProperty("role", QStringLiteral("panelTitle"));
    column->addWidget(heading);
    auto* line = new QLineEdit(proposal, this);
    line->setMaxLength(kLongest);
    line->setMinimumWidth(scaled(280));
    line->selectAll();
    if (!known.isEmpty()) line->setCompleter(new QCompleter(known, line));
    auto* form = new QFormLayout;
    form->addRow(label, line);
    column->addLayout(form);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto* done = new QPushButton(tr("OK"), this);
    done->setProperty("kind", QStringLiteral("primary"));
    done->setDefault(true);
    row->addWidget(cancel);
    row->addWidget(done);
    column->addLayout(row);
    const auto check = [done, line] { done->setEnabled(!line->text().trimmed().isEmpty()); };
    connect(line, &QLineEdit::textChanged, this, check);
    check();
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(done, &QPushButton::clicked, this, [this, line] {
        const QString name = line->text().trimmed();
        accept();
        Q_EMIT named(name);
    });
}

}  // namespace winnow::ui
