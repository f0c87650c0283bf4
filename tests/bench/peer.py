# SPDX-License-Identifier: Apache-2.0
"""What the comparisons with PyTorch share: data, the network, and talking to a program of ours line by line."""
import gzip
import json
import subprocess

import numpy as np
from torch import nn

BATCH = 128


def read_idx(path):
    raw = gzip.open(path).read()
    dims = [int.from_bytes(raw[4 + 4 * i:8 + 4 * i], "big") for i in range(raw[3])]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * len(dims)).reshape(dims).copy()


def load(folder):
    """(images [N,1,H,W] uint8, labels [N] int64) of both splits."""
    def split(name):
        images = read_idx(folder / f"{name}-images-idx3-ubyte.gz")[:, None]
        return images, read_idx(folder / f"{name}-labels-idx1-ubyte.gz").astype(np.int64)
    return split("train"), split("t10k")


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


class Program:
    """PROGRAM FOLDER MEAN DEVIATION THREADS, which answers each line with a line of JSON."""
    def __init__(self, program, folder, mean, deviation, threads):
        self.process = subprocess.Popen([program, folder, str(mean), str(deviation), str(threads)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
