#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lpNTK kernel against torch.func, in one run: same weights, same images, same threads.

    python compare.py --build BUILD --shared ../shared [--threads 2] [--repeats 5]
                      [--only gram,features,stream,resnet,projected,whole,kinds]

gram      LeNet-5, N = 1000 and 4096: vmap(grad) of every sample, then one GEMM        floor 10x, aim 17x (CPU time)
features  ResNet-18 (width 64) per-sample gradients: vmap(grad); a plain backward      floor 3x, aim 1.5x the plain pass
stream    one class of MNIST from pixels to neighbours (64 largest, 64 smallest, 16 least related), redundancy
          and 10 % FPC: the jobs `kernel` and `cluster` with their files, against torch.func's features and
          NumPy                                                                          floor 10x, under 1 GB
          (also told: the peer's NumPy part alone, and the engine's two programs, start of LibTorch included)
resnet    ResNet-18 (width 64), 200 images of CIFAR-10, exact: torch.func's features and one GEMM, against
          closed forms and symmetric tiles                                               floor 1.8x, aim 2.5x (CPU time)
projected the Gram matrix alone of the same, projected to 4,096 numbers, against the exact one
                                                                floor 20x, Spearman >= 0.98 on 256 exact pairs
whole     every pair of MNIST's 60,000 with LeNet-5, the job `kernel`, against the GEMM rate of the same
          threads                                                            floor 40 %, aim 70 %, under 3 GB
kinds     every pair of MNIST's first 10,000 with LeNet-5: lpntk, pntk and centred in one sweep, against the three jobs
          `kernel` one after the other, programs from start to end               floor: not slower

