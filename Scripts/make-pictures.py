#!/usr/bin/env python3
"""Makes JPEG pictures of 500x375 pixels like those of ImageNet, some 110 kB each, in a folder for each class.

    Scripts/make-pictures.py FOLDER --pictures 512 --classes 8 [--copies 60000]

With --copies each picture is linked under other names until there are so many.
"""
import argparse
import os

import numpy as np
from PIL import Image


def picture(seed, height=375, width=500):
    """Noise whose spectrum falls as 1/f, as that of photographs does, with a few flat shapes."""
    rng = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    frequency[0, 0] = 1
    channels = []
    shared = rng.standard_normal((height, width))
    for _ in range(3):
        noise = np.fft.rfft2(shared + 0.4 * rng.standard_normal((height, width)))
        field = np.fft.irfft2(noise / frequency**1.05, s=(height, width))
        channels.append((field - field.mean()) / field.std())
    image = np.stack(channels, axis=-1) * 45 + 120
    for _ in range(6):
        top, left = rng.integers(0, height - 40), rng.integers(0, width - 40)
        down, across = rng.integers(20, 120), rng.integers(20, 160)
        image[top : top + down, left : left + across] += rng.uniform(-60, 60, 3)
    return Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--pictures", type=int, default=512)
    parser.add_argument("--classes", type=int, default=8)
    parser.add_argument("--copies", type=int)
    parser.add_argument("--quality", type=int, default=90)
    options = parser.parse_args()
    paths = []
    for number in range(options.pictures):
        folder = f"{options.folder}/train/n{number % options.classes:08d}"
        os.makedirs(folder, exist_ok=True)
        paths.append(f"{folder}/picture_{number:06d}.JPEG")
        picture(number).save(paths[-1], quality=options.quality)
    for copy in range(options.pictures, options.copies or 0):
        source = paths[copy % options.pictures]
        os.link(source, source.replace(".JPEG", f"_{copy}.JPEG"))
    sizes = [os.path.getsize(path) for path in paths]
    print(f"{len(paths)} pictures of {sum(sizes) / len(sizes) / 1000:.0f} kB on average")


if __name__ == "__main__":
    main()
