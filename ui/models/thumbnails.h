// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/dataset.h"
#include "ui/session/mapped.h"

#include <QCache>
#include <QImage>
#include <QSize>

#include <cstdint>

namespace winnow::ui {

class Session;

/// Pictures of the samples of the chosen data set, from its mapped files. The images stay at the
/// size they are stored in; views scale them.
class Thumbnails {
public:
    explicit Thumbnails(const Session* session);

    /// At most 64 a side. Null when the sample has none (files damaged or gone).
    [[nodiscard]] QImage thumbnail(std::int64_t id) const;
    /// At the model's size.
    [[nodiscard]] QImage image(std::int64_t id) const;
    /// Of the test split, at the model's size.
    [[nodiscard]] QImage testImage(std::int64_t id) const;
    /// Of every thumbnail; empty without a data set.
    [[nodiscard]] QSize size() const;

    /// Call when the session's data set changed.
    void reset();

private:
    [[nodiscard]] QImage imageOf(const store::Split& split, std::int64_t id) const;

    const Session* m_session;
    Mapped<std::uint8_t> m_file;
    mutable QCache<std::int64_t, QImage> m_cache;
};

}  // namespace winnow::ui
