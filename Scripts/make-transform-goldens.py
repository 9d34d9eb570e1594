#!/usr/bin/env python3
"""Writes what torchvision makes of a small image: colours, movements, RandAugment's operations.

    python3 Scripts/make-transform-goldens.py > Tests/DatasetsTests/Goldens/transforms.json

Images are [height, width, channels] here; torchvision gets them as [channels, height, width].
"""
import json

import torch
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

height, width = 7, 9
generator = torch.Generator().manual_seed(7)
bytes_ = torch.randint(0, 256, (3, height, width), generator=generator)
# A flat patch, black, white and grey pixels, where rules have special cases.
bytes_[:, :3, :3] = torch.tensor([200, 90, 20])[:, None, None]
bytes_[:, 5, 5], bytes_[:, 5, 6], bytes_[:, 5, 7] = 0, 255, 128
image = (bytes_.float() / 255)
grey = image[:1]
# Enough pixels for a histogram to be equalised, which below 255 pixels changes nothing.
large = torch.randint(0, 200, (3, 16, 17), generator=generator).float() / 255
cases = []


def numbers(x):
    return [float("%.6g" % v) for v in x.permute(1, 2, 0).flatten().tolist()]


def case(name, result, source="image"):
    cases.append({"name": name, "source": source, "values": numbers(result)})


for factor in (0.0, 0.6, 1.7):
    case(f"brightness {factor}", F.adjust_brightness(image, factor))
    case(f"contrast {factor}", F.adjust_contrast(image, factor))
    case(f"contrast {factor}", F.adjust_contrast(grey, factor), "grey")
    case(f"saturation {factor}", F.adjust_saturation(image, factor))
    case(f"sharpness {factor}", F.adjust_sharpness(image, factor))
for turn in (-0.5, -0.2, 0.1, 0.4):
    case(f"hue {turn}", F.adjust_hue(image, turn))
for bits in (0, 3, 8):
    case(f"posterized {bits}", F.posterize(image, bits))
for threshold in (0.0, 0.45, 1.0):
    case(f"solarized {threshold}", F.solarize(image, threshold))
case("stretched", F.autocontrast(image * 0.5 + 0.1))
case("equalized", F.equalize(large), "large")
case("inverted", F.invert(image))
for degrees in (17.0, -64.0):
    case(f"turned {degrees}", F.rotate(image, degrees))
augment = v2.RandAugment()
names = {
    "Identity": "none", "ShearX": "shearedRows", "ShearY": "shearedColumns", "TranslateX": "movedRight",
    "TranslateY": "movedDown", "Rotate": "turned", "Brightness": "brightness", "Color": "saturation",
    "Contrast": "contrast", "Sharpness": "sharpness", "Posterize": "posterized", "Solarize": "solarized",
    "AutoContrast": "stretched", "Equalize": "equalized",
}
assert set(names) == set(augment._AUGMENTATION_SPACE)
for operation, (magnitudes, signed) in augment._AUGMENTATION_SPACE.items():
    if operation == "Equalize":
        continue
    levels = magnitudes(31, height, width)
    magnitude = 0.0 if levels is None else float(levels[22])
    for sign in (1, -1) if signed else (1,):
        result = augment._apply_image_or_video_transform(
            image, operation, sign * magnitude, v2.InterpolationMode.NEAREST, {torch.Tensor: None})
        case(f"RandAugment {names[operation]} {sign}", result)
json.dump({"sources": {
    "image": {"shape": [height, width, 3], "values": numbers(image)},
    "grey": {"shape": [height, width, 1], "values": numbers(grey)},
    "large": {"shape": [16, 17, 3], "values": numbers(large)},
}, "cases": cases}, __import__("sys").stdout)
