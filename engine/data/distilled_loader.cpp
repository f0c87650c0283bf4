// SPDX-License-Identifier: Apache-2.0
#include "engine/data/distilled_loader.h"

namespace winnow::data {

std::string_view numpyLoader() {
    return R"python("""A data set distilled by Winnow: train on `images` and `labels` as they are, and give every other
image (test images above all) to preprocess() first. winnow.json says what made it."""
import pathlib

import numpy as np

_set = np.load(pathlib.Path(__file__).with_name("distilled.npz"))
images = _set["images"]  # float32 [n, C, H, W], preprocessed
labels = _set["labels"]  # float32 [n, classes]; learned labels are no probabilities


def preprocess(pixels):
    """uint8 [N, C, H, W] -> float32, as the distilled images are."""
    x = pixels.astype(np.float64) / 255
    x = (x - _set["mean"].reshape(1, -1, 1, 1)) / _set["deviation"].reshape(1, -1, 1, 1)
    if "zca_transform" in _set:
        flat = x.reshape(len(x), -1)
        flat = flat - flat.mean(1, keepdims=True)
        flat = flat / np.linalg.norm(flat, axis=1, keepdims=True)
        x = (flat @ _set["zca_transform"]).reshape(x.shape)
    return x.astype(np.float32)


def shown(images=images, scale_mean=_set["scale_mean"], scale_norm=_set["scale_norm"]):
    """Preprocessing undone: float32 on the scale 0 to 255, which may lie outside of it."""
    x = images.astype(np.float64)
    if "zca_inverse" in _set:
        flat = x.reshape(len(x), -1) @ _set["zca_inverse"]
        x = (flat * scale_norm[:, None] + scale_mean[:, None]).reshape(x.shape)
    x = x * _set["deviation"].reshape(1, -1, 1, 1) + _set["mean"].reshape(1, -1, 1, 1)
    return (255 * x).astype(np.float32)


if __name__ == "__main__":
    print(images.shape, labels.shape, "largest labels:", labels.argmax(1))
)python";
}

std::string_view torchLoader() {
    return R"python("""A data set distilled by Winnow: train on `images` and `labels` as they are, and give every other
image (test images above all) to preprocess() first. winnow.json says what made it."""
import pathlib

import torch

_set = torch.load(pathlib.Path(__file__).with_name("distilled.pt"), weights_only=True)
images = _set["images"]  # float32 (n, C, H, W), preprocessed
labels = _set["labels"]  # float32 (n, classes); learned labels are no probabilities
dataset = torch.utils.data.TensorDataset(images, labels)


def preprocess(pixels):
    """uint8 (N, C, H, W) -> float32, as the distilled images are."""
    x = pixels.double() / 255
    x = (x - _set["mean"].view(1, -1, 1, 1)) / _set["deviation"].view(1, -1, 1, 1)
    if "zca_transform" in _set:
        flat = x.flatten(1)
        flat = flat - flat.mean(1, keepdim=True)
        flat = flat / flat.norm(dim=1, keepdim=True)
        x = (flat @ _set["zca_transform"]).view_as(x)
    return x.float()


def shown(images=images, scale_mean=_set["scale_mean"], scale_norm=_set["scale_norm"]):
    """Preprocessing undone: float32 on the scale 0 to 255, which may lie outside of it."""
    x = images.double()
    if "zca_inverse" in _set:
        flat = x.flatten(1) @ _set["zca_inverse"]
        x = (flat * scale_norm[:, None] + scale_mean[:, None]).view_as(x)
    x = x * _set["deviation"].view(1, -1, 1, 1) + _set["mean"].view(1, -1, 1, 1)
    return (255 * x).float()


if __name__ == "__main__":
    print(images.shape, labels.shape, "largest labels:", labels.argmax(1))
)python";
}

}  // namespace winnow::data
