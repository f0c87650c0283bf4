// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"
#include "ui/pages/interactions/kernel_facts.h"
#include "ui/pages/interactions/pair_source.h"

#include <QWidget>

#include <array>
#include <optional>

class QLabel;

namespace winnow::ui {

class KeyValueList;
class LogitBlock;
class MessageCard;
class ServeClient;
class Session;
class TileLabel;

/// Two samples and what they do to each other: pictures, values, relation, block of logits. The
/// engine is asked for the values; while it works or when it fails, the pictures stay.
class PairView : public QWidget {
    Q_OBJECT

public:
    PairView(Session* session, ServeClient* client, QWidget* parent = nullptr);

    void setKernel(const KernelFacts& facts);
    /// Ids of two samples; -1: none.
    void setPair(std::int64_t first, std::int64_t second);
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> pair() const { return {m_first, m_second}; }
    [[nodiscard]] const std::optional<PairAnswer>& answer() const { return m_answer; }
    [[nodiscard]] LogitBlock* block() const { return m_block; }

Q_SIGNALS:
    void pairChanged(std::int64_t first, std::int64_t second);
    /// No answer (yet) to what is shown: empty.
    void answerChanged(const std::optional<winnow::ui::PairAnswer>& answer);
    /// One of the pictures was clicked.
    void chosen(std::int64_t sample);

private:
    void ask();
    void setAnswer(std::optional<PairAnswer> answer);
    void updatePictures();
    void updateValues();
    [[nodiscard]] QString nameOf(std::int64_t sample) const;

    Session* m_session;
    Thumbnails m_thumbnails;
    PairSource* m_source;
    KernelFacts m_facts;
    std::int64_t m_first = -1, m_second = -1;
    std::optional<PairAnswer> m_answer;
    std::array<TileLabel*, 2> m_pictures{};
    QLabel* m_cosine;
    KeyValueList* m_values;
    QLabel* m_relation;
    QLabel* m_caption;
    LogitBlock* m_block;
    MessageCard* m_message;
};

}  // namespace winnow::ui
