"""The bundles that hccdesk ships, by the sha256 of their manifests: part of the program, as its code is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from hccdesk import resources
from hccdesk.atomic_file import write_whole
from hccdesk.store.bundle_signature import SIGNATURE_NAME
from hccdesk.store.manifest_file import MANIFEST_NAME
from hccdesk.store.model_bundles import find_bundles, read_bundle


def pins_file() -> Path:
    """Where the pins are shipped."""
    return resources.assets_folder() / "trust" / "pins.json"


def read_pins() -> Mapping[str, str]:
    """sha256 of the manifest by model id."""
    return dict(json.loads(pins_file().read_text(encoding="utf-8")))


def pins_of(models_folder: Path) -> Mapping[str, str]:
    """The pins of the bundles in a folder, each read whole and verified first."""
    return {
        read_bundle(folder).manifest.model_id: hashlib.sha256((folder / MANIFEST_NAME).read_bytes()).hexdigest()
        for folder in find_bundles(models_folder)
    }


def write_pins(models_folder: Path, path: Path | None = None) -> None:
    """Make the bundles of `models_folder` the shipped ones: for those who build hccdesk, never for a site.

    Signatures of the workstation that trained them are taken away: what is shipped is known by its pin.
    """
    for folder in find_bundles(models_folder):
        (folder / SIGNATURE_NAME).unlink(missing_ok=True)
    target = path or pins_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, (json.dumps(pins_of(models_folder), indent=2, sort_keys=True) + "\n").encode("ascii"))
