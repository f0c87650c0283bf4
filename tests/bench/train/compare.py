#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Training LeNet-5 with all per-sample records against the same loop in PyTorch without records, in one run.

    python compare.py --engine BUILD/tests/bench_train --data ../shared/data/mnist [--threads 2] [--repeats 5]

needs a Python with torch and numpy. Both sides: SGD 0.1, momentum 0.9, weight decay 5e-4, batch 128, constant rate, pixels
normalised beforehand (PyTorch) or resident as uint8 (Winnow), same threads. Repeats alternate. Winnow's time holds its
checkpoint after the epoch. Prints the ratio of medians in wall and CPU time; exit code 1 below the floor of 1.
"""
import argparse
import pathlib
import statistics
import sys
import tempfile
import time

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from peer import BATCH, Program, lenet5, load  # noqa: E402

FLOOR, AIM = 1.0, 1.5


class Peer:
    def __init__(self, train, test, mean, deviation):
        def tensors(images, labels):
            return (torch.from_numpy(images).float() / 255 - mean) / deviation, torch.from_numpy(labels)
        self.images, self.labels = tensors(*train)
        self.test_images, self.test_labels = tensors(*test)

    def train(self, epochs, seed):
        torch.manual_seed(seed)
        network = lenet5()
        optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(epochs):
            for batch in torch.randperm(len(self.labels)).split(BATCH):
                optimizer.zero_grad(set_to_none=True)
                functional.cross_entropy(network(self.images[batch]), self.labels[batch]).backward()
                optimizer.step()
        seconds, cpu = time.perf_counter() - wall, time.process_time() - cpu
        with torch.no_grad():
            right = (network(self.test_images).argmax(1) == self.test_labels).double().mean().item()
        return {"seconds": seconds, "cpu": cpu, "accuracy": right}


class Engine(Program):
    def train(self, epochs, seed):
        return self.ask(epochs, seed)


def gemm_rate(size=1024, repeats=10):
    a, b = torch.randn(size, size), torch.randn(size, size)
    best = float("inf")
    for _ in range(repeats):
        begin = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - begin)
    return 2 * size ** 3 / best


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--accuracy-epochs", type=int, default=3)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    train, test = load(options.data)
    mean, deviation = float(train[0].mean() / 255), float(train[0].std() / 255)
    with tempfile.TemporaryDirectory() as folder:
        for name, array in zip(("images", "labels", "test_images", "test_labels"), train + test):
            np.save(f"{folder}/{name}.npy", array)
        sides = {"pytorch": Peer(train, test, mean, deviation),
                 "winnow": Engine(options.engine, folder, mean, deviation, options.threads)}
        timed = {name: [] for name in sides}
        for repeat in range(options.repeats):
            for name, side in sides.items():
                timed[name].append(side.train(1, repeat + 1))
        final = {name: side.train(options.accuracy_epochs, 1)["accuracy"] for name, side in sides.items()}
        sides["winnow"].close()
    median = {name: {key: statistics.median(run[key] for run in runs) for key in ("seconds", "cpu")}
              for name, runs in timed.items()}
    # Backward costs twice the forward pass (conv1's input gradient, which is left out, is not counted out).
    flop = 3 * 2 * timed["winnow"][0]["forward_macs"] * len(train[1])
    rate = gemm_rate()
    for name, times in median.items():
        print(f"{name:8} epoch {times['seconds']:.3f} s ({times['cpu']:.3f} s CPU), {len(train[1]) / times['seconds']:,.0f} "
              f"samples/s, {flop / times['seconds'] / 1e9:.1f} GFLOP/s = {100 * flop / times['seconds'] / rate:.0f} % of "
              f"GEMM's {rate / 1e9:.0f}; test accuracy after {options.accuracy_epochs} epochs {final[name]:.4f}")
    ratio = median["pytorch"]["seconds"] / median["winnow"]["seconds"]
    cpu_ratio = median["pytorch"]["cpu"] / median["winnow"]["cpu"]
    print(f"ratio of medians: {ratio:.2f} wall, {cpu_ratio:.2f} CPU (floor {FLOOR}, aim {AIM})")
    agree = abs(final["pytorch"] - final["winnow"]) < 0.02
    if not agree:
        print("the accuracies differ by more than 0.02")
    sys.exit(0 if ratio >= FLOOR and agree else 1)


if __name__ == "__main__":
    main()
