"""What the shipped bundles say of themselves can be said in Chinese."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hccdesk import resources

BUNDLES = sorted(path.parent for path in resources.models_folder().glob("*/manifest.json"))


def texts_of(folder: Path) -> set[str]:
    model = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["model"]
    found = {model["title"], model["intended_use"], model["cohort"], model["direction"], *model["known_limits"]}
    found |= {measure[key] for measure in model["performance"] for key in ("metric", "cohort", "unit_of_analysis")}
    if model["threshold"]:
        found.add(model["threshold"]["origin"])
    if (folder / "nomogram.json").exists():
        nomogram = json.loads((folder / "nomogram.json").read_text(encoding="utf-8"))
        found |= {nomogram["question"], *(variable["title"] for variable in nomogram["variables"])}
    return found


@pytest.mark.parametrize("folder", BUNDLES, ids=lambda folder: folder.name)
@pytest.mark.control("RISK-43-b")
def test_that_every_text_of_a_shipped_bundle_has_its_chinese(folder):
    assert texts_of(folder) - set(resources.sentences("zh_CN")) == set()


def test_that_five_demonstration_bundles_and_two_public_ones_are_shipped():
    assert [folder.name for folder in BUNDLES] == [
        "ct-response-demo",
        "haim-demo",
        "os-nomogram-sysucc",
        "pfs-clinical-demo",
        "pfs-nomogram-demo",
        "resnet50-backbone",
        "ttp-nomogram-hcc-tace-seg",
    ]
