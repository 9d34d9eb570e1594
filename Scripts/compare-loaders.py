#!/usr/bin/env python3
"""Times TrainClassifier's loader and torchvision's in turn, on one core each, on the pictures of make-pictures.py.

    Scripts/compare-loaders.py PROGRAM FOLDER [--pictures 1024] [--rounds 5]

Both read, decode, crop at random (8 to 100 % of the area), resize to 224, mirror and normalise; a line for each round
and the medians at the end.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

PEER = """
import json, sys, time, torch, torchvision
from torchvision import transforms
torch.set_num_threads(1)
folder, count = sys.argv[1], int(sys.argv[2])
data = torchvision.datasets.ImageFolder(folder, transforms.Compose([
    transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]))
loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True, num_workers=0)
seen, start, processor = 0, time.perf_counter(), time.process_time()
while seen < count:
    for images, labels in loader:
        seen += len(labels)
        if seen >= count: break
print(json.dumps({"perSecond": seen / (time.perf_counter() - start),
                  "perProcessorSecond": seen / (time.process_time() - processor)}))
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--pictures", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    core = ["taskset", "-c", str(max(os.sched_getaffinity(0)))]
    ours = core + [
        options.program, "load", "--json", "--pictures", str(options.pictures), "--set", "dataset=imagenet",
        "--set", f"data={options.folder}", "--set", "batchSize=64", "--set", "imageSize=224"]
    theirs = core + [options.python, "-c", PEER, f"{options.folder}/train", str(options.pictures)]
    ratios, rates = [], {"gradus": [], "torchvision": []}
    for number in range(options.rounds):
        for name, command in [("gradus", ours), ("torchvision", theirs)]:
            result = subprocess.run(command, capture_output=True, text=True, check=True)
            rates[name].append(json.loads(result.stdout)["perSecond"])
        ratios.append(rates["gradus"][-1] / rates["torchvision"][-1])
        print(f"round {number + 1}: {rates['gradus'][-1]:.1f} and {rates['torchvision'][-1]:.1f} pictures a second, "
              f"ratio {ratios[-1]:.2f}", flush=True)
    print(f"median: {statistics.median(rates['gradus']):.1f} and {statistics.median(rates['torchvision']):.1f}, "
          f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
