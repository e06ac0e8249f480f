"""Further measures of a finished bundle, put into its manifest and its card; the model itself stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hccdesk.domain.manifest import Performance
from hccdesk.store.model_bundles import read_bundle
from hccdesk.training.bundle_files import put_bundle
from hccdesk.training.cards import with_measures

CARD = "MODEL_CARD.md"


def add_measures(folder: Path, rows: Sequence[Performance]) -> None:
    """Write the bundle in `folder` again with `rows` after those it has."""
    bundle = read_bundle(folder)
    manifest = replace(bundle.manifest, performance=(*bundle.manifest.performance, *rows))
    card = with_measures(bundle.content[CARD].decode(), manifest).encode()
    put_bundle(manifest, {**bundle.content, CARD: card}, folder.parent)
