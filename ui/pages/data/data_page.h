// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace winnow::ui {

class ClassPanel;
class DataTasks;
class EmptyPanel;
class GalleryView;
class MessageCard;
class SampleActions;
class SampleModel;
class ViewOptions;

/// The chosen data set: images per class and, taking the room, the gallery of its training split.
class DataPage : public Page {
    Q_OBJECT

public:
    explicit DataPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Data"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Data; }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    void activated() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    [[nodiscard]] GalleryView* gallery() const { return m_gallery; }
    [[nodiscard]] ClassPanel* classPanel() const { return m_classes; }
    [[nodiscard]] ViewOptions* options() const { return m_options; }
    [[nodiscard]] SampleActions* actions() const { return m_actions; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }
    [[nodiscard]] QComboBox* datasetBox() const { return m_datasets; }
    [[nodiscard]] DataTasks* tasks() const { return m_tasks; }

private:
    void build();
    void buildHeader();
    void connectSession();
    void connectParts();
    void showDatasets();
    void showState();
    void applyOptions();
    void sortBy(const QString& score, Qt::SortOrder order);
    void say(const QString& sentence);
    void leadOn();

    SampleModel* m_model;
    ClassPanel* m_classes;
    ViewOptions* m_options;
    MessageCard* m_message;
    GalleryView* m_gallery;
    EmptyPanel* m_empty;
    QStackedWidget* m_stack;
    SampleActions* m_actions;
    QComboBox* m_datasets;
    QPushButton* m_wants;
    DataTasks* m_tasks;
    QPushButton* m_import;
};

}  // namespace winnow::ui
