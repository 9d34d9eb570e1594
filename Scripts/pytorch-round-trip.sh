#!/usr/bin/env bash
# Carries torchvision's ResNet-18, GoogLeNet and MobileNetV2 from PyTorch to Gradus and back.
#
#   Scripts/pytorch-round-trip.sh [PYTHON]
#
# Compares the logits of the same images both ways, in safetensors and torch.save's two formats, and
# prints the greatest differences; exits with 1 where one is above 1e-4. PYTHON (default: python3)
# needs torch, torchvision, numpy and safetensors.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}
swift build -c release --product ModelZoo >/dev/null
exec "$python" Scripts/pytorch-round-trip.py "$(swift build -c release --show-bin-path)/ModelZoo"
