#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Retraining LeNet-5 on what a selection keeps, as `evaluate` does it, against the same recipe in PyTorch, in one run.

    python compare.py --engine BUILD/bench/bench_evaluate --data ../shared/data/mnist [--threads 2] [--repeats 3]

needs a Python with torch and numpy. Both sides: two trainings from scratch on the same 80 % of the samples, SGD 0.1,
momentum 0.9, weight decay 5e-4, batch 128, rate x 0.7 every 2 epochs, the whole test split after every epoch. Each side
is timed both ways, two trainings side by side with half the threads each and one after the other with all of them, in
turns. Prints every median and the ratio of the quicker ones; exit code 1 below the floor of 1.
"""
import argparse
import multiprocessing
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

FLOOR, AIM, TRAININGS = 1.0, 1.5, 2


def learned(tensors, epochs, seed, threads):
    torch.set_num_threads(threads)
    images, labels, test_images, test_labels = tensors
    torch.manual_seed(seed)
    network = lenet5()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.7)
    right = 0.0
    for _ in range(epochs):
        for batch in torch.randperm(len(labels)).split(BATCH):
            optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(network(images[batch]), labels[batch]).backward()
            optimizer.step()
        schedule.step()
        with torch.no_grad():
            parts = [network(part).argmax(1) for part in test_images.split(512)]
        right = (torch.cat(parts) == test_labels).double().mean().item()
    return right


def work(tensors, pipe):
    """A process of its own: PyTorch's threads are one setting of a process."""
    while (task := pipe.recv()) is not None:
        pipe.send(learned(tensors, *task))


class Peer:
    def __init__(self, train, test, mean, deviation, threads):
        self.tensors = [torch.from_numpy(array) for array in (train[0], train[1], test[0], test[1])]
        for i in (0, 2):
            self.tensors[i] = (self.tensors[i].float() / 255 - mean) / deviation
        self.threads = threads
        self.workers = []
        context = multiprocessing.get_context("spawn")
        for _ in range(TRAININGS):
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(self.tensors, theirs), daemon=True)
            process.start()
            self.workers.append(ours)

    def run(self, epochs, together, seed):
        share = max(1, self.threads // TRAININGS) if together else self.threads
        begin = time.perf_counter()
        right = []
        for i, worker in enumerate(self.workers):
            worker.send((epochs, seed + i, share))
            if not together:
                right.append(worker.recv())
        if together:
            right = [worker.recv() for worker in self.workers]
        return {"seconds": time.perf_counter() - begin, "accuracy": statistics.mean(right)}

    def close(self):
        for worker in self.workers:
            worker.send(None)


class Engine(Program):
    def run(self, epochs, together, seed):
        return self.ask(epochs, TRAININGS, TRAININGS if together else 1, seed)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--samples", type=int, default=10000)
    arguments.add_argument("--epochs", type=int, default=3)
    options = arguments.parse_args()
    train, test = load(options.data)
    mean, deviation = float(train[0].mean() / 255), float(train[0].std() / 255)
    kept = np.random.default_rng(1).permutation(options.samples)[:options.samples * 8 // 10]
    train = tuple(np.ascontiguousarray(array[np.sort(kept)]) for array in train)
    with tempfile.TemporaryDirectory() as folder:
        for name, array in zip(("images", "labels", "test_images", "test_labels"), train + test):
            np.save(f"{folder}/{name}.npy", array)
        sides = {"pytorch": Peer(train, test, mean, deviation, options.threads),
                 "winnow": Engine(options.engine, folder, mean, deviation, options.threads)}
        timed = {(name, together): [] for name in sides for together in (True, False)}
        for side in sides.values():  # threads and buffers are there before anything is timed
            side.run(1, True, 1)
        for repeat in range(options.repeats):
            for name, together in timed:
                timed[name, together].append(sides[name].run(options.epochs, together, repeat + 1))
        for side in sides.values():
            side.close()
    best = {}
    for (name, together), runs in timed.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        best[name] = min(best.get(name, seconds), seconds)
        right = statistics.mean(run["accuracy"] for run in runs)
        how = "side by side" if together else "one after the other"
        print(f"{name:8} {TRAININGS} trainings {how:22} {seconds:.2f} s, test accuracy {right:.4f}")
    ratio = best["pytorch"] / best["winnow"]
    print(f"ratio of the quicker ways: {ratio:.2f} (floor {FLOOR}, aim {AIM})")
    sys.exit(0 if ratio >= FLOOR else 1)


if __name__ == "__main__":
    main()
