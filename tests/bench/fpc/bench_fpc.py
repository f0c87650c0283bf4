# SPDX-License-Identifier: Apache-2.0
"""Farthest point clustering of a stored float32 kernel, Winnow against vectorised NumPy in one run.

    $WINNOW_PEER_PYTHON bench_fpc.py BENCH_EXECUTABLE [--samples 20000] [--centroids 2000] [--folder DIR] [--repeat 3]

Both read the same memory-mapped .npy (N*N*4 bytes in DIR, removed afterwards) and must choose the same centroids.
Exits 1 when they differ or Winnow is slower in wall or CPU time.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time

import numpy as np


def write_kernel(path, samples):
    """A long-tailed kernel: features with cluster structure and widely differing norms."""
    random = np.random.default_rng(0)
    centres = random.standard_normal((200, 64)).astype(np.float32)
    member = np.minimum(random.zipf(1.5, samples) - 1, 199)
    features = centres[member] + 0.5 * random.standard_normal((samples, 64)).astype(np.float32)
    features *= random.lognormal(0, 0.4, (samples, 1)).astype(np.float32)
    kernel = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(samples, samples))
    for begin in range(0, samples, 2000):
        kernel[begin:begin + 2000] = features[begin:begin + 2000] @ features.T
    kernel.flush()


def cluster(kernel, centroids):
    """methods/lpntk.md, section 4.2, one vectorised pass per centroid."""
    diagonal = kernel.diagonal()
    chosen = [int(np.argmax(diagonal))]
    own = np.array(kernel[chosen[0]])
    cluster_of = np.zeros(len(diagonal), dtype=np.int64)
    own[chosen[0]] = np.inf
    while len(chosen) < centroids:
        new = int(np.argmin(own))
        row = kernel[new]
        own[new] = np.inf
        cluster_of[new] = len(chosen)
        moves = row > own
        np.copyto(own, row, where=moves)
        cluster_of[moves] = len(chosen)
        chosen.append(new)
    return np.array(chosen)


def timed(call, repeat):
    wall, cpu, result = [], [], None
    for _ in range(repeat):
        began = time.perf_counter(), time.process_time()
        result = call()
        wall.append(time.perf_counter() - began[0])
        cpu.append(time.process_time() - began[1])
    return min(wall), min(cpu), result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("executable")
    parser.add_argument("--samples", type=int, default=20000)
    parser.add_argument("--centroids", type=int, default=2000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path, out = os.path.join(folder, "kernel.npy"), os.path.join(folder, "centroids.npy")
        write_kernel(path, options.samples)
        kernel = np.load(path, mmap_mode="r")
        peer_wall, peer_cpu, wanted = timed(lambda: cluster(kernel, options.centroids), options.repeat)
        line = subprocess.run([options.executable, path, str(options.centroids), out, str(options.repeat)],
                              check=True, capture_output=True, text=True).stdout
        ours, same = json.loads(line), np.array_equal(np.load(out), wanted)
    rate = ours["bytes"] / ours["wall_s"] / 1e9
    print(json.dumps({"bench": "fpc", "samples": options.samples, "centroids": options.centroids,
                      "same_centroids": bool(same), "winnow_wall_s": ours["wall_s"], "winnow_cpu_s": ours["cpu_s"],
                      "numpy_wall_s": round(peer_wall, 4), "numpy_cpu_s": round(peer_cpu, 4),
                      "ratio_wall": round(peer_wall / ours["wall_s"], 2),
                      "ratio_cpu": round(peer_cpu / ours["cpu_s"], 2),
                      "winnow_gb_per_s": round(rate, 2), "read_gb_per_s": ours["read_gb_per_s"],
                      "share_of_bandwidth": round(rate / ours["read_gb_per_s"], 2)}))
    raise SystemExit(0 if same and peer_wall >= ours["wall_s"] and peer_cpu >= ours["cpu_s"] else 1)


if __name__ == "__main__":
    main()
