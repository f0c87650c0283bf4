// SPDX-License-Identifier: Apache-2.0
#include "engine/run/ending.h"
#include "engine/store/error.h"

#include <QTest>
#include <c10/util/Exception.h>

#include <cerrno>
#include <filesystem>
#include <functional>
#include <new>
#include <stdexcept>

using namespace winnow;

using Throw = std::function<void()>;
Q_DECLARE_METATYPE(Throw)

class TestEnding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesEveryExceptionItsCode_data() {
        QTest::addColumn<Throw>("raise");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, Throw raise, int code, const char* says) {
            QTest::newRow(name) << std::move(raise) << code << says;
        };
        const auto fileError = [](int number) {
            throw std::filesystem::filesystem_error(
                "raw text", "/some/file", std::error_code(number, std::system_category()));
        };
        row(
            "bad input", [] { throw badInput("epochs is 0"); }, 2, "epochs is 0");
        row(
            "resources", [] { throw outOfResources("the disk is full"); }, 4, "the disk is full");
        row(
            "internal",
            [] { throw internalError("the loss is not a number"); },
            1,
            "the loss is not a number");
        row(
            "cancelled", [] { throw Cancelled{}; }, 3, "cancelled");
        row(
            "no memory", [] { throw std::bad_alloc(); }, 4, "not enough memory");
        row(
            "LibTorch, no memory",
            [] { TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory: you tried"); },
            4,
            "not enough memory");
        row(
            "LibTorch, no GPU memory",
            [] { TORCH_CHECK(false, "CUDA out of memory. Tried to allocate"); },
            4,
            "not enough memory");
        row(
            "LibTorch, else",
            [] { TORCH_CHECK(false, "expected scalar type Float"); },
            1,
            "inside LibTorch");
        row(
            "disk full", [fileError] { fileError(ENOSPC); }, 4, "/some/file");
        row(
            "no right", [fileError] { fileError(EACCES); }, 2, "/some/file");
        row(
            "another exception",
            [] { throw std::out_of_range("vector::_M_range_check"); },
            1,
            "did not expect");
        row(
            "no exception at all", [] { throw 42; }, 1, "did not expect");
    }
    void givesEveryExceptionItsCode() {
        QFETCH(Throw, raise);
        QFETCH(int, code);
        QFETCH(QString, says);
        run::Ending ending;
        try {
            raise();
        } catch (...) {
            ending = run::endingOfException();
        }
        QCOMPARE(ending.code, code);
        const auto sentence = QString::fromStdString(ending.sentence);
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
        for (const char* raw : {"Exception raised from",
                                "_M_range_check",
                                "expected scalar",
                                "raw text",
                                "Allocator"})
            QVERIFY2(!sentence.contains(raw), qPrintable(sentence));
    }

    void keepsALibrarysWordsAside() {
        run::Ending ending;
        try {
            TORCH_CHECK(false, "expected scalar type Float");
        } catch (...) {
            ending = run::endingOfException();
        }
        QVERIFY(QString::fromStdString(ending.detail).contains("expected scalar type Float"));
    }
};

QTEST_GUILESS_MAIN(TestEnding)
#include "tst_ending.moc"
