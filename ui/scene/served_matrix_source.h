// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/stored_matrix_source.h"

namespace winnow::ui {

class ServeClient;

/// Tiles of a kernel whose matrix is not stored: the engine computes them again from the network
/// (engine/run/serve.cpp, "block"). A cell of up to 4 x 4 values is their mean; a larger one that
/// of 4 x 4 values spread over it.
class ServedMatrixSource : public MatrixSource {
    Q_OBJECT

public:
    /// `client` outlives the source.
    ServedMatrixSource(ServeClient* client,
                       QString kernel,
                       MatrixOrder order,
                       MatrixValues values,
                       QObject* parent = nullptr);

protected:
    void make(const TileKey& key) override;

private:
    ServeClient* m_client;
    QString m_kernel;
    MatrixValues m_values;
};

}  // namespace winnow::ui
