#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What predicting forgetting costs beside the training step it predicts, and the same in PyTorch, in one run.

    python compare.py --engine BUILD/bench/bench_forgetting --data ../shared/data/mnist [--threads 2] [--repeats 5]

needs a Python with torch and numpy. SGD 0.01, momentum 0.9, weight decay 5e-4, batch 128. A prediction is all that one
predictor needs at an iteration: the batch's push on the weights, J V of the batch before (with its logits), copies of the
weights. PyTorch's: the gradient it has (error) or one more backward (centred), and torch.func.jvp. FLOPs are counted from the
shapes, 2 per multiply-add, in forward passes: a step is 3; the logits of the batch before 1; J V 2; a push that is not the
training step's own gradient 3. What the first layer needs no gradient or tangent for is not taken off. Repeats alternate;
medians. Exit code 1 where a prediction costs more than 3 steps.
"""
import argparse
import pathlib
import statistics
import sys
import tempfile
import time

import numpy as np
import torch
from torch.func import functional_call, jvp
from torch.nn import functional

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from peer import BATCH, Program, lenet5, load  # noqa: E402

RATE, CEILING, AIM = 0.01, 3.0, 2.0
PASSES = {("lenet5", "error"): 3, ("lenet5", "centred"): 6, ("lenet5", "displacement"): 3,  # forward passes' FLOPs
          ("resnet18", "error"): 6, ("mlp", "error"): 3}


class Peer:
    """LeNet-5 alone, without bookkeeping: a step, and the push and J V of one predictor."""
    def __init__(self, images, labels, mean, deviation):
        self.images, self.labels = (torch.from_numpy(images).float() / 255 - mean) / deviation, torch.from_numpy(labels)

    def measure(self, predictor, iterations):
        torch.manual_seed(1)
        network = lenet5()
        optimizer = torch.optim.SGD(network.parameters(), lr=RATE, momentum=0.9, weight_decay=5e-4)
        order = torch.randperm(len(self.labels)).split(BATCH)
        step = prediction = 0.0
        for last, batch in zip(order, order[1:iterations + 1]):
            weights = {name: weight.detach().clone() for name, weight in network.named_parameters()}
            begin = time.perf_counter()
            optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(network(self.images[batch]), self.labels[batch]).backward()
            push = {name: -RATE * weight.grad for name, weight in network.named_parameters()}
            optimizer.step()
            step += time.perf_counter() - begin
            begin = time.perf_counter()
            if predictor == "centred":
                centred = functional.one_hot(self.labels[batch], 10) - 0.1
                leaves = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
                logits = functional_call(network, leaves, (self.images[batch],))
                pulled = torch.autograd.grad(logits, tuple(leaves.values()), RATE / len(batch) * centred)
                push = dict(zip(leaves, pulled))
            elif predictor == "displacement":
                push = {name: weight.detach() - weights[name] for name, weight in network.named_parameters()}
            logits, change = jvp(lambda w: functional_call(network, w, (self.images[last],)), (weights,), (push,))
            q = logits.softmax(1)
            (q + q * (change - (q * change).sum(1, keepdim=True))).argmax(1)
            prediction += time.perf_counter() - begin
        return {"step": step / iterations, "prediction": prediction / iterations}


class Engine(Program):
    def measure(self, model, predictor, iterations):
        return self.ask(model, predictor, iterations)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--iterations", type=int, default=100)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    (images, labels), _ = load(options.data)
    mean, deviation = float(images.mean() / 255), float(images.std() / 255)
    runs = {}
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/images.npy", images)
        np.save(f"{folder}/labels.npy", labels)
        peer, winnow = Peer(images, labels, mean, deviation), Engine(options.engine, folder, mean, deviation, options.threads)
        for _ in range(options.repeats):
            for model, predictor in PASSES:
                iterations = max(options.iterations // 10, 1) if model == "resnet18" else options.iterations
                runs.setdefault(("winnow", model, predictor), []).append(winnow.measure(model, predictor, iterations))
                if model == "lenet5":
                    runs.setdefault(("pytorch", model, predictor), []).append(peer.measure(predictor, iterations))
        winnow.close()
    ratios = {}
    for key, measured in runs.items():
        side, model, predictor = key
        step, prediction = (statistics.median(run[what] for run in measured) for what in ("step", "prediction"))
        ratios[key] = statistics.median(run["prediction"] / run["step"] for run in measured)
        macs = next(run["forward_macs"] for run in runs["winnow", model, predictor])
        passes = PASSES[model, predictor]
        print(f"{side:8}{model:10}{predictor:13} step {1e3 * step:7.2f} ms ({2e-9 * 3 * macs * BATCH / step:5.1f} GFLOP/s), "
              f"prediction {1e3 * prediction:7.2f} ms ({2e-9 * passes * macs * BATCH / prediction:5.1f} GFLOP/s, "
              f"{passes / 3:.1f} of a step's FLOPs), ratio {ratios[key]:.2f}")
    print(f"ceiling {CEILING}, aim {AIM}")
    sys.exit(0 if all(ratio <= CEILING for (side, *_), ratio in ratios.items() if side == "winnow") else 1)


main()
