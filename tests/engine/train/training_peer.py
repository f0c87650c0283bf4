# SPDX-License-Identifier: Apache-2.0
"""Trains LeNet-5 on what tst_training wrote, with PyTorch: same weights, same order, same rates; float64."""
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)  # the work is tiny; more threads only wait for each other
BATCH, MEAN, DEVIATION = 16, 0.35, 0.25


class LeNet5(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(features, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)

    def forward(self, x):
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        x = functional.relu(self.fc1(x.flatten(1)))
        return self.fc3(functional.relu(self.fc2(x)))


def main(folder, kind):
    job = np.load(f"{folder}/job.npz")
    init = {name[5:]: torch.from_numpy(job[name]) for name in job.files if name.startswith("init.")}
    network = LeNet5(init["fc1.weight"].shape[1], init["fc3.weight"].shape[0]).double()
    network.load_state_dict(init)
    images = (torch.from_numpy(job["pixels"]).double() / 255 - MEAN) / DEVIATION
    labels = torch.from_numpy(job["labels"])
    optimizer = {
        "sgd": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=5e-4),
        "adam": lambda p: torch.optim.Adam(p, lr=1, weight_decay=5e-4),
        "adamw": lambda p: torch.optim.AdamW(p, lr=1, weight_decay=5e-4),
    }[kind](network.parameters())
    for order, rate in zip(torch.from_numpy(job["order"]), job["rates"]):
        optimizer.param_groups[0]["lr"] = float(rate)
        for batch in order.split(BATCH):
            optimizer.zero_grad()
            functional.cross_entropy(network(images[batch]), labels[batch]).backward()
            optimizer.step()
    np.savez(f"{folder}/result.npz", **{name: value.numpy() for name, value in network.state_dict().items()})


main(*sys.argv[1:])
