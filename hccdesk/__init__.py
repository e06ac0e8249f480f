"""hccdesk: the desktop a liver tumour board opens for an unresectable hepatocellular carcinoma."""

import os

__version__ = "0.1.0"

# ONNX Runtime, from 1.29 on, reports to its maker unless it finds this while it loads, whatever library loads it: so it
# is set before anything of this package, in every process that has any of it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
