// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npy.h"
#include "tests/engine/store/store_test.h"
#include "tests/support/closeness.h"

#include <QProcess>
#include <QTest>

#include <bit>
#include <cstring>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace {

/// A .npy of version `major` as other programs may write it.
std::string npyText(int major, const std::string& header, const std::string& data) {
    std::string text = "\x93NUMPY";
    text += static_cast<char>(major);
    text += '\0';
    for (int i = 0; i < (major == 1 ? 2 : 4); ++i)
        text += static_cast<char>(header.size() >> (8 * i) & 0xff);
    return text + header + data;
}

template <typename T>
std::string rawBytes(std::vector<T> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

std::string pythonWithNumpy() {
    const QString wanted = qEnvironmentVariable("WINNOW_PYTHON", "python3");
    return QProcess::execute(wanted, {"-c", "import numpy"}) == 0 ? wanted.toStdString() : "";
}

}  // namespace

class TestNpy : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::filesystem::path file(const std::string& name = "a.npy") { return pathOf(m_dir) / name; }

private Q_SLOTS:
    void everyTypeComesBackAsWritten_data() {
        QTest::addColumn<int>("type");
        for (int i = 0; i <= static_cast<int>(DType::Float64); ++i)
            QTest::newRow(std::string(dtypeName(static_cast<DType>(i))).c_str()) << i;
    }
    void everyTypeComesBackAsWritten() {
        QFETCH(int, type);
        Array array(static_cast<DType>(type), {2, 3});
        for (std::size_t i = 0; i < array.bytes.size(); ++i)
            array.bytes[i] = std::byte(array.dtype == DType::Bool ? i % 2 : 17 * i + 1);
        writeNpy(file(), array);
        const Array back = readNpy(file());
        QCOMPARE(back.dtype, array.dtype);
        QCOMPARE(back.shape, array.shape);
        QVERIFY(back.bytes == array.bytes);
        const MappedNpy mapped(file());
        QCOMPARE(mapped.dtype(), array.dtype);
        QVERIFY(std::ranges::equal(mapped.bytes(), array.bytes));
        QCOMPARE(namesIn(pathOf(m_dir)), std::vector<std::string>{"a.npy"});
    }

    void shapesComeBack_data() {
        QTest::addColumn<std::vector<std::int64_t>>("shape");
        QTest::newRow("scalar") << Shape{};
        QTest::newRow("empty") << Shape{0};
        QTest::newRow("empty rows") << Shape{0, 28, 28};
        QTest::newRow("empty and wide") << Shape{0, std::int64_t{1} << 40};
        QTest::newRow("one") << Shape{1};
        QTest::newRow("five dimensions") << Shape{2, 1, 3, 1, 2};
    }
    void shapesComeBack() {
        QFETCH(Shape, shape);
        writeNpy(file(), Array(DType::Float64, shape));
        QCOMPARE(readNpy(file()).shape, shape);
        QCOMPARE(MappedNpy(file()).shape(), shape);
    }

    void everyVersionIsRead_data() {
        QTest::addColumn<int>("major");
        for (const int major : {1, 2, 3}) QTest::addRow("%d.0", major) << major;
    }
    void everyVersionIsRead() {
        QFETCH(int, major);
        const std::string header = "{'descr': '<i2', 'fortran_order': False, 'shape': (3,), }\n";
        writeBytes(file(), npyText(major, header, rawBytes<std::int16_t>({5, -6, 7})));
        const Array array = readNpy(file());
        QCOMPARE(array.shape, Shape{3});
        QCOMPARE(array.as<std::int16_t>()[1], std::int16_t{-6});
    }

    void headersOfOtherWritersAreRead_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("double quotes, other order, no spaces")
            << QByteArray(R"({"shape":(2,1),"fortran_order":False,"descr":"<i2"})");
        QTest::newRow("Python 2 longs")
            << QByteArray("{'descr': '<i2', 'fortran_order': False, 'shape': (2L, 1L), }");
        QTest::newRow("native order, much space") << QByteArray(
            "{ 'descr' : '=i2' ,\n 'fortran_order' : False , 'shape' : ( 2 , 1 ) }  \n\n");
        QTest::newRow("no order") << QByteArray(
            "{'descr':'i2','fortran_order':False,'shape':(2,1)}");
    }
    void headersOfOtherWritersAreRead() {
        QFETCH(QByteArray, header);
        writeBytes(file(), npyText(1, header.toStdString(), rawBytes<std::int16_t>({5, -6})));
        const Array array = readNpy(file());
        QCOMPARE(array.shape, (Shape{2, 1}));
        QCOMPARE(array.as<std::int16_t>()[1], std::int16_t{-6});
    }

    void fortranOrderBecomesCOrder() {
        // a[i][j][k] = 100 i + 10 j + k, first index fastest.
        std::vector<std::int32_t> values;
        for (int k = 0; k < 4; ++k)
            for (int j = 0; j < 3; ++j)
                for (int i = 0; i < 2; ++i) values.push_back(100 * i + 10 * j + k);
        const std::string header = "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3, 4)}\n";
        writeBytes(file(), npyText(1, header, rawBytes(values)));
        const Array array = readNpy(file());
        const auto got = array.as<std::int32_t>();
        for (int i = 0; i < 2; ++i)
            for (int j = 0; j < 3; ++j)
                for (int k = 0; k < 4; ++k)
                    QCOMPARE(got[static_cast<std::size_t>((i * 3 + j) * 4 + k)],
                             100 * i + 10 * j + k);
        WINNOW_THROWS(BadInput, "cannot be mapped", MappedNpy(file()));
    }

    void bigEndianBecomesLittleEndian_data() {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<double>("value");
        QTest::newRow("int16") << QByteArray(">i2") << QByteArray("\xff\xfe", 2) << -2.0;
        QTest::newRow("int64") << QByteArray(">i8") << QByteArray("\0\0\0\0\0\0\1\2", 8) << 258.0;
        QTest::newRow("float32") << QByteArray(">f4") << QByteArray("\x3f\xc0\0\0", 4) << 1.5;
        QTest::newRow("float64") << QByteArray(">f8") << QByteArray("\xc0\x04\0\0\0\0\0\0", 8)
                                 << -2.5;
    }
    void bigEndianBecomesLittleEndian() {
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, data);
        QFETCH(double, value);
        writeBytes(file(),
                   npyText(1,
                           "{'descr': '" + code.toStdString() +
                               "', 'fortran_order': False, 'shape': (1,)}",
                           data.toStdString()));
        QCOMPARE(asDoubles(readNpy(file())), std::vector<double>{value});
        WINNOW_THROWS(BadInput, "cannot be mapped", MappedNpy(file()));
    }

    void truthValuesOtherThanOneAreNormalised() {
        const std::string header = "{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}";
        writeBytes(file(), npyText(1, header, std::string("\0\1\x2a", 3)));
        QVERIFY(readNpy(file()).bytes ==
                (std::vector<std::byte>{std::byte{0}, std::byte{1}, std::byte{1}}));
        WINNOW_THROWS(BadInput, "neither 0 nor 1", MappedNpy(file()));
    }

    void everyTruncationIsRefused() {
        writeNpy<float>(file("whole.npy"), std::vector<float>{1, 2, 3, 4}, {4});
        const std::string whole = bytesOf(file("whole.npy"));
        for (std::size_t kept = 0; kept < whole.size(); ++kept) {
            writeBytes(file(), std::string_view(whole).substr(0, kept));
            WINNOW_THROWS(BadInput, "a.npy", readNpy(file()));
            WINNOW_THROWS(BadInput, "a.npy", MappedNpy(file()));
        }
    }

    void aFileThatIsTooLongIsRefused() {
        writeNpy<float>(file(), std::vector<float>{1, 2}, {2});
        writeBytes(file(), bytesOf(file()) + "x");
        WINNOW_THROWS(BadInput, "too long", readNpy(file()));
        WINNOW_THROWS(BadInput, "promises 8 bytes", MappedNpy(file()));
    }

    void anArrayIsNotReadAsAnotherType() {
        writeNpy<float>(file(), std::vector<float>{1, 2}, {2});
        const MappedNpy mapped(file());
        QCOMPARE(mapped.as<float>()[1], 2.0F);
        WINNOW_THROWS(BadInput, "holds float32 where int64 is needed", mapped.as<std::int64_t>());
    }

    void aMisalignedArrayIsNotMapped() {
        const std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}";
        writeBytes(file(), npyText(1, header, rawBytes<double>({3})));
        QVERIFY((10 + header.size()) % 8 != 0);
        QCOMPARE(readNpy(file()).as<double>()[0], 3.0);
        WINNOW_THROWS(BadInput, "cannot be mapped", MappedNpy(file()));
    }

    void numpyReadsWhatWeWriteAndWritesWhatWeWrite() {
        const std::string python = pythonWithNumpy();
        if (python.empty()) QSKIP("no Python with NumPy ($WINNOW_PYTHON)");
        std::vector<double> values{1, 2, 3, 4, 5, -6.5};
        writeNpy<double>(file(), values, {3, 2});
        writeNpy<std::uint8_t>(file("b.npy"), std::vector<std::uint8_t>{1, 255}, {2});
        writeNpy(file("c.npy"), Array(DType::Int64, {}));
        const QString script =
            "import numpy as np, sys, os\n"
            "os.chdir(sys.argv[1])\n"
            "a = np.load('a.npy', mmap_mode='r')\n"
            "assert a.dtype == '<f8' and a.shape == (3, 2) and a[2, 1] == -6.5\n"
            "b = np.load('b.npy'); assert b.dtype == 'u1' and b.tolist() == [1, 255]\n"
            "c = np.load('c.npy'); assert c.shape == () and c == 0\n"
            "for name in 'abc': np.save(name + '2.npy', np.load(name + '.npy'))\n";
        QCOMPARE(QProcess::execute(QString::fromStdString(python), {"-c", script, m_dir.path()}),
                 0);
        for (const std::string name : {"a", "b", "c"})
            QVERIFY(bytesOf(file(name + ".npy")) == bytesOf(file(name + "2.npy")));
    }
};

QTEST_GUILESS_MAIN(TestNpy)
#include "tst_npy.moc"
