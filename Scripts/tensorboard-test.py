#!/usr/bin/env python3
"""Reads TrainClassifier's TensorBoard events with the tensorboard package, value by value, and after kills.

    Scripts/tensorboard-test.py TRAINCLASSIFIER [KILLS]

Trains a tiny network on made-up pictures and compares every event with metrics.jsonl and with what it must
be. Then starts the run and kills it at a random moment until that has happened KILLS times (default 50),
reads what is left each time, resumes it, and compares all events but their times with those of the first.
Needs numpy and tensorboard; exits with 1 on any difference.
"""
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import time

from tensorboard.backend.event_processing import event_file_loader
from tensorboard.compat.proto import graph_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util

EVENTS = "events.out.tfevents.0000000000.gradus"


def pictures(folder):
    random.seed(1)
    for name, count in (("train", 200), ("t10k", 50)):
        labels = bytes(random.randrange(10) for _ in range(count))
        pixels = bytes(min(255, 20 * label + random.randrange(50)) for label in labels for _ in range(64))
        with open(os.path.join(folder, f"{name}-images-idx3-ubyte"), "wb") as file:
            file.write(struct.pack(">IIII", 0x803, count, 8, 8) + pixels)
        with open(os.path.join(folder, f"{name}-labels-idx1-ubyte"), "wb") as file:
            file.write(struct.pack(">II", 0x801, count) + labels)


def settings(data):
    pairs = [f"data={data}", "dataset=mnist", "network=resnet20-cifar", "batchSize=8", "steps=24",
             "validationShare=0.2", "evaluationInterval=6", "checkpointInterval=3", "learningRate=0.01"]
    return [word for pair in pairs for word in ("--set", pair)]


def train(program, data, output, *more):
    return [program, "train", "--quiet", "--tensorboard", *settings(data), "--output", output, *more]


def events(folder):
    loader = event_file_loader.RawEventFileLoader(os.path.join(folder, EVENTS))
    from tensorboard.compat.proto import event_pb2
    return [event_pb2.Event.FromString(record) for record in loader.Load()]


def untimed(found):
    for event in found:
        event.wall_time = 0
    return [event.SerializeToString(deterministic=True) for event in found]


def check(folder):
    found = events(folder)
    assert found[0].file_version == "brain.Event:2"
    scalars, counts = {}, {"histo": 0, "image": 0, "text": 0, "hparams": 0, "graph": 0}
    steps = [event.step for event in found]
    assert steps == sorted(steps)
    for event in found:
        if event.graph_def:
            graph = graph_pb2.GraphDef.FromString(event.graph_def)
            names = {node.name for node in graph.node}
            assert len(names) == len(graph.node) and all(i in names for n in graph.node for i in n.input)
            counts["graph"] += 1
        for value in event.summary.value:
            kind = value.WhichOneof("value")
            plugin = value.metadata.plugin_data.plugin_name
            if kind == "simple_value":
                scalars[(event.step, value.tag)] = value.simple_value
            elif kind == "histo":
                histogram = value.histo
                assert len(histogram.bucket) == len(histogram.bucket_limit)
                assert sum(histogram.bucket) == histogram.num and histogram.min <= histogram.max
                counts["histo"] += 1
            elif kind == "image":
                image = value.image
                assert image.encoded_image_string[:8] == b"\x89PNG\r\n\x1a\n"
                width, height = struct.unpack(">II", image.encoded_image_string[16:24])
                assert (width, height) == (image.width, image.height)
                counts["image"] += 1
            elif plugin == "text":
                assert tensor_util.make_ndarray(value.tensor)[0]
                counts["text"] += 1
            elif plugin == "hparams":
                data = plugin_data_pb2.HParamsPluginData.FromString(value.metadata.plugin_data.content)
                if value.tag.endswith("session_start_info"):
                    assert data.session_start_info.hparams["batchSize"].number_value == 8
                    assert data.session_start_info.hparams["network"].string_value == "resnet20-cifar"
                counts["hparams"] += 1
    compared = 0
    with open(os.path.join(folder, "metrics.jsonl")) as file:
        for line in file:
            record = json.loads(line)
            for name, value in record.items():
                if name == "step" or value is None:
                    continue
                logged = scalars[(record["step"], name)]
                assert logged == struct.unpack("f", struct.pack("f", value))[0], (name, logged, value)
                compared += 1
    assert all(counts.values()), counts
    return len(found), compared, counts


def main():
    program = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    folder = tempfile.mkdtemp()
    data = os.path.join(folder, "data")
    os.makedirs(data)
    pictures(data)
    whole = os.path.join(folder, "whole")
    begin = time.time()
    subprocess.run(train(program, data, whole), check=True, stdout=subprocess.DEVNULL)
    duration = time.time() - begin
    count, compared, kinds = check(whole)
    print(f"{count} events, {compared} numbers equal those of metrics.jsonl; {kinds}", flush=True)
    expected = untimed(events(whole))
    killed, trial = 0, 0
    while killed < kills:
        trial += 1
        output = os.path.join(folder, f"trial-{trial}")
        begin = time.time()
        process = subprocess.Popen(
            train(program, data, output), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(random.uniform(0, duration))
            duration = time.time() - begin  # it was over before: the machine is faster now
        except subprocess.TimeoutExpired:
            process.kill()
            killed += process.wait() == -9
        left = events(output) if os.path.exists(os.path.join(output, EVENTS)) else []
        assert untimed(left) == expected[:len(left)], f"trial {trial}: what is left differs"
        again = ["--resume"] if os.path.exists(os.path.join(output, "config.json")) else []
        command = [program, "train", "--quiet", "--tensorboard", "--output", output, *again]
        subprocess.run(command + ([] if again else settings(data)), check=True, stdout=subprocess.DEVNULL)
        assert untimed(events(output)) == expected, f"trial {trial}: the resumed run's events differ"
        subprocess.run(["rm", "-rf", output], check=True)
    print(f"{trial} trials, {killed} killed, each readable and the same after resuming")


if __name__ == "__main__":
    main()
