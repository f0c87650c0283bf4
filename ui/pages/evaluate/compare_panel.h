// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/evaluate/evaluation_chart.h"
#include "ui/widgets/panel.h"

class QCheckBox;
class QPushButton;
class QVBoxLayout;

namespace winnow::ui {

class ExperimentChoice;
class KeyValueList;
class Segments;

/// What is compared: which evaluation, which methods, what the bands are, and how it was measured;
/// below the button that starts another one.
class ComparePanel : public Panel {
    Q_OBJECT

public:
    explicit ComparePanel(ExperimentChoice* choice, QWidget* parent = nullptr);

    /// Methods as they come in Evaluation::methods(); those that were hidden stay hidden.
    void showEvaluation(const Evaluation& evaluation);
    void showNothing();

    [[nodiscard]] const QSet<QString>& hiddenMethods() const { return m_hidden; }
    void setHiddenMethods(const QSet<QString>& methods);
    [[nodiscard]] Band band() const;
    void setBand(Band band);

    /// Null where the method is not there.
    [[nodiscard]] QCheckBox* box(const QString& method) const { return m_boxes.value(method); }
    [[nodiscard]] Segments* bands() const { return m_bands; }
    [[nodiscard]] QPushButton* button() const { return m_start; }

Q_SIGNALS:
    /// Hidden methods or the band, by a person.
    void changed();

private:
    void listMethods(const QStringList& methods, const QStringList& titles);

    QVBoxLayout* m_methods;
    QStringList m_listed;
    QMap<QString, QCheckBox*> m_boxes;
    QSet<QString> m_hidden;
    Segments* m_bands;
    KeyValueList* m_facts;
    QPushButton* m_start;
};

}  // namespace winnow::ui
