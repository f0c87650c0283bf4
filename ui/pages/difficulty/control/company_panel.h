// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/control/control_result.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/panel.h"

class QLabel;

namespace winnow::ui {

class SampleStrip;
class Session;

/// The target of a class and the samples it was trained with, as in Fig. 7 to 14 of the paper. A
/// click selects a sample.
class CompanyPanel : public Panel, public FigureSource {
    Q_OBJECT

public:
    static constexpr std::size_t kMostShown = 10;

    explicit CompanyPanel(Session* session, QWidget* parent = nullptr);

    void showClass(const ControlResult& result, std::int64_t label);
    void clear();
    [[nodiscard]] SampleStrip* target() const { return m_target; }
    [[nodiscard]] SampleStrip* company(Company company) const {
        return m_strips.at(static_cast<std::size_t>(company));
    }

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override { return m_csv; }
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;

private:
    void fill(Company company, const ControlResult& result, std::int64_t label);
    /// Strip by strip with its caption above, from the top; the height it takes.
    int paintStrips(QPainter* painter, int width, const Theme& theme) const;

    Session* m_session;
    QLabel* m_targetCaption = nullptr;
    SampleStrip* m_target;
    std::array<SampleStrip*, kCompanies> m_strips;
    std::array<QLabel*, kCompanies> m_captions;
    QString m_csv, m_provenance;
};

}  // namespace winnow::ui
