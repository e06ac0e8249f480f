"""The smallest model there is, y = x + x on four numbers: whoever cannot run it cannot run ours."""

from __future__ import annotations

import base64

import numpy as np

PROBE_MODEL = base64.b64decode(
    "CAgSB2hjY2Rlc2s6QQoOCgF4CgF4EgF5IgNBZGQSBXByb2JlWhMKAXgSDgoMCAESCAoCCAEKAggEYhMKAXkSDgoMCAESCAoCCAEKAggEQgQKABAR"
)
"""ONNX, opset 17; a test rebuilds it and compares."""

PROBE_INPUT = np.array([[0.0, 1.0, -2.5, 1e6]], dtype=np.float32)
