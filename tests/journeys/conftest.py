"""The sample patient and a way to call the command line as a user does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from reader_hands import Reader, sit_down

from hccdesk.cli import main as cli
from hccdesk.domain.progress import NoProgress
from hccdesk.phantom.sample_case import SampleCase, write_sample_case
from hccdesk.ui import language
from hccdesk.workflow.make_sample import SAMPLE_SEED

MODELS = Path(__file__).parents[2] / "models"


@dataclass(frozen=True)
class Ran:
    """How a command ended, what it said, and the result it wrote."""

    code: int
    out: str
    err: str
    folder: Path | None = None

    @property
    def result(self) -> dict[str, Any]:
        assert self.folder is not None
        return json.loads((self.folder / "result.json").read_text(encoding="utf-8"))

    @property
    def faults(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("hccdesk: ")]


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> SampleCase:
    return write_sample_case(tmp_path_factory.mktemp("sample"), SAMPLE_SEED, NoProgress())


@pytest.fixture
def hccdesk(monkeypatch, capfd) -> Callable[..., Ran]:
    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["hccdesk", *map(str, arguments)])
        capfd.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capfd.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def analyse(hccdesk, tmp_path) -> Callable[..., Ran]:
    def run(*arguments: object, regimen: str = "tace-haic-pd1-tki") -> Ran:
        out = tmp_path / "out"
        ran = hccdesk("analyse", "--regimen", regimen, "--out", out, "--device", "cpu", *arguments)
        return Ran(ran.code, ran.out, ran.err, out)

    return run


@pytest.fixture
def edited_row(sample, tmp_path) -> Callable[..., Path]:
    """The sample's clinical row with fields changed; a field given as None is left out."""

    def write(**changes: object) -> Path:
        row = json.loads(sample.clinical.read_text(encoding="utf-8")) | changes
        path = tmp_path / "clinical.json"
        path.write_text(json.dumps({k: v for k, v in row.items() if v is not None}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def reader(qtbot, tmp_path) -> Iterator[Reader]:
    """The program, just started for the first time on this computer, with a reader in front of it."""
    language.use("en")
    folder = tmp_path / "home"
    folder.mkdir()
    sat = sit_down(qtbot, folder)
    yield sat
    sat.leave()
    language.use("en")


@pytest.fixture
def answers(monkeypatch) -> Callable[..., None]:
    """What the file dialogs answer from now on, by their function's name."""

    def answer(**given: Path) -> None:
        for name, path in given.items():
            said = str(path) if name == "getExistingDirectory" else (str(path), "")
            monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_, said=said, **__: said))

    return answer


@pytest.fixture(scope="session")
def few_patches(sample, tmp_path_factory) -> Path:
    """An outline of sixteen patches or so in the middle of the sample's: enough for a score, soon read."""
    ring = np.array(json.loads(sample.slide_roi.read_text())["features"][0]["geometry"]["coordinates"][0])
    x, y = (ring.min(axis=0) + ring.max(axis=0)) / 2
    square = [[x + dx, y + dy] for dx, dy in ((-900, -900), (900, -900), (900, 900), (-900, 900), (-900, -900))]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [square]},
        "properties": {"objectType": "annotation", "classification": {"name": "Tumor"}},
    }
    path = tmp_path_factory.mktemp("few patches") / "few.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path
