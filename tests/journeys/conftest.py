"""The sample patient and a way to call the command line as a user does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hccdesk.cli import main as cli
from hccdesk.domain.progress import NoProgress
from hccdesk.phantom.sample_case import SampleCase, write_sample_case
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
