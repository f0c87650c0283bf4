// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/member_panel.h"

#include "ui/gallery/gallery_view.h"
#include "ui/models/cluster_model.h"
#include "ui/models/sample_model.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace winnow::ui {

MemberPanel::MemberPanel(Session* session, const ClusterModel* clusters, QWidget* parent)
    : Panel(tr("Members"), parent),
      m_session(session),
      m_clusters(clusters),
      m_model(new SampleModel(session, this)),
      m_gallery(new GalleryView(this)),
      m_select(new QPushButton(this)),
      m_name(new QPushButton(tr("Name…"), this)),
      m_message(new MessageCard(this)) {
    m_model->setSubset(std::vector<std::int64_t>{}, true);
    m_model->setCaption(QStringLiteral("centroid"));
    m_gallery->setSampleModel(m_model);
    m_gallery->setFrameShape(QFrame::NoFrame);
    m_gallery->setAccessibleName(tr("Members of the cluster"));
    m_name->setProperty("kind", QStringLiteral("ghost"));
    m_name->setToolTip(tr("Save the members of this cluster as a named subset"));
    addHeaderWidget(m_name);
    addHeaderWidget(m_select);
    body()->addWidget(m_message);
    body()->addWidget(makeNaming());
    setContent(m_gallery);
    connect(m_select, &QPushButton::clicked, this, &MemberPanel::selectAll);
    connect(m_name, &QPushButton::clicked, this, &MemberPanel::openNaming);
    setCluster(-1);
}

QWidget* MemberPanel::makeNaming() {
    m_naming = new QWidget(this);
    auto* row = new QHBoxLayout(m_naming);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    auto* label = new QLabel(tr("Name of the subset"), m_naming);
    label->setProperty("role", QStringLiteral("secondary"));
    m_nameField = new QLineEdit(m_naming);
    m_nameField->setMaxLength(100);
    m_nameField->setAccessibleName(label->text());
    label->setBuddy(m_nameField);
    auto* save = new QPushButton(tr("Save"), m_naming);
    save->setObjectName(QStringLiteral("saveName"));
    auto* cancel = new QPushButton(tr("Cancel"), m_naming);
    cancel->setProperty("kind", QStringLiteral("ghost"));
    row->addWidget(label);
    row->addWidget(m_nameField, 1);
    row->addWidget(save);
    row->addWidget(cancel);
    m_naming->hide();
    connect(m_nameField, &QLineEdit::returnPressed, this, &MemberPanel::saveName);
    connect(m_nameField, &QLineEdit::textChanged, save, [save](const QString& text) {
        save->setEnabled(!text.trimmed().isEmpty());
        save->setToolTip(save->isEnabled() ? QString() : tr("Type a name first."));
    });
    connect(save, &QPushButton::clicked, this, &MemberPanel::saveName);
    connect(cancel, &QPushButton::clicked, this, &MemberPanel::closeNaming);
    return m_naming;
}

void MemberPanel::setCluster(std::int64_t cluster) {
    m_cluster = cluster;
    m_members = m_clusters->members(cluster);
    closeNaming();
    m_message->hide();
    const bool any = !m_members.empty();
    m_select->setText(tr("Select all %1").arg(countText(std::ssize(m_members))));
    m_select->setEnabled(any);
    m_name->setEnabled(any);
    if (any) {
        const std::int64_t centroid = m_session->cluster().centroids[cluster];
        const QString name = m_session->className(m_session->cluster().clusterClass[cluster]);
        const QString count = m_members.size() == 1
                                  ? tr("1 member")
                                  : tr("%1 members").arg(countText(std::ssize(m_members)));
        setTitle(name.isEmpty() ? tr("Cluster %1: %2").arg(cluster).arg(count)
                                : tr("Cluster %1, %2: %3").arg(cluster).arg(name, count));
        setSubtitle(tr("centroid #%1 first, then by κ to it, strongest first").arg(centroid));
    } else {
        setTitle(tr("Members"));
        setSubtitle(tr("click a bar to open a cluster"));
    }
    m_model->setSubset(m_members, true);
    m_gallery->scrollToTop();
}

void MemberPanel::selectAll() {
    m_session->selection()->select(SampleSet::of(m_session->sampleCount(), m_members));
}

void MemberPanel::openNaming() {
    const QString name = m_session->className(m_session->cluster().clusterClass[m_cluster]);
    m_nameField->setText(name.isEmpty() ? tr("Cluster %1").arg(m_cluster)
                                        : tr("%1, cluster %2").arg(name).arg(m_cluster));
    m_naming->show();
    m_nameField->selectAll();
    m_nameField->setFocus(Qt::OtherFocusReason);
}

void MemberPanel::closeNaming() {
    if (m_naming->isVisibleTo(this) && m_nameField->hasFocus())
        m_name->setFocus(Qt::OtherFocusReason);
    m_naming->hide();
}

void MemberPanel::saveName() {
    const QString name = m_nameField->text().trimmed();
    if (name.isEmpty()) return;
    QString refusal;
    const auto connection = connect(
        m_session->annotations(), &Annotations::refused, this, [&refusal](const QString& sentence) {
            refusal = sentence;
        });
    m_session->annotations()->saveSubset(
        name,
        tr("Members of cluster %1 of %2").arg(m_cluster).arg(m_session->cluster().id),
        SampleSet::of(m_session->sampleCount(), m_members));
    disconnect(connection);
    if (!refusal.isEmpty())
        return m_message->showMessage(MessageCard::Kind::Error, refusal, {}, true);
    closeNaming();
    m_message->showMessage(MessageCard::Kind::Info,
                           tr("Saved %1 as “%2”.").arg(samplesText(std::ssize(m_members)), name),
                           {},
                           true);
}

void MemberPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_naming->isVisibleTo(this)) return closeNaming();
    Panel::keyPressEvent(event);
}

}  // namespace winnow::ui
