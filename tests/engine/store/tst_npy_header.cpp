// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npy.h"
#include "tests/engine/store/store_test.h"

#include <QTest>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace {

std::string withLength(std::string_view magic, std::size_t length, const std::string& header) {
    std::string text(magic);
    text += static_cast<char>(length & 0xff);
    text += static_cast<char>(length >> 8 & 0xff);
    if (magic[6] > 1) {
        text += static_cast<char>(length >> 16 & 0xff);
        text += static_cast<char>(length >> 24 & 0xff);
    }
    return text + header;
}

constexpr std::string_view kVersion1("\x93NUMPY\x01\x00", 8);
constexpr std::string_view kVersion2("\x93NUMPY\x02\x00", 8);

NpyHeader parsed(const std::string& text) {
    return parseNpyHeader(std::as_bytes(std::span(text)), "x.npy");
}
NpyHeader parsedHeader(const std::string& header) {
    return parsed(withLength(kVersion1, header.size(), header));
}

}  // namespace

class TestNpyHeader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isNumPysOwn() {
        const auto bytes = npyHeaderBytes(DType::Float32, {3, 4});
        std::string wanted = withLength(
            kVersion1, 118, "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }");
        wanted.resize(127, ' ');
        wanted += '\n';
        QCOMPARE(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), wanted);
    }

    void everyLengthIsAMultipleOf64() {
        for (std::int64_t extent = 1; extent < std::int64_t{1} << 58; extent *= 7) {
            const auto bytes = npyHeaderBytes(DType::UInt8, {extent, 2, extent % 1000 + 1});
            QCOMPARE(bytes.size() % 64, std::size_t{0});
            QCOMPARE(bytes.back(), std::byte{'\n'});
        }
    }

    void hostileHeadersAreRefused_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("fragment");
        const auto row = [](const char* name, const char* header, const char* fragment) {
            QTest::newRow(name) << QByteArray(header) << QByteArray(fragment);
        };
        const auto shape = [&](const char* name, const char* text, const char* fragment) {
            row(name,
                ("{'descr': '<f8', 'fortran_order': False, 'shape': " + std::string(text) + "}")
                    .c_str(),
                fragment);
        };
        const auto type = [&](const char* name, const char* text, const char* fragment) {
            row(name,
                ("{'descr': " + std::string(text) + ", 'fortran_order': False, 'shape': (2,)}")
                    .c_str(),
                fragment);
        };
        shape("negative", "(-1,)", "not possible");
        shape("minus two by minus two", "(-2, -2)", "not possible");
        shape("one number too large", "(99999999999999999999,)", "not possible");
        shape("overflowing product", "(4611686018427387904, 4)", "not a possible one");
        shape("overflowing bytes", "(4611686018427387904,)", "not a possible one");
        shape("no number", "(a,)", "not possible");
        shape("fraction", "(1.5,)", "no ')'");
        shape("a list", "[2]", "no '('");
        shape("unclosed", "(2,", "not possible");
        shape("65 dimensions",
              "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
              "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)",
              "more than 64");
        type("objects", "'|O'", "Python objects");
        type("objects with a size", "'O8'", "Python objects");
        type("records", "[('a', '<f4')]", "several fields");
        type("text", "'<U10'", "'U10'");
        type("half precision", "'<f2'", "'f2'");
        type("complex", "'<c16'", "'c16'");
        type("time", "'<M8[ns]'", "'M8[ns]'");
        type("nothing", "''", "''");
        type("not quoted", "f4", "no quoted text");
        type("unclosed", "'<f4", "");
        row("no shape", "{'descr': '<f4', 'fortran_order': False}", "no descr");
        row("no type", "{'fortran_order': False, 'shape': (2,)}", "no descr");
        row("shape twice",
            "{'descr': '<f4', 'shape': (1,), 'shape': (2,), 'fortran_order': False}",
            "repeated key");
        row("foreign key",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}",
            "unknown");
        row("order is a number",
            "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
            "neither True");
        row("code after it",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}; x",
            "text after");
        row("code instead", "__import__('os').system('true')", "no '{'");
        row("empty", "", "no '{'");
        row("spaces", "      \n", "no '{'");
    }
    void hostileHeadersAreRefused() {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, fragment);
        WINNOW_THROWS(BadInput, fragment.toStdString(), parsedHeader(header.toStdString()));
    }

    void lengthsThatLieAreRefused() {
        const std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}";
        WINNOW_THROWS(
            BadInput, "cut short", parsed(withLength(kVersion1, header.size() + 1, header)));
        WINNOW_THROWS(BadInput, "no '}'", parsed(withLength(kVersion1, header.size() - 1, header)));
        WINNOW_THROWS(BadInput, "60000", parsed(withLength(kVersion1, 60000, header)));
        WINNOW_THROWS(BadInput, "4294967295", parsed(withLength(kVersion2, 0xffffffff, header)));
    }

    void foreignFilesAreRefused() {
        WINNOW_THROWS(BadInput, "no .npy file", parsed("PK\3\4 an archive of arrays"));
        WINNOW_THROWS(BadInput, "no .npy file", parsed(""));
        WINNOW_THROWS(BadInput, "no .npy file", parsed("\x93NUMPX\x01"));
        WINNOW_THROWS(
            BadInput, "version 4.0", parsed(std::string("\x93NUMPY\x04\x00\0\0\0\0", 12)));
        WINNOW_THROWS(
            BadInput, "version 0.0", parsed(std::string("\x93NUMPY\x00\x00\0\0\0\0", 12)));
        WINNOW_THROWS(
            BadInput, "version 1.1", parsed(std::string("\x93NUMPY\x01\x01\0\0\0\0", 12)));
    }
};

QTEST_GUILESS_MAIN(TestNpyHeader)
#include "tst_npy_header.moc"
