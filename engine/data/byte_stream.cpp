// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"

#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <zlib.h>

namespace winnow::data {

namespace fs = std::filesystem;

struct ByteStream::Impl {
    fs::path path;
    gzFile handle = nullptr;
    bool packed = false;
    std::uint64_t bytes = 0;     ///< size of the file on disk
    std::uint64_t position = 0;  ///< unpacked bytes handed out so far
    int peeked = -1;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (handle) gzclose_r(handle);
    }
};

ByteStream::ByteStream(const fs::path& file) : m_impl(std::make_unique<Impl>()) {
    m_impl->path = file;
    std::error_code code;
    if (!fs::is_regular_file(file, code))
        throw badInput(fmt::format("{} is not a file that can be read", displayed(file)));
    m_impl->bytes = fs::file_size(file, code);
    m_impl->handle = gzopen(file.c_str(), "rb");
    if (!m_impl->handle)
        throw badInput(
            fmt::format("{} cannot be opened: {}", displayed(file), std::strerror(errno)));
    gzbuffer(m_impl->handle, 1U << 20);
    m_impl->packed = gzdirect(m_impl->handle) == 0;
}
ByteStream::~ByteStream() = default;
ByteStream::ByteStream(ByteStream&&) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&&) noexcept = default;

std::size_t ByteStream::read(std::span<std::uint8_t> out) {
    std::size_t done = 0;
    if (m_impl->peeked >= 0 && !out.empty()) {
        out[done++] = static_cast<std::uint8_t>(m_impl->peeked);
        m_impl->peeked = -1;
    }
    while (done < out.size()) {
        const auto want = static_cast<unsigned>(std::min<std::size_t>(out.size() - done, 1U << 30));
        const int got = gzread(m_impl->handle, out.data() + done, want);
        if (got < 0)
            throw badInput(
                fmt::format("{} is damaged: its gzip data cannot be unpacked after {} bytes",
                            displayed(m_impl->path),
                            m_impl->position + done));
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    m_impl->position += done;
    return done;
}

void ByteStream::readExactly(std::span<std::uint8_t> out) {
    const std::size_t got = read(out);
    if (got != out.size())
        throw badInput(fmt::format("{} is cut short: it ends after {} bytes, where {} more are due",
                                   displayed(m_impl->path),
                                   m_impl->position,
                                   out.size() - got));
}

void ByteStream::skip(std::uint64_t bytes) {
    std::array<std::uint8_t, 1U << 14> scrap{};
    while (bytes > 0) {
        const std::size_t part = std::min<std::uint64_t>(bytes, scrap.size());
        readExactly(std::span(scrap).first(part));
        bytes -= part;
    }
}

bool ByteStream::atEnd() {
    if (m_impl->peeked >= 0) return false;
    std::uint8_t byte = 0;
    if (read({&byte, 1}) == 0) return true;
    m_impl->peeked = byte;
    --m_impl->position;
    return false;
}

bool ByteStream::packed() const { return m_impl->packed; }

std::uint64_t ByteStream::largestSize() const {
    return m_impl->packed ? m_impl->bytes * kLargestInflation : m_impl->bytes;
}

const fs::path& ByteStream::file() const { return m_impl->path; }

std::vector<std::uint8_t> readFile(const fs::path& file, std::uint64_t limit) {
    std::error_code code;
    const std::uint64_t size = fs::is_regular_file(file, code) ? fs::file_size(file, code) : 0;
    if (code) throw badInput(fmt::format("{} cannot be read", displayed(file)));
    if (size > limit)
        throw badInput(fmt::format(
            "{} holds {} bytes, more than the {} allowed", displayed(file), size, limit));
    std::vector<std::uint8_t> bytes(size);
    std::ifstream in(file, std::ios::binary);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!in) throw badInput(fmt::format("{} cannot be read", displayed(file)));
    return bytes;
}

std::vector<std::uint8_t> readHead(const fs::path& file, std::size_t count) {
    ByteStream stream(file);
    std::vector<std::uint8_t> head(count);
    head.resize(stream.read(head));
    return head;
}

namespace {

/// Length of the UTF-8 sequence at the start of `text`, 0 when there is no valid one.
std::size_t sequenceLength(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xf0 && lead < 0xf5   ? 4
                               : lead >= 0xe0 && lead < 0xf0 ? 3
                               : lead >= 0xc2 && lead < 0xe0 ? 2
                                                             : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
    const auto second = static_cast<unsigned char>(text[1]);
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool outside = (lead == 0xed && second > 0x9f) || (lead == 0xf4 && second > 0x8f);
    return overlong || outside ? 0 : length;
}

}  // namespace

std::string displayed(const fs::path& path) {
    const std::string raw = path.string();
    std::string shown;
    for (std::string_view rest = raw; !rest.empty();) {
        const std::size_t length = sequenceLength(rest);
        shown += length == 0 ? std::string_view("\xef\xbf\xbd") : rest.substr(0, length);
        rest.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return shown;
}

}  // namespace winnow::data
