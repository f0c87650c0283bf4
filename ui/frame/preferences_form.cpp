// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/preferences_form.h"

#include "ui/frame/settings.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/segments.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

namespace winnow::ui {

PreferencesForm::PreferencesForm(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Preferences"));
    const Preferences now = preferences();
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    auto* title = new QLabel(tr("Preferences"), this);
    title->setProperty("role", QStringLiteral("pageTitle"));
    column->addWidget(title);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(scaled(12));
    form->setHorizontalSpacing(scaled(16));
    column->addLayout(form);

    auto* themes = new Segments({tr("System"), tr("Light"), tr("Dark")}, this);
    themes->setCurrentIndex(static_cast<int>(now.theme));
    themes->setAccessibleName(tr("Theme"));
    form->addRow(tr("Theme"), themes);
    auto* font = new QSpinBox(this);
    font->setRange(kMinimumFontSize, kMaximumFontSize);
    font->setSuffix(tr(" px"));
    font->setValue(now.fontSize);
    form->addRow(tr("Text size"), font);
    auto* motion = new QCheckBox(tr("Fold panels at once"), this);
    motion->setChecked(now.reduceMotion);
    form->addRow(tr("Reduce motion"), motion);
    auto* threads = new QSpinBox(this);
    threads->setRange(0, QThread::idealThreadCount());
    threads->setSpecialValueText(tr("as many as the machine has"));
    threads->setValue(now.threads);
    threads->setToolTip(tr("Processor threads a job may use; forms start with this number"));
    form->addRow(tr("Engine threads"), threads);

    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);

    connect(themes, &Segments::currentChanged, this, [this](int index) {
        Preferences p = preferences();
        p.theme = static_cast<ThemeChoice>(index);
        keep(p);
    });
    connect(font, &QSpinBox::valueChanged, this, [this](int size) {
        Preferences p = preferences();
        p.fontSize = size;
        keep(p);
    });
    connect(motion, &QCheckBox::toggled, this, [this](bool on) {
        Preferences p = preferences();
        p.reduceMotion = on;
        keep(p);
    });
    connect(threads, &QSpinBox::valueChanged, this, [this](int count) {
        Preferences p = preferences();
        p.threads = count;
        keep(p);
    });
}

void PreferencesForm::keep(const Preferences& wanted) {
    setPreferences(wanted);
    Q_EMIT changed();
}

}  // namespace winnow::ui