Needs a Python with torch and numpy. Exit code 1 when a floor is missed.
"""
import argparse
import gzip
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from torch import nn
from torch.func import functional_call, grad, vmap

CLASSES = 10
failed = []


def mnist(folder, limit):
    raw = gzip.open(folder / "train-images-idx3-ubyte.gz").read(16 + 784 * limit)
    labels = gzip.open(folder / "train-labels-idx1-ubyte.gz").read(8 + limit)
    images = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return ((images / 255.0 - 0.1307) / 0.3081).astype(np.float32), np.frombuffer(labels, np.uint8, offset=8).astype(np.int64)


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, CLASSES)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.conv1(x).relu(), 2)
        x = nn.functional.max_pool2d(self.conv2(x).relu(), 2).flatten(1)
        return self.fc3(self.fc2(self.fc1(x).relu()).relu())


class Block(nn.Module):
    def __init__(self, into, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(into, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.shortcut = nn.Sequential()
        if stride != 1 or into != out:
            self.shortcut = nn.Sequential(nn.Conv2d(into, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (y + self.shortcut(x)).relu()


class ResNet18(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        into = width
        for stage in range(4):
            out = width << stage
            setattr(self, f"layer{stage + 1}", nn.Sequential(Block(into, out, 1 if stage == 0 else 2), Block(out, out, 1)))
            into = out
        self.linear = nn.Linear(into, CLASSES)

    def forward(self, x):
        x = self.bn1(self.conv1(x)).relu()
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.linear(x.mean((2, 3)))


def save(folder, network, images, labels):
    arrays = {k: v.numpy() for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}
    np.savez(folder / "weights.npz", **arrays)
    np.save(folder / "images.npy", images)
    np.save(folder / "labels.npy", labels)


def signs(labels):
    v = np.full((len(labels), CLASSES), -1.0, np.float32)
    v[np.arange(len(labels)), labels] = 1
    return torch.from_numpy(v / np.sqrt(CLASSES))


def func_features(network, images, vectors, chunk):
    parameters = {k: v.detach() for k, v in network.named_parameters()}
    buffers = dict(network.named_buffers())

    def output(p, x, v):
        return (functional_call(network, (p, buffers), (x[None],))[0] * v).sum()
    with torch.no_grad():
        g = vmap(grad(output), in_dims=(None, 0, 0), chunk_size=chunk)(parameters, images, vectors)
        return torch.cat([t.flatten(1) for t in g.values()], 1)


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}, result


def ours(args, what, model, folder, repeats):
    command = [args.build / "bench" / "bench_lpntk", what, model, folder / "weights.npz", folder / "images.npy",
               folder / "labels.npy", str(args.threads), str(repeats + 1)]
    lines = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines][1:]  # the first warms the caches


def median(rows, key):
    return statistics.median(row[key] for row in rows)


def verdict(name, ratio, floor, aim=None):
    print(f"  {name}: {ratio:.2f}x (floor {floor}x" + (f", aim {aim}x)" if aim else ")"))
    if ratio < floor:
        failed.append(name)


def gemm_rate(n=1024):
    a, b = torch.randn(n, n), torch.randn(n, n)
    a @ b
    best = min(timed(lambda: a @ b)[0]["wall"] for _ in range(5))
    return 2 * n ** 3 / best


def bench_gram(args):
    for n in (1000, 4096):
        torch.manual_seed(1)
        network = LeNet5().eval()
        images, labels = mnist(args.shared / "data" / "mnist", n)
        x, v = torch.from_numpy(images), signs(labels)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            save(folder, network, images, labels)
            peer, mine = [], []
            for _ in range(args.repeats if n == 1000 else 2):
                def whole():
                    phi = func_features(network, x, v, 1000)
                    return phi @ phi.T
                row, kernel = timed(whole)
                peer.append(row)
                mine += ours(args, "gram", "lenet5", folder, 2)
        error = abs(mine[0]["check"] - kernel.trace().item()) / kernel.trace().item()
        macs = mine[0]["macs_per_pair"]
        flop = n * (n + 512) * macs + n * 416520 * 2 * 3
        print(f"gram LeNet-5 N={n}: peer {median(peer, 'wall'):.3f} s wall {median(peer, 'cpu'):.3f} s CPU; "
              f"Winnow {median(mine, 'wall'):.3f} s wall {median(mine, 'cpu'):.3f} s CPU; trace differs by {error:.1e}")
        print(f"  {flop / 1e9:.1f} GFLOP at {flop / median(mine, 'wall') / 1e9:.0f} GFLOP/s, "
              f"{100 * flop / median(mine, 'wall') / gemm_rate():.0f} % of a 1024-GEMM on the same threads")
        verdict("CPU time", median(peer, "cpu") / median(mine, "cpu"), 10, 17)


def bench_features(args):
    n = 8
    torch.manual_seed(1)
    network = ResNet18().eval()
    images = np.random.default_rng(1).standard_normal((n, 3, 32, 32)).astype(np.float32)
    labels = np.arange(n) % CLASSES
    x, v = torch.from_numpy(images), signs(labels)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        save(folder, network, images, labels)
        peer, mine, plain = [], [], []
        for _ in range(args.repeats):
            row, _ = timed(lambda: func_features(network, x, v, n))
            peer.append(row)
            mine += ours(args, "features", "resnet18", folder, 2)
            plain += ours(args, "plain", "resnet18", folder, 2)
    print(f"features ResNet-18, per sample: torch.func {1e3 * median(peer, 'cpu') / n:.1f} ms CPU, "
          f"plain pass {1e3 * median(plain, 'cpu') / n:.1f} ms, Winnow {1e3 * median(mine, 'cpu') / n:.1f} ms "
          f"({median(mine, 'cpu') / median(plain, 'cpu'):.2f} plain passes, aim 1.5)")
    verdict("CPU time", median(peer, "cpu") / median(mine, "cpu"), 3)


def fpc(kernel, m):
    own, cluster = None, np.zeros(len(kernel), int)
    first = int(np.argmax(np.diagonal(kernel)))
    own = kernel[first].copy()
    candidate = np.ones(len(kernel), bool)
    candidate[first] = False
    for number in range(1, m):
        c = int(np.argmin(np.where(candidate, own, np.inf)))
        candidate[c] = False
        better = candidate & (kernel[c] > own)
        own[better], cluster[better] = kernel[c][better], number
        cluster[c] = number
    return cluster


def engine(args, *words):
    began = time.perf_counter()
    process = subprocess.Popen([str(args.build / "bin" / "winnow-engine"), *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"winnow-engine {' '.join(map(str, words))} failed")
    return {"wall": time.perf_counter() - began, "cpu": usage.ru_utime + usage.ru_stime, "peak_gb": usage.ru_maxrss * 1024 / 1e9}


def jobs_in_one_process(args, project, *jobs):
    words = [word for kind, fields in jobs for word in (kind, json.dumps(fields | {"threads": args.threads}))]
    lines = subprocess.run([str(args.build / "bench" / "bench_jobs"), str(project), *words],
                           check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def numpy_pipeline(phi):
    kernel = phi @ phi.T
    diagonal = np.diagonal(kernel).copy()
    np.fill_diagonal(kernel, -np.inf)
    redundant = kernel.max(1) > diagonal
    np.argpartition(-kernel, 64, axis=1)
    np.fill_diagonal(kernel, np.inf)
    np.argpartition(kernel, 64, axis=1)
    norms = np.sqrt(diagonal)
    cosines = np.abs(kernel / norms / norms[:, None])
    np.argpartition(cosines, 16, axis=1)
    np.fill_diagonal(kernel, diagonal)
    fpc(kernel, len(kernel) // 10)
    return redundant


def bench_stream(args):
    # Ours first: a child starts with the memory of its parent, and its peak would be the peer's.
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "stream.winnow"
        engine(args, "import", project, args.shared / "data" / "mnist", "--name", "mnist")
        engine(args, "train", project, "--dataset", "mnist", "--epochs", 1, "--threads", args.threads)
        repeats = [jobs_in_one_process(args, project, ("kernel", {"run": "run-1", "class": 1, "name": f"k{i}"}),
                                       ("cluster", {"kernel": f"k{i}", "all-samples": True}))
                   for i in range(args.repeats)]
        programs = [engine(args, "kernel", project, "--run", "run-1", "--class", 1, "--threads", args.threads, "--name", "alone"),
                    engine(args, "cluster", project, "--kernel", "alone", "--all-samples", "--threads", args.threads)]
    network = LeNet5().eval()
    images, labels = mnist(args.shared / "data" / "mnist", 60000)
    chosen = labels == 1
    x, v = torch.from_numpy(images[chosen]), signs(labels[chosen])
    peer_features, phi = timed(lambda: func_features(network, x, v, 500).numpy())
    peer_pairs, _ = timed(lambda: numpy_pipeline(phi))
    del phi
    cpu = statistics.median(sum(job["cpu"] for job in jobs) for jobs in repeats)
    wall = statistics.median(sum(job["wall"] for job in jobs) for jobs in repeats)
    peak = max(program["peak_gb"] for program in programs)
    whole = peer_features["cpu"] + peer_pairs["cpu"]
    print(f"stream, one class of MNIST ({chosen.sum()} samples), 10 % FPC: torch.func {peer_features['cpu']:.1f} s CPU and NumPy "
          f"{peer_pairs['cpu']:.1f} s ({peer_features['wall'] + peer_pairs['wall']:.1f} s wall); Winnow's jobs {cpu:.2f} s CPU, {wall:.2f} s wall")
    print(f"  NumPy on ready features against the whole of ours: {peer_pairs['cpu'] / cpu:.2f}x; against the programs, start included "
          f"({sum(p['cpu'] for p in programs):.1f} s CPU, peak {peak:.2f} GB): {peer_pairs['cpu'] / sum(p['cpu'] for p in programs):.2f}x")
    verdict("CPU time, from pixels to clusters", whole / cpu, 10)
    if peak > 1:
        failed.append("peak memory")


def cifar(folder, n):
    raw = np.fromfile(folder / "data_batch_1.bin", np.uint8, n * 3073).reshape(n, 3073)
    mean, deviation = np.array([.4914, .4822, .4465]), np.array([.2023, .1994, .2010])
    images = (raw[:, 1:].reshape(n, 3, 32, 32) / 255.0 - mean[:, None, None]) / deviation[:, None, None]
    return images.astype(np.float32), raw[:, 0].astype(np.int64)


def bench_resnet(args):
    n = 200
    torch.manual_seed(1)
    network = ResNet18().eval()
    images, labels = cifar(args.shared / "data" / "cifar-10", n)
    x, v = torch.from_numpy(images), signs(labels)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        save(folder, network, images, labels)
        mine, peer = [], []
        for _ in range(max(1, args.repeats // 2)):
            mine += ours(args, "gram", "resnet18", folder, 1)

            def whole():
                phi = func_features(network, x, v, 8)
                return phi @ phi.T
            row, kernel = timed(whole)
            peer.append(row)
    trace = kernel.trace().item()
    print(f"ResNet-18 (width 64), {n} images, exact: torch.func {median(peer, 'cpu'):.1f} s CPU ({median(peer, 'wall'):.1f} s wall); "
          f"Winnow {median(mine, 'cpu'):.1f} s CPU ({median(mine, 'wall'):.1f} s wall); trace differs by {abs(mine[0]['check'] - trace) / trace:.1e}")
    verdict("CPU time", median(peer, "cpu") / median(mine, "cpu"), 1.8, 2.5)


def bench_projected(args):
    n = 200
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        project = folder / "cifar.winnow"
        engine(args, "import", project, args.shared / "data" / "cifar-10", "--name", "cifar", "--limit", 2000)
        engine(args, "train", project, "--dataset", "cifar", "--model", "resnet18", "--width", 64, "--epochs", 1,
               "--threads", args.threads, "--scores", "none")
        images, labels = cifar(args.shared / "data" / "cifar-10", n)
        np.save(folder / "images.npy", images)
        np.save(folder / "labels.npy", labels)
        weights = project / "arrays" / "run-1" / "weights.safetensors"
        command = [args.build / "bench" / "bench_lpntk", "projected", "resnet18", weights, folder / "images.npy",
                   folder / "labels.npy", args.threads, 1]
        row = json.loads(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout)
    print(f"projected to 4,096 numbers, ResNet-18 (width 64) after one epoch, {n} images: Gram matrix {1e3 * row['exact']:.0f} ms exact, "
          f"{1e3 * row['projected']:.2f} ms projected; error {row['rms']:.4f} of the norms, Spearman {row['spearman']:.4f} on {row['pairs']} pairs")
    verdict("Gram part", row["exact"] / row["projected"], 20)
    verdict("Spearman", row["spearman"], 0.98)


def bench_whole(args):
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "whole.winnow"
        engine(args, "import", project, args.shared / "data" / "mnist", "--name", "mnist")
        engine(args, "train", project, "--dataset", "mnist", "--epochs", 1, "--threads", args.threads)
        rate = gemm_rate()
        row = engine(args, "kernel", project, "--run", "run-1", "--scope", "all", "--threads", args.threads)
        rate = (rate + gemm_rate()) / 2
        shown = subprocess.run([str(args.build / "bin" / "winnow-engine"), "show", str(project), "kernel-1", "--json"],
                               check=True, capture_output=True, text=True).stdout
    summary = json.loads(shown)["summary"]
    pairs, macs = summary["samples"] * (summary["samples"] + 1) / 2, summary["macs_per_pair"]
    done = 2 * pairs * macs / row["wall"]
    print(f"every pair of {summary['samples']} images, LeNet-5: {2e-12 * pairs * macs:.1f} TFLOP in {row['wall']:.0f} s wall, "
          f"{row['cpu']:.0f} s CPU: {done / 1e9:.0f} GFLOP/s of {rate / 1e9:.0f} in a 1024-GEMM; peak {row['peak_gb']:.2f} GB")
    verdict("share of the GEMM rate", done / rate, 0.4, 0.7)
    if row["peak_gb"] > 3:
        failed.append("peak memory")


def bench_kinds(args):
    n, kinds = 10000, ["lpntk", "pntk", "centred"]
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "kinds.winnow"
        engine(args, "import", project, args.shared / "data" / "mnist", "--name", "mnist", "--limit", n)
        engine(args, "train", project, "--dataset", "mnist", "--epochs", 1, "--threads", args.threads)

        def kernel(kind):
            return engine(args, "kernel", project, "--run", "run-1", "--kind", kind, "--threads", args.threads)
        joint, alone = [], []
        for _ in range(args.repeats):
            joint.append(kernel(",".join(kinds)))
            rows = [kernel(kind) for kind in kinds]
            alone.append({"wall": sum(row["wall"] for row in rows), "cpu": sum(row["cpu"] for row in rows),
                          "peak_gb": max(row["peak_gb"] for row in rows)})
    print(f"lpntk, pntk and centred of {n} images, LeNet-5: three jobs {median(alone, 'wall'):.1f} s wall, {median(alone, 'cpu'):.1f} s "
          f"CPU, peak {median(alone, 'peak_gb'):.2f} GB; one sweep {median(joint, 'wall'):.1f} s wall, {median(joint, 'cpu'):.1f} s CPU, "
          f"peak {median(joint, 'peak_gb'):.2f} GB")
    verdict("wall time", median(alone, "wall") / median(joint, "wall"), 1)
    verdict("CPU time", median(alone, "cpu") / median(joint, "cpu"), 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", default="gram,features,stream")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    for name in args.only.split(","):
        {"gram": bench_gram, "features": bench_features, "stream": bench_stream, "resnet": bench_resnet,
         "projected": bench_projected, "whole": bench_whole, "kinds": bench_kinds}[name](args)
    sys.exit(f"below the floor: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
