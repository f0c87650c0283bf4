#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Accuracy of distilled sets on real data beside the papers' numbers, mean and deviation over seeds.

    python3 quality.py --engine BUILD/bin/winnow-engine --project DIR.winnow [--mnist FOLDER] [--cifar FOLDER]
        [--only REGEX] [--seeds 3] [--threads 2] [--list]

No peer runs here: the papers' numbers are those of methods/kip.md, section 9, and methods/kip-convnet.md, section 15. What the
project already holds is not computed again, so a run that was ended goes on, and `--only` fills the tables piece by piece.
Each line: what was run, per cent on the whole test set, the paper's value, the difference.
"""
import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import time

AUGMENTED = ["--augment", "shift-rotate", "--learn-labels"]
CURVE = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5000, 10000]


def distilled(data, kernel, images, paper, *flags, label="", name=None):
    name = name or f"{data} {kernel} {images}{label and ' ' + label}"
    words = ["distill", "--dataset", data, "--kernel", kernel, "--images", str(images), "--analysis", "no", *flags]
    return {"name": name, "words": words, "papers": {"accuracy": paper}}


def row(steps):
    return ["--preset", "row", "--steps", str(steps)]


def solved(data, kernel, images, paper, *flags, label=""):
    return distilled(data, kernel, images, paper, "--method", "label-solve", *flags, label="solved" + (label and " " + label))


def kip_rows():
    for kernel, papers in (("rbf", (89.60, 97.31, 98.29)), ("fc1", (89.30, 96.64, 97.64))):
        for images, steps, paper in zip((10, 100, 500), (2000, 2000, 1000), papers):
            yield distilled("mnist", kernel, images, paper, *row(steps))
    yield distilled("mnist", "rbf", 100, 97.84, *row(4000), *AUGMENTED, label="a+l")
    for images, paper in zip((10, 100, 500), (61.0, 87.2, 94.4)):
        yield solved("mnist", "fc1", images, paper)
    for images, steps, plain, augmented in zip((10, 100, 500), (1000, 500, 200), (39.3, 49.1, 52.1), (40.5, 53.1, 58.6)):
        yield distilled("cifar", "fc1", images, plain, *row(steps))
        yield distilled("cifar", "fc1", images, augmented, *row(steps), *AUGMENTED, label="a+l")
    yield solved("cifar", "convnet", 10, 26.1, "--preprocessing", "zca", label="zca")
    yield solved("cifar", "convnet", 10, 26.3)


def curve(data, kernel, sizes, papers, *flags, label=""):
    name = f"natural {data} {kernel}{label and ' ' + label}"
    words = ["experiment", "kernel-curve", "--dataset", data, "--kernel", kernel, "--images", ",".join(map(str, sizes)),
             "--test-samples", "0", *flags]
    return {"name": name, "words": words, "papers": dict(zip(map(str, sizes), papers)), "seeds": 1}


def curve_rows():
    width = ["--preset", "paper", "--repeat", "5"]
    for kernel, papers in (
            ("linear", (44.6, 51.9, 59.4, 62.6, 62.2, 52.3, 41.9, 71.0, 79.7, 83.2)),
            ("rbf", (45.3, 54.6, 66.9, 75.6, 82.7, 88.1, 91.8, 94.2, 95.7, 96.8)),
            ("fc1", (45.8, 54.7, 66.0, 74.3, 81.1, 86.9, 91.1, 93.6, 95.3, 96.4))):
        yield curve("mnist", kernel, CURVE[:10], papers, *width)
    whitened = ["--preprocessing", "zca", "--test-samples", "1000", "--repeat", "1"]
    yield curve("cifar", "convnet", (10, 20, 40, 80, 160), (16.1, 19.8, 23.9, 30.0, 37.1), *whitened, label="zca")
    yield curve("cifar", "convnet", (10, 20, 40, 80, 160), (16.2, 18.7, 21.9, 25.8, 29.8), "--test-samples", "1000", "--repeat", "1")


def transfer(name, source, model, papers, *flags):
    return {"name": name, "source": source, "papers": papers, "seeds": 1,
            "words": ["experiment", "transfer", "--distilled", source["name"] + " 1", "--model", model, "--repeat", "3", *flags]}


def transfer_rows():
    for share in (0, 0.5, 0.75, 0.9):
        source = distilled("mnist", "fc1", 100, None, "--steps", "300", "--corrupt", str(share), label=f"corrupted {share}")
        yield source
        yield transfer(f"mlp on mnist fc1 100 corrupted {share}", source, "mlp", {}, "--hidden", "1024")
    family = distilled("mnist", "fc1,fc2,fc3,conv1,conv2", 100, None, "--preset", "transfer", name="mnist family 100")
    yield family
    yield transfer("networks on mnist family 100", family, "mlp,lenet5,convnet", {}, "--width", "32")


def convnet_rows():
    start = distilled("mnist", "fc1", 10, None, "--preset", "row", "--steps", "300", "--learn-labels", label="to start from")
    yield start
    learned = ["--preset", "convnet", "--from", start["name"] + " 1"]
    yield {**distilled("mnist", "convnet", 10, 97.3, *learned, "--steps", "3250"), "source": start, "seeds": 1}


def all_rows():
    return [*kip_rows(), *curve_rows(), *transfer_rows(), *convnet_rows()]


class Project:
    def __init__(self, arguments):
        self.engine, self.folder, self.threads = arguments.engine.resolve(), arguments.project, arguments.threads
        self.sources = {"mnist": arguments.mnist, "cifar": arguments.cifar}

    def answer(self, *words):
        done = subprocess.run([self.engine, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
        return done.stdout

    def artifacts(self):
        if not self.folder.exists():
            return {}
        return {one["name"]: one for one in json.loads(self.answer("list", self.folder, "--json")) if one.get("name")}

    def need(self, data):
        if data not in self.artifacts():
            self.answer("import", self.folder, self.sources[data], "--name", data)

    def result(self, name, words, seed):
        """result.json of what `words` make under `name`, made now if it is not there."""
        if name not in self.artifacts():
            verb = words[:2] if words[0] == "experiment" else words[:1]
            self.answer(*verb, self.folder, *words[len(verb):], "--seed", str(seed), "--name", name, "--threads", str(self.threads))
        files = json.loads(self.answer("show", self.folder, name, "--json"))["files"]
        path = next(file["path"] for file in files if file["path"].endswith("/result.json"))
        return json.loads((self.folder / path).read_text())


def figures(result):
    """What a line of the table is about, by key: per cent."""
    if "rows" not in result:
        return {"accuracy": 100 * result["accuracy"]}
    if "kernels" in result:
        return {str(one["images"]): 100 * one["accuracy"]["mean"] for one in result["rows"]}
    return {f"{one['network']} on {one['set']}": 100 * one["accuracy"]["mean"] for one in result["rows"]}


def print_row(one, results):
    for key in results[0]:
        values = [result[key] for result in results]
        paper = one["papers"].get(key)
        spread = f" +- {statistics.stdev(values):.2f}" if len(values) > 1 else ""
        beside = f"   paper {paper:5.1f}  {statistics.mean(values) - paper:+.1f}" if paper is not None else ""
        print(f"{one['name']:44} {key:22} {statistics.mean(values):6.2f}{spread:9}{beside}", flush=True)


def main():
    here = pathlib.Path(__file__).resolve().parents[4] / "shared" / "data"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", required=True, type=pathlib.Path)
    parser.add_argument("--project", required=True, type=pathlib.Path)
    parser.add_argument("--mnist", default=here / "mnist", type=pathlib.Path)
    parser.add_argument("--cifar", default=here / "cifar-10", type=pathlib.Path)
    parser.add_argument("--only", default="", help="rows whose name this regular expression finds")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="names of all rows")
    arguments = parser.parse_args()
    rows = [one for one in all_rows() if re.search(arguments.only, one["name"])]
    if arguments.list:
        print(*(one["name"] for one in rows), sep="\n")
        return
    project = Project(arguments)
    for one in rows:
        source = one.get("source", one)
        project.need(source["words"][source["words"].index("--dataset") + 1])
        if source is not one:
            project.result(source["name"] + " 1", source["words"], 1)
        began = time.monotonic()
        results = [figures(project.result(f"{one['name']} {seed}", one["words"], seed))
                   for seed in range(1, one.get("seeds", arguments.seeds) + 1)]
        print_row(one, results)
        print(f"# {one['name']}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
