// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

#include <memory>

class QComboBox;
class QFormLayout;
class QHBoxLayout;

namespace winnow::ui {

class Session;

/// Method and fields of `select` for the task column, from its declaration: what a method does not
/// read is not shown. Runs, kernels and clusters are those the session looks at; choosing another
/// one chooses it there. The share to keep and the name are the page's.
class MethodForm : public QWidget {
    Q_OBJECT

public:
    explicit MethodForm(Session* session, QWidget* parent = nullptr);
    ~MethodForm() override;

    [[nodiscard]] QString method() const;
    void setMethod(const QString& method);

    /// A JSON object for the job, with method and data; empty while a field is not valid.
    [[nodiscard]] QJsonObject fields() const;

    /// The input of a field, for tests and focus; nullptr when it is not shown.
    [[nodiscard]] QWidget* input(const QString& field) const;
    [[nodiscard]] QString sentence(const QString& field) const;

Q_SIGNALS:
    /// A person or the session changed something.
    void changed();

private:
    struct Row;
    void rebuild();
    void addField(int index);
    void addInput(Row& row, QWidget* cell, QHBoxLayout* line);
    void fillArtifacts();
    [[nodiscard]] bool check(Row& row) const;

    Session* m_session;
    QComboBox* m_method;
    QFormLayout* m_form;
    std::vector<std::unique_ptr<Row>> m_rows;
};

}  // namespace winnow::ui
