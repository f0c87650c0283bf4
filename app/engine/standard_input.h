// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <stop_token>
#include <streambuf>

namespace winnow::app {

/// stdin as a stream buffer that also ends when a stop is requested, however long the other end
/// stays silent.
class StandardInput final : public std::streambuf {
public:
    explicit StandardInput(std::stop_token stop) : m_stop(std::move(stop)) {}

protected:
    int_type underflow() override;

private:
    std::stop_token m_stop;
    std::array<char, 65536> m_buffer{};
};

}  // namespace winnow::app
