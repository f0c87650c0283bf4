#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The difficulty experiment of winnow-engine against PyTorch processes that train the same sets, in one run.

    python compare.py --engine BUILD/bin/winnow-engine --data ../shared/data/mnist [--samples-per-class 256]
                      [--sizes 64,16,4,1]

needs a Python with torch and numpy. Both sides: LeNet-5 from the same first weights for every set, plain SGD,
constant rate, a loss of every sample in evaluation mode after each epoch. The peer is as many processes
as cores, each with one thread, each training set after set with all pixels normalised beforehand; its time begins when
all have loaded PyTorch. Winnow's time is what the experiment itself took by its result, its CPU time that of the whole
program. What one process a training would add in starts alone is told apart. Prints the ratio and both correlations;
exit code 1 below the floor of 3.
"""
import argparse
import json
import multiprocessing
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from peer import lenet5  # noqa: E402

FLOOR = 3.0


def difficulty(state, images, labels, options):
    """Sum over epochs of the loss of every sample of one set."""
    network = lenet5()
    network.load_state_dict(state)
    optimizer = torch.optim.SGD(network.parameters(), lr=options.lr)
    total = torch.zeros(len(labels))
    for _ in range(options.epochs):
        for batch in torch.randperm(len(labels)).split(options.batch):
            optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(network(images[batch]), labels[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            total += torch.cat([functional.cross_entropy(network(x), y, reduction="none")
                                for x, y in zip(images.split(512), labels.split(512))])
    return total.numpy()


def prepare(state, images, labels, options, ready):
    """In each process of the peer, once."""
    global WORK
    torch.set_num_threads(1)
    torch.manual_seed(os.getpid())
    WORK = state, images, labels, options
    ready.wait()


def train_set(positions):
    state, images, labels, options = WORK
    begin = time.process_time()
    losses = difficulty(state, images[positions], labels[positions], options)
    return positions, losses, time.process_time() - begin


class Peer:
    """`ids` is the universal set, class after class."""

    def __init__(self, images, labels, ids, mean, deviation, options):
        self.options, self.per_class = options, options.samples_per_class
        pixels = (torch.from_numpy(images[ids]).float() / 255 - mean) / deviation
        torch.manual_seed(options.seed)
        state = {name: value.clone() for name, value in lenet5().state_dict().items()}
        self.order = [np.random.default_rng([options.seed, k]).permutation(self.per_class) + k * self.per_class
                      for k in range(len(ids) // self.per_class)]
        context = multiprocessing.get_context("spawn")
        ready = context.Barrier(options.processes + 1)
        self.pool = context.Pool(options.processes, prepare,
                                 (state, pixels, torch.from_numpy(labels[ids]), options, ready))
        ready.wait()

    def run(self, sizes):
        """Largest sets first: seconds, CPU seconds, and difficulties [sizes, samples]."""
        begin, cpu = time.perf_counter(), 0
        found = np.empty((len(sizes), self.per_class * len(self.order)))
        for row, size in enumerate(sizes):
            sets = [np.concatenate([own[first:first + size] for own in self.order])
                    for first in range(0, self.per_class, size)]
            chunk = max(1, len(sets) // (8 * self.options.processes))
            for positions, losses, spent in self.pool.imap_unordered(train_set, sets, chunk):
                found[row, positions] = losses
                cpu += spent
        return time.perf_counter() - begin, cpu, found

    def close(self):
        self.pool.close()
        self.pool.join()


class Engine:
    def __init__(self, options, folder):
        self.options, self.project = options, f"{folder}/bench.winnow"
        self.call("import", "--name", "digits", str(options.data))

    def call(self, verb, *words):
        subprocess.run([self.options.engine, verb, self.project, *words], check=True, stdout=subprocess.DEVNULL)

    def run(self):
        """CPU seconds of the whole program."""
        o = self.options
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([o.engine, "experiment", "difficulty", self.project, "--dataset", "digits", "--model", "lenet5",
                        "--samples-per-class", str(o.samples_per_class), "--sizes", o.sizes, "--repeats", "1",
                        "--epochs", str(o.epochs), "--schedule", "constant", "--lr", str(o.lr), "--batch", str(o.batch),
                        "--seed", str(o.seed), "--threads", str(o.processes)], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def array(self, artifact, file):
        return np.load(f"{self.project}/arrays/{artifact}/{file}")

    def result(self):
        return json.loads(pathlib.Path(f"{self.project}/arrays/difficulty-1/result.json").read_text())


def start_seconds():
    """What a process takes to load PyTorch."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.perf_counter() - begin


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--samples-per-class", type=int, default=256)
    arguments.add_argument("--sizes", default="64,16,4,1")
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--lr", type=float, default=0.1)
    arguments.add_argument("--batch", type=int, default=128)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--processes", type=int, default=os.cpu_count())
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(options, folder)
        winnow_cpu = engine.run()
        told = engine.result()
        images, labels = engine.array("dataset-1", "images.npy"), engine.array("dataset-1", "labels.npy")
        ids = engine.array("difficulty-1", "sample.npy")
        winnow = told["seconds"]
    peer = Peer(images, labels, ids, float(images.mean() / 255), float(images.std() / 255), options)
    seconds, cpu, found = peer.run(told["sizes"])
    peer.close()
    rho = np.corrcoef(found)
    print(f"correlation with the largest sets, sizes {told['sizes']}:")
    print("winnow  ", " ".join(f"{value:.3f}" for value in told["mean"][0]))
    print("pytorch ", " ".join(f"{value:.3f}" for value in rho[0]))
    starts = start_seconds() * told["trainings"] / options.processes
    print(f"{told['trainings']} trainings on {options.processes} cores: winnow {winnow:.2f} s "
          f"({winnow_cpu:.2f} s CPU), pytorch {seconds:.2f} s ({cpu:.2f} s CPU); "
          f"one process a training would add {starts:.0f} s of starts")
    ratio = seconds / winnow
    print(f"ratio: {ratio:.2f} wall, {cpu / winnow_cpu:.2f} CPU (floor {FLOOR})")
    sys.exit(0 if ratio >= FLOOR else 1)


if __name__ == "__main__":
    main()
