// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include <functional>

class QLineEdit;
class QStringListModel;
class QToolButton;

namespace winnow::ui {

class Chip;

struct ShownTag {
    QString tag;
    QString text;  ///< of the chip: the tag, with a count where several samples are meant
};

/// Tags as chips, with a button that opens a field for another one. × takes a tag off, a click
/// edits it; Esc leaves the field, Enter takes it.
class TagEditor : public QWidget {
    Q_OBJECT

public:
    explicit TagEditor(QWidget* parent = nullptr);

    void setTags(const QList<ShownTag>& tags);
    /// Offered while typing.
    void setKnownTags(const QStringList& tags);
    void setEditable(bool editable, const QString& reason = {});
    /// Opens the field for a new tag.
    void beginAdding();

    [[nodiscard]] QList<Chip*> chips() const { return m_chips; }
    [[nodiscard]] QToolButton* addButton() const { return m_add; }
    [[nodiscard]] QLineEdit* field() const { return m_field; }

Q_SIGNALS:
    void added(const QString& tag);
    void removed(const QString& tag);
    void changed(const QString& from, const QString& to);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void open(const QString& tag);
    void accept();
    void close();

    QList<ShownTag> m_tags;
    QList<Chip*> m_chips;
    QToolButton* m_add;
    QLineEdit* m_field;
    QStringListModel* m_known;
    QString m_edited;  ///< the tag the field changes; empty: a new one
};

}  // namespace winnow::ui
