"""The files every network's bundle has, and how a finished bundle is put in its place."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.device import choose
from hccdesk.inference.selftest import EXPECTED_FILE, INPUT_FILE
from hccdesk.inference.session import open_session
from hccdesk.resources import site_folder
from hccdesk.store.bundle_signature import signer
from hccdesk.store.model_bundles import write_bundle
from hccdesk.store.workstation_key import signing_key


def network_files(weights: str, onnx: bytes, inputs: Mapping[str, NDArray[Any]]) -> dict[str, bytes]:
    """The network itself with a selftest: `inputs`, and what the file answers to them today on the CPU."""
    return {weights: onnx, **selftest_files(onnx, inputs, (INPUT_FILE, EXPECTED_FILE))}


def selftest_files(onnx: bytes, inputs: Mapping[str, NDArray[Any]], names: tuple[str, str]) -> dict[str, bytes]:
    """`inputs` and what the network answers to them today on the CPU, under these two `names`."""
    expected = open_session(onnx, choose(DeviceChoice.CPU)).run(inputs)
    return {names[0]: _npz(inputs), names[1]: _npz(expected)}


def put_bundle(manifest: ModelManifest, content: Mapping[str, bytes], models: Path) -> Path:
    """Write the bundle into `models`, whole or not at all, in place of one with its name; returns its folder.

    It is signed with this workstation's own key, which is made where there is none.
    """
    folder = models / manifest.model_id
    write_bundle(manifest, content, folder, signer(signing_key(site_folder())))
    return folder


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **dict(arrays))
    return file.getvalue()
