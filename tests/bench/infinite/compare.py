#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kernels of infinitely wide networks against neural-tangents (jit, float32), in one run: same images, CPU time per pair.

    $(sh packaging/peers-bench.sh infinite)/bin/python compare.py --build BUILD [--only convnet,myrtle5,conv3,fc,cores,avx2,flat,memory]
                                                                  [--repeats 3]

convnet   32x32x3, flatten: forward; forward + vjp                     floor 2000x, 1000x; aim 0.12 ms, 0.44 ms
myrtle5   32x32x3, global pooling                                      floor 300x, 100x; aim 0.8 ms, 4 ms
conv3     32x32x3                                                      floor 10x, 8x; aim 5 us
fc        fc1 and fc3, 1000 x 1000 pairs of 784 values                 floor 1x, 1x; 2x, 2x
cores     convnet on two threads against one, wall time                floor 1.8x, aim 1.95x
avx2      convnet with AVX2 alone                                      at most 2.5x the time
flat      convnet: time per pair from 100 to 10,000 pairs              shown
memory    1,000 x 1,000 images, conv3 and fc3                          under 2 GB

The peer's forward + vjp is one jax.vjp; ours is one call, too, which recomputes the kernel. Exit code 1 when a floor is missed.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import types

import numpy as np

# It wants TensorFlow for a part that is not used here.
sys.modules["neural_tangents.experimental"] = types.ModuleType("neural_tangents.experimental")
import jax  # noqa: E402
from jax import numpy as jnp  # noqa: E402
from neural_tangents import stax  # noqa: E402

failed = []
SIGMA = {"W_std": 2 ** 0.5, "b_std": 1e-2}  # weight variance 2, bias variance 1e-4


def conv():
    return [stax.Conv(1, (3, 3), padding="SAME", **SIGMA), stax.Relu()]


def pool():
    return [stax.AvgPool((2, 2), (2, 2))]


def network(name):
    dense = [stax.Dense(1, **SIGMA)]
    if name.startswith("fc"):
        layers = [stax.Flatten()] + [stax.Dense(1, **SIGMA), stax.Relu()] * int(name[2:])
    elif name == "convnet":
        layers = conv() + 3 * (conv() + pool()) + [stax.Flatten()]
    elif name == "myrtle5":
        layers = conv() + conv() + pool() + conv() + pool() + conv() + [stax.GlobalAvgPool()]
    else:
        layers = int(name[4:]) * conv() + [stax.Flatten()]
    return stax.serial(*layers, *dense)[2]


def peer(name, x1, x2, g, repeats):
    """CPU seconds per pair of forward and of forward with vjp, the kernel and the gradient."""
    kernel = network(name)

    def value(b):
        return kernel(jnp.asarray(x1.transpose(0, 2, 3, 1)), b.transpose(0, 2, 3, 1), "ntk")
    forward = jax.jit(value)
    both = jax.jit(lambda b: (lambda k, back: (k, back(jnp.asarray(g, jnp.float32))[0]))(*jax.vjp(value, b)))
    best, results = [], []
    for run in (forward, both):
        jax.block_until_ready(run(jnp.asarray(x2)))
        times = []
        for _ in range(repeats):
            start = time.process_time()
            result = jax.block_until_ready(run(jnp.asarray(x2)))
            times.append(time.process_time() - start)
        best.append(min(times) / (len(x1) * len(x2)))
        results.append(result)
    return best, np.asarray(results[0], np.float64), np.asarray(results[1][1], np.float64)


def ours(args, name, x1, x2, g, threads=1, repeats=None, instructions=None):
    """The best of the repeats by CPU time (by wall time on several threads), the kernel and the gradient."""
    environment = dict(os.environ, **({"WINNOW_INSTRUCTIONS": instructions} if instructions else {}))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for key, array in {"x1": x1, "x2": x2, "g": g}.items():
            np.save(folder / f"{key}.npy", array)
        command = [args.build / "bench" / "bench_infinite", name, folder / "x1.npy", folder / "x2.npy", folder / "g.npy",
                   threads, repeats or args.repeats, folder / "out.npz"]
        lines = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, env=environment).stdout
        rows = [json.loads(line) for line in lines.splitlines()]
        out = np.load(folder / "out.npz")
        return {key: (max if key in ("gemm", "peak_gb") else min)(row[key] for row in rows) for key in rows[0]}, \
            out["kernel"], out["gradient"]


def images(n, shape, seed):
    return np.random.default_rng(seed).standard_normal((n, *shape), np.float32)


def verdict(name, ratio, floor):
    print(f"    {name}: {ratio:.2f}x (floor {floor}x)")
    if ratio < floor:
        failed.append(name)


