// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/matrix_source.h"
#include "ui/session/arrays.h"

namespace winnow::ui {

enum class MatrixValues { Kappa, Cosine };

/// Tiles from a kernel's stored matrix, read in a thread of its own. A cell of up to 8 x 8 values
/// is their mean; a larger one that of 8 x 8 values spread over it.
class StoredMatrixSource : public MatrixSource {
    Q_OBJECT

public:
    /// kernel.matrix is not empty; every sample of the order is in the kernel.
    StoredMatrixSource(const KernelArrays& kernel,
                       MatrixOrder order,
                       MatrixValues values,
                       QObject* parent = nullptr);
    ~StoredMatrixSource() override;

protected:
    void make(const TileKey& key) override;

private:
    struct Shared;
    std::shared_ptr<const Shared> m_shared;
};

}  // namespace winnow::ui
