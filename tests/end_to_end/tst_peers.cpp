// SPDX-License-Identifier: Apache-2.0
// What Winnow exports, opened by NumPy and PyTorch: the subset that was chosen, pixel by pixel.
#include "tests/end_to_end/engine_program.h"
#include "tests/support/shared_data.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace winnow;

namespace {

/// argv: project, NPZ folder, folder of classes. Prints "same" or says what differs.
constexpr auto kScript = R"(
import pathlib, sys
import numpy as np, torch
from torchvision.datasets import ImageFolder
project, npz, folder = map(pathlib.Path, sys.argv[1:])
images = np.load(project / 'arrays/dataset-1/images.npy', mmap_mode='r')
labels = np.load(project / 'arrays/dataset-1/labels.npy')
kept = np.load(project / 'arrays/selection-1/kept.npy').astype(bool) | (np.load(project / 'arrays/run-1/fitted.npy') == 0)
archive = np.load(next(npz.glob('*.npz')))
x, y = torch.from_numpy(archive['x_train']), torch.from_numpy(archive['y_train'])
wanted = images[kept].reshape(x.shape)
assert torch.equal(x, torch.from_numpy(np.ascontiguousarray(wanted))), 'npz images differ'
assert torch.equal(y, torch.from_numpy(labels[kept])), 'npz labels differ'
train = folder / 'train' if (folder / 'train').is_dir() else folder
data = ImageFolder(str(train))
assert len(data) == kept.sum(), f'{len(data)} files, {kept.sum()} kept'
ours = sorted(np.asarray(image.convert('L')).tobytes() for image, _ in data)
assert ours == sorted(i.tobytes() for i in images[kept]), 'folder images differ'
assert len(next(iter(torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=32)))[1]) == 32
print('same')
)";

}  // namespace

class TestPeers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numpyAndPyTorchOpenWhatIsExported() {
        WINNOW_NEEDS_SHARED();
        const QByteArray python = qgetenv("WINNOW_PEER_PYTHON");
        if (python.isEmpty()) QSKIP("WINNOW_PEER_PYTHON is not set");
        const QTemporaryDir folder;
        const QString project = folder.filePath("p \xE2\x82\xAC.winnow");
        const QString source =
            QString::fromStdString(test::shared("data/npz/fashion-500.npz").string());
        const auto done = [](const QStringList& arguments) {
            const auto finished = test::engine(arguments);
            return finished.code == 0 ? QByteArray() : finished.err + "?";
        };
        QCOMPARE(done({"import", project, source, "--name", "fashion"}), QByteArray());
        QCOMPARE(
            done({"train", project, "--dataset", "fashion", "--epochs", "2", "--threads", "1"}),
            QByteArray());
        QCOMPARE(done({"select",
                       project,
                       "--method",
                       "random",
                       "--run",
                       "run-1",
                       "--keep",
                       "0.4",
                       "--name",
                       "part"}),
                 QByteArray());
        for (const auto& [target, format] : {std::pair{"npz", "npz"}, {"classes", "folder"}})
            QCOMPARE(done({"export",
                           project,
                           "--selection",
                           "part",
                           "--to",
                           folder.filePath(target),
                           "--format",
                           format}),
                     QByteArray());
        QProcess process;
        process.start(python,
                      {"-c", kScript, project, folder.filePath("npz"), folder.filePath("classes")});
        QVERIFY(process.waitForFinished(240000));
        QCOMPARE(
            process.readAllStandardOutput().trimmed() + process.readAllStandardError().right(400),
            QByteArray("same"));
    }
};

QTEST_GUILESS_MAIN(TestPeers)
#include "tst_peers.moc"
