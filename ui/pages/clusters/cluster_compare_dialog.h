// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QComboBox;
class QJsonObject;
class QLabel;
class QPushButton;
class QStandardItemModel;
class QTableView;

namespace winnow::ui {

class MessageCard;
class ServeClient;
class Session;

/// Two stored clusterings of the chosen data set side by side: how much they agree in all and per
/// class. The engine compares; what it said can be kept as a result.
class ClusterCompareDialog : public QDialog {
    Q_OBJECT

public:
    /// Both outlive the dialog; `client` may be null (no engine).
    ClusterCompareDialog(Session* session, ServeClient* client, QWidget* parent = nullptr);

    void setClusters(const QString& first, const QString& second);
    [[nodiscard]] QStandardItemModel* table() const { return m_table; }
    [[nodiscard]] QString summary() const;
    [[nodiscard]] MessageCard* message() const { return m_message; }

Q_SIGNALS:
    /// The person wants the comparison kept: fields of the job compare-clusters.
    void keepRequested(const QByteArray& fields);

private:
    enum Column { Class, Samples, AdjustedRand, SizeRanks, HeadOverlap, Columns };
    void fillFields();
    void makeTable();
    void compare();
    void showAnswer(const QJsonObject& answer);
    void addRow(const QString& name, const QJsonObject& figures);
    void keep();

    Session* m_session;
    ServeClient* m_client;
    QComboBox* m_first;
    QComboBox* m_second;
    QLabel* m_what;
    QLabel* m_summary;
    QTableView* m_view;
    QStandardItemModel* m_table;
    MessageCard* m_message;
    QPushButton* m_keep;
    int m_question = 0;
};

}  // namespace winnow::ui
