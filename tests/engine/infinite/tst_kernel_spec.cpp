// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/spec.h"
#include "engine/store/error.h"
#include "tests/support/saying.h"

#include <QTest>

#include <limits>

using namespace winnow;
using infinite::KernelSpec;

class TestKernelSpec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("layers");
        QTest::addRow("fc1") << "fc1"
                             << "f Dr D";
        QTest::addRow("conv3") << "conv3"
                               << "cr cr cr f D";
        QTest::addRow("convvec2") << "convvec2"
                                  << "cr cr f D";
        QTest::addRow("convnet") << "convnet"
                                 << "cr crp crp crp f D";
        QTest::addRow("convnet3") << "convnet3"
                                  << "crp crp crp f D";
        QTest::addRow("myrtle5") << "myrtle5"
                                 << "cr crp crp cr g D";
        QTest::addRow("myrtle7") << "myrtle7"
                                 << "cr crp cr crp cr cr g D";
        QTest::addRow("myrtle10") << "myrtle10"
                                  << "crcrcrp crcrcrp crcrcr gD";
    }
    void names() {
        QFETCH(QString, name);
        QFETCH(QString, layers);
        QVERIFY(infinite::parseArchitecture(name.toStdString()) ==
                infinite::parseArchitecture(layers.toStdString()));
    }

    void refusedNames_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"",         "fc0",      "fc01", "fc33",  "fc",       "conv",  "conv2x",
              "convnet4", "resnet",   "cr",   "cr D",  "cr f",     "f D x", "p cr f D",
              "crpp f D", "cr r f D", "g D",  "c f D", "cr f D D", "FC1"})
            QTest::addRow("'%s'", name) << name;
    }
    void refusedNames() {
        QFETCH(QString, name);
        try {
            (void)infinite::parseKernel(name.toStdString());
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadInput);
            QVERIFY(QString(error.what()).contains('"' + name + '"'));
        }
    }

    void description() {
        KernelSpec spec = infinite::parseKernel("convnet");
        QCOMPARE(infinite::describe(spec), std::string("NTK of convnet (bias variance 0.0001)"));
        spec.type = infinite::KernelType::Nngp;
        QCOMPARE(infinite::describe(spec), std::string("NNGP of convnet (bias variance 0.0001)"));
        spec = infinite::parseKernel("fc1");
        spec.parameterization = infinite::Parameterization::Standard;
        QCOMPARE(infinite::describe(spec),
                 std::string("NTK of fc1 (bias variance 0.0001, standard parameterization, width "
                             "1024)"));
        QCOMPARE(infinite::describe(infinite::parseKernel("rbf")),
                 std::string("RBF kernel (gamma 1)"));
    }

    void sizesThePoolsCannotHalve() {
        QCOMPARE(test::saying([] {
                     infinite::validate(infinite::parseKernel("convnet"), {3, 6, 6});
                 }),
                 "convnet needs at least 8x8, images are 6x6");
        QVERIFY(infinite::validate(infinite::parseKernel("convnet"), {3, 32, 32}).empty());
        const auto warnings = infinite::validate(infinite::parseKernel("convnet"), {1, 28, 28});
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(warnings[0]),
                 QString("28x28: the last pool drops 1 row and 1 column (7x7 to 3x3)"));
    }

    void fieldsOutOfRange_data() {
        QTest::addColumn<int>("field");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("name");
        QTest::addRow("weights") << 0 << 0.0 << "sigma-w2";
        QTest::addRow("bias") << 1 << -1.0 << "sigma-b2";
        QTest::addRow("gamma") << 2 << std::numeric_limits<double>::quiet_NaN() << "gamma";
        QTest::addRow("width") << 3 << 0.0 << "width";
    }
    void fieldsOutOfRange() {
        QFETCH(int, field);
        QFETCH(double, value);
        QFETCH(QString, name);
        KernelSpec spec;
        (field == 0   ? spec.sigmaW2
         : field == 1 ? spec.sigmaB2
                      : spec.gamma) = field < 3 ? value : spec.gamma;
        if (field == 3) spec.width = 0;
        const QString says = test::saying([&] { infinite::validate(spec, {1, 8, 8}); });
        QVERIFY2(says.startsWith(name + " is "), qPrintable(says));
    }
};

QTEST_GUILESS_MAIN(TestKernelSpec)
#include "tst_kernel_spec.moc"
