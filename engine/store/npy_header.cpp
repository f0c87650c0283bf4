// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/store/npy.h"

#include <algorithm>
#include <array>
#include <charconv>

// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
namespace winnow::store {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;
/// NumPy refuses headers over 10,000 characters unless told to trust the file; so do we.
constexpr std::size_t kLongestHeader = 10000;
constexpr std::size_t kMostDimensions = 64;

struct TypeCode {
    std::string_view code;
    DType type;
};
// In the order of DType.
constexpr std::array<TypeCode, 11> kCodes{{{"b1", DType::Bool},
                                           {"i1", DType::Int8},
                                           {"u1", DType::UInt8},
                                           {"i2", DType::Int16},
                                           {"u2", DType::UInt16},
                                           {"i4", DType::Int32},
                                           {"u4", DType::UInt32},
                                           {"i8", DType::Int64},
                                           {"u8", DType::UInt64},
                                           {"f4", DType::Float32},
                                           {"f8", DType::Float64}}};

/// Reads the one Python literal that a header may be: a dictionary of descr, fortran_order and
/// shape.
class HeaderReader {
public:
    HeaderReader(std::string_view text, const std::string& where) : m_text(text), m_where(where) {}

    NpyHeader header() {
        NpyHeader result;
        bool descr = false, order = false, shape = false;
        expect('{');
        while (!take('}')) {
            const std::string_view key = quoted();
            expect(':');
            if (key == "descr" && !descr) {
                readType(result);
                descr = true;
            } else if (key == "fortran_order" && !order) {
                result.fortranOrder = boolean();
                order = true;
            } else if (key == "shape" && !shape) {
                result.shape = tuple();
                shape = true;
            } else {
                malformed("an unknown or repeated key");
            }
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (!m_text.empty()) malformed("text after its end");
        if (!descr || !order || !shape) malformed("no descr, fortran_order or shape");
        return result;
    }

private:
    [[noreturn]] void malformed(const std::string& what) const {
        throw badInput("the .npy header of " + m_where + " has " + what +
                       "; save the array again with numpy.save");
    }
    void skipSpace() {
        m_text.remove_prefix(std::min(m_text.find_first_not_of(" \t\r\n"), m_text.size()));
    }
    bool take(char c) {
        skipSpace();
        if (!m_text.starts_with(c)) return false;
        m_text.remove_prefix(1);
        return true;
    }
    void expect(char c) {
        if (!take(c)) malformed(std::string("no '") + c + "' where one belongs");
    }
    bool takeWord(std::string_view word) {
        skipSpace();
        if (!m_text.starts_with(word)) return false;
        m_text.remove_prefix(word.size());
        return true;
    }
    std::string_view quoted() {
        skipSpace();
        const char quote = m_text.empty() ? '\0' : m_text.front();
        if (quote != '\'' && quote != '"') malformed("no quoted text where some belongs");
        const std::size_t end = m_text.find(quote, 1);
        if (end == std::string_view::npos) malformed("a quote that never closes");
        const std::string_view result = m_text.substr(1, end - 1);
        m_text.remove_prefix(end + 1);
        return result;
    }
    bool boolean() {
        if (takeWord("True")) return true;
        if (takeWord("False")) return false;
        malformed("a fortran_order that is neither True nor False");
    }
    Shape tuple() {
        Shape shape;
        expect('(');
        while (!take(')')) {
            shape.push_back(integer());
            if (shape.size() > kMostDimensions) malformed("a shape of more than 64 dimensions");
            if (!take(',')) {
                expect(')');
                break;
            }
        }
        return shape;
    }
    std::int64_t integer() {
        skipSpace();
        std::int64_t value = 0;
        const auto [end, error] =
            std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
        if (error != std::errc() || value < 0) malformed("a shape that is not possible");
        m_text.remove_prefix(static_cast<std::size_t>(end - m_text.data()));
        if (m_text.starts_with('L')) m_text.remove_prefix(1);  // written by Python 2
        return value;
    }
    void readType(NpyHeader& header) {
        skipSpace();
        if (m_text.starts_with('['))
            throw badInput(m_where +
                           " holds records of several fields; save each field as an array");
        std::string_view code = quoted();
        const char order = code.empty() ? '\0' : code.front();
        if (order == '<' || order == '>' || order == '|' || order == '=') code.remove_prefix(1);
        if (code.starts_with('O'))
            throw badInput(m_where +
                           " holds Python objects, which can run foreign code when opened; "
                           "save it as an array of numbers");
        const auto* found = std::ranges::find(kCodes, code, &TypeCode::code);
        if (found == kCodes.end())
            throw badInput(
                m_where + " holds elements of type '" + std::string(code.substr(0, 20)) +
                "'; bool, int8 to int64, uint8 to uint64, float32 and float64 can be read");
        header.dtype = found->type;
        header.bigEndian = order == '>' && itemSize(found->type) > 1;
    }

    std::string_view m_text;
    const std::string& m_where;
};

std::string headerText(DType dtype, const Shape& shape) {
    const std::string_view code = kCodes.at(static_cast<std::size_t>(dtype)).code;
    std::string text = "{'descr': '";
    text += itemSize(dtype) == 1 ? '|' : '<';
    text += code;
    text += "', 'fortran_order': False, 'shape': (";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    text += shape.size() == 1 ? ",), }" : "), }";
    // NumPy leaves room for the first extent to grow to 21 digits.
    if (!shape.empty()) text.append(21 - std::to_string(shape.front()).size(), ' ');
    return text;
}

}  // namespace

NpyHeader parseNpyHeader(std::span<const std::byte> bytes, const std::string& where) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with(kMagic.substr(0, std::min(kMagic.size(), text.size()))) || text.empty())
        throw badInput(where + " is no .npy file: it does not begin with the mark of one");
    const auto cutShort = [&] {
        return badInput(where + " is cut short in its .npy header; copy or save it again");
    };
    if (text.size() < 10) throw cutShort();
    const auto byte = [&](std::size_t i) { return std::to_integer<std::size_t>(bytes[i]); };
    const std::size_t major = byte(6);
    if (major < 1 || major > 3 || byte(7) != 0)
        throw badInput(where + " is of .npy version " + std::to_string(major) + "." +
                       std::to_string(byte(7)) + "; versions 1.0 to 3.0 can be read");
    const std::size_t start = major == 1 ? 10 : 12;
    if (text.size() < start) throw cutShort();
    std::size_t length = byte(8) | byte(9) << 8;
    if (major > 1) length |= byte(10) << 16 | byte(11) << 24;
    if (length > kLongestHeader)
        throw badInput(where + " claims a .npy header of " + std::to_string(length) +
                       " bytes, where at most 10000 are sensible");
    if (text.size() < start + length) throw cutShort();
    NpyHeader header = HeaderReader(text.substr(start, length), where).header();
    header.dataOffset = start + length;
    std::int64_t size = 0;
    if (__builtin_mul_overflow(
            elementCount(header.shape), static_cast<std::int64_t>(itemSize(header.dtype)), &size))
        throw badInput("the array shape " + shapeText(header.shape) + " of " + where +
                       " is not a possible one");
    return header;
}

std::vector<std::byte> npyHeaderBytes(DType dtype, const Shape& shape) {
    const std::string text = headerText(dtype, shape);
    const std::size_t used = 10 + text.size() + 1;
    const std::size_t padding = kAlignment - used % kAlignment;
    const std::size_t length = text.size() + padding + 1;
    if (shape.size() > kMostDimensions || length > kLongestHeader)
        throw internalError("an array of " + std::to_string(shape.size()) +
                            " dimensions cannot be stored");
    std::string header(kMagic);
    header += '\x01';
    header += '\x00';
    header += static_cast<char>(length & 0xff);
    header += static_cast<char>(length >> 8);
    header += text;
    header.append(padding, ' ');
    header += '\n';
    const auto raw = std::as_bytes(std::span(header));
    return {raw.begin(), raw.end()};
}

}  // namespace winnow::store