def difference(a, b):
    return np.abs(a - b).max() / np.abs(b).max()


def against_peer(args, name, shape, block, our_block, floors):
    """`block` images on either side for the peer, `our_block` for us, which both do best with."""
    x1, x2 = images(max(block[0], our_block[0]), shape, 1), images(max(block[1], our_block[1]), shape, 2)
    g = np.random.default_rng(3).standard_normal((len(x1), len(x2)))
    few = slice(0, block[0]), slice(0, block[1])
    seconds, kernel, gradient = peer(name, x1[few[0]], x2[few[1]], g[few], args.repeats)
    _, our_kernel, our_gradient = ours(args, name, x1[few[0]], x2[few[1]], g[few], repeats=1)
    row, _, _ = ours(args, name, x1[:our_block[0]], x2[:our_block[1]], g[:our_block[0], :our_block[1]])
    forward, vjp = row["forward_cpu"] / row["pairs"], row["vjp_cpu"] / row["pairs"]
    print(f"{name}: peer {1e6 * seconds[0]:.4g} us forward, {1e6 * seconds[1]:.4g} us with vjp; "
          f"Winnow {1e6 * forward:.4g} us, {1e6 * vjp:.4g} us of CPU time per pair; "
          f"{1e-9 * row['flop'] / forward:.0f} GFLOP/s beside {1e-9 * row['gemm']:.0f} of a GEMM; "
          f"kernels differ by {difference(our_kernel, kernel):.1e}, gradients by {difference(our_gradient, gradient):.1e}")
    verdict(f"{name} forward", seconds[0] / forward, floors[0])
    verdict(f"{name} vjp", seconds[1] / vjp, floors[1])


def bench_fc(args):
    against_peer(args, "fc1", (1, 28, 28), (1000, 1000), (1000, 1000), (1, 1))
    against_peer(args, "fc3", (1, 28, 28), (1000, 1000), (1000, 1000), (2, 2))


def convnet_block(args, n1, n2, **how):
    x1, x2 = images(n1, (3, 32, 32), 1), images(n2, (3, 32, 32), 2)
    return ours(args, "convnet", x1, x2, np.ones((n1, n2)), **how)[0]


def bench_cores(args):
    # In turns, as a shared machine is faster now and slower then; the median of the ratios.
    rounds = [[convnet_block(args, 64, 64, repeats=1, threads=threads) for threads in (1, 2)] for _ in range(5)]
    for part in ("forward_wall", "vjp_wall"):
        verdict(f"two threads, {part}", np.median([one[part] / two[part] for one, two in rounds]), 1.8)


def bench_avx2(args):
    wide, narrow = convnet_block(args, 32, 32), convnet_block(args, 32, 32, instructions="avx2")
    for part in ("forward_cpu", "vjp_cpu"):
        ratio = narrow[part] / wide[part]
        print(f"    AVX2 takes {ratio:.2f}x the time of the widest vectors, {part} (at most 2.5x)")
        if ratio > 2.5:
            failed.append(f"AVX2 {part}")


def bench_flat(args):
    for n in (10, 32, 100):
        row = convnet_block(args, n, n, repeats=1)
        print(f"    {n} x {n} images: {1e6 * row['forward_cpu'] / row['pairs']:.0f} us forward, "
              f"{1e6 * row['vjp_cpu'] / row['pairs']:.0f} us vjp per pair")


def bench_memory(args):
    for name, shape in (("conv3", (3, 32, 32)), ("fc3", (1, 28, 28))):
        row, _, _ = ours(args, name, images(1000, shape, 1), images(1000, shape, 2), np.ones((1000, 1000)), threads=2, repeats=1)
        print(f"    {name}, 1,000 x 1,000 images: peak {row['peak_gb']:.2f} GB, LibTorch and the matrices included (limit 2 GB)")
        if row["peak_gb"] > 2:
            failed.append(f"memory of {name}")


BENCHES = {
    "convnet": lambda args: against_peer(args, "convnet", (3, 32, 32), (2, 2), (32, 32), (2000, 1000)),
    "myrtle5": lambda args: against_peer(args, "myrtle5", (3, 32, 32), (2, 2), (8, 16), (300, 100)),
    "conv3": lambda args: against_peer(args, "conv3", (3, 32, 32), (32, 32), (256, 256), (10, 8)),
    "fc": bench_fc, "cores": bench_cores, "avx2": bench_avx2, "flat": bench_flat, "memory": bench_memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", default=",".join(BENCHES))
    args = parser.parse_args()
    for name in args.only.split(","):
        BENCHES[name](args)
    sys.exit(f"below the floor: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
