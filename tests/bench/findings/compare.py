#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wrong labels found by `winnow-engine findings` and by cleanlab on the same out-of-sample probabilities, in one run.

    $(sh packaging/peers-bench.sh)/bin/python compare.py --engine BUILD/bin/winnow-engine [--data fashion-mnist]
        [--samples 8000] [--share 5%] [--seeds 1,2,3] [--kind lpntk] [--threads 2]

needs cleanlab and numpy. For each seed: import with labels flipped by our own tool, train LeNet-5, compute the kernel, find
with five folds. Both sides then rank all samples; what counts is the share of flipped labels among as many of the highest
ranks as there are flips, and the area under the ROC curve. cleanlab ranks by get_label_quality_scores with its default,
self confidence; its two other methods are printed too. Seconds are those of all that comes after the five networks both need
(Winnow's hold its search for duplicates and its files). Exit code 1 where Winnow's mean precision is below cleanlab's default.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from cleanlab.rank import get_label_quality_scores

METHODS = ("self_confidence", "normalized_margin", "confidence_weighted_entropy")


def winnow(engine, *words):
    done = subprocess.run([engine, *words, "--events"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def precision(score, wrong):
    """Share of wrong labels among the highest scores, as many as there are; ties by index."""
    first = np.argsort(-score, kind="stable")[:int(wrong.sum())]
    return wrong[first].mean()


def area(score, wrong):
    """Area under the ROC curve by mean ranks."""
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    bad = int(wrong.sum())
    return (rank[wrong].sum() - bad * (bad + 1) / 2) / (bad * (len(wrong) - bad))


def one_seed(arguments, folder, seed):
    project = folder / f"seed-{seed}.winnow"
    common = ["--threads", str(arguments.threads), "--device", "cpu"]
    winnow(arguments.engine, "import", project, arguments.data, "--name", "noisy", "--limit", str(arguments.samples),
           "--flip-labels", arguments.share, "--seed", str(seed))
    winnow(arguments.engine, "train", project, "--dataset", "noisy", "--epochs", str(arguments.epochs), "--scores", "none",
           "--seed", str(seed), *common)
    winnow(arguments.engine, "kernel", project, "--run", "run-1", "--kind", arguments.kind, *common)
    winnow(arguments.engine, "findings", project, "--kernel", "kernel-1", "--suspects", "100%", "--seed", str(seed), *common)

    arrays = project / "arrays"
    found = arrays / "findings-1"
    facts = json.loads((found / "result.json").read_text())
    labels = np.load(arrays / "dataset-1" / "labels.npy")
    wrong = np.load(arrays / "dataset-1" / "truth_flipped.npy") != 0
    score = np.load(found / "suspicion.npy")
    probabilities = np.load(found / "out_of_sample.npy").astype(np.float64)
    rows = {"winnow": (precision(score, wrong), area(score, wrong),
                       facts["seconds"] - facts["seconds_networks"])}
    for method in METHODS:
        began = time.perf_counter()
        quality = get_label_quality_scores(labels, probabilities, method=method)
        rows[f"cleanlab {method}"] = precision(-quality, wrong), area(-quality, wrong), time.perf_counter() - began
    return rows, facts["seconds_networks"], int(wrong.sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", required=True)
    parser.add_argument("--data", default="fashion-mnist", help="a built-in set, or a folder that import reads")
    parser.add_argument("--samples", type=int, default=8000)
    parser.add_argument("--share", default="5%")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--kind", default="lpntk")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    seeds = [int(seed) for seed in arguments.seeds.split(",")]

    all_rows, networks = [], []
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            rows, seconds, flips = one_seed(arguments, pathlib.Path(folder), seed)
            all_rows.append(rows)
            networks.append(seconds)
            print(f"seed {seed}: {flips} of {arguments.samples} labels flipped; "
                  + ", ".join(f"{name} {row[0]:.3f}" for name, row in rows.items()), flush=True)

    means = {name: [statistics.mean(rows[name][i] for rows in all_rows) for i in range(3)] for name in all_rows[0]}
    print(f"\n{'':40} precision    AUC  seconds")
    for name, (at_flips, auc, seconds) in means.items():
        print(f"{name:40} {at_flips:9.3f} {auc:6.3f} {seconds:8.3f}")
    print(f"five networks for both: {statistics.mean(networks):.1f} s; {len(seeds)} seeds, {arguments.samples} samples, "
          f"kernel {arguments.kind}")
    return 0 if means["winnow"][0] >= means["cleanlab self_confidence"][0] else 1


if __name__ == "__main__":
    sys.exit(main())
