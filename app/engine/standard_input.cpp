// SPDX-License-Identifier: Apache-2.0
#include "app/engine/standard_input.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace winnow::app {

StandardInput::int_type StandardInput::underflow() {
    constexpr int kPollMilliseconds = 100;
    while (!m_stop.stop_requested()) {
        pollfd waiting{STDIN_FILENO, POLLIN, 0};
        const int ready = poll(&waiting, 1, kPollMilliseconds);
        if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
        const auto got = ready < 0 ? -1 : ::read(STDIN_FILENO, m_buffer.data(), m_buffer.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) break;
        setg(m_buffer.data(), m_buffer.data(), m_buffer.data() + got);
        return traits_type::to_int_type(m_buffer.front());
    }
    return traits_type::eof();
}

}  // namespace winnow::app
