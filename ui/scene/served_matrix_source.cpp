// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/served_matrix_source.h"

#include "ui/engine/serve_client.h"

#include <QJsonArray>
#include <QJsonObject>

#include <limits>

namespace winnow::ui {
namespace {

constexpr std::int64_t kServedMembers =
    4;  // 128 cells of them: the 512 samples a question may name

}  // namespace

ServedMatrixSource::ServedMatrixSource(
    ServeClient* client, QString kernel, MatrixOrder order, MatrixValues values, QObject* parent)
    : MatrixSource(std::move(order), parent),
      m_client(client),
      m_kernel(std::move(kernel)),
      m_values(values) {}

void ServedMatrixSource::make(const TileKey& key) {
    const TileMembers rows = tileMembers(size(), key.level, key.row, kServedMembers);
    const TileMembers columns = tileMembers(size(), key.level, key.column, kServedMembers);
    const auto ids = [&](const TileMembers& members) {
        QJsonArray array;
        for (const std::int64_t position : members.positions)
            array.append(qint64{order().samples[static_cast<std::size_t>(position)]});
        return array;
    };
    MatrixTile tile{rows.cells, columns.cells, {}, rows.sampled || columns.sampled};
    m_client->ask(
        {{QStringLiteral("ask"), QStringLiteral("block")},
         {QStringLiteral("kernel"), m_kernel},
         {QStringLiteral("rows"), ids(rows)},
         {QStringLiteral("columns"), ids(columns)},
         {QStringLiteral("members"), qint64{rows.members}},
         {QStringLiteral("values"),
          m_values == MatrixValues::Cosine ? QStringLiteral("cosine") : QStringLiteral("kappa")}},
        this,
        [this, tile = std::move(tile)](const ServeAnswer& answer) mutable {
            if (!answer.ok) return fail(answer.error);
            const QJsonArray values = answer.body.value(QStringLiteral("values")).toArray();
            if (values.size() != tile.rows * tile.columns)
                return fail(tr("The engine sent %1 values where %2 were asked for; use "
                               "the winnow-engine that came with this window.")
                                .arg(values.size())
                                .arg(tile.rows * tile.columns));
            tile.values.reserve(static_cast<std::size_t>(values.size()));
            for (const QJsonValue& value : values)
                tile.values.push_back(
                    static_cast<float>(value.toDouble(std::numeric_limits<double>::quiet_NaN())));
            finish(std::move(tile));
        });
}

}  // namespace winnow::ui
