"""The house as tests: every contract holds, and a deliberate breach of each is caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
BREACHES = {
    "layers": {"hccdesk/domain/breach.py": "import hccdesk.workflow\n"},
    "protected": {"hccdesk/cli/breach.py": "import hccdesk.ct\n"},
    "acyclic_siblings": {
        "hccdesk/domain/breach/one.py": "import hccdesk.domain.breach.two\n",
        "hccdesk/domain/breach/two.py": "import hccdesk.domain.breach.one\n",
        "hccdesk/domain/breach/__init__.py": "",
    },
}


def lint(folder: Path) -> str:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '.'); {code}", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "COLUMNS": "300", "NO_COLOR": "1", "HOME": str(folder)},
    )
    return done.stdout + done.stderr


def status_of(name: str, output: str) -> str:
    line = next((line for line in output.splitlines() if line.startswith(name)), "")
    return line.removeprefix(name).strip().split(" ")[0]


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "hccdesk", folder / "hccdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def a_breach_of(contract: dict) -> dict[str, str]:
    if contract["type"] == "forbidden":
        home = contract["source_modules"][0].replace(".", "/")
        return {f"{home}/breach.py": f"import {contract['forbidden_modules'][0]}\n"}
    return BREACHES[contract["type"]]


def write_breaches(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_that_every_contract_holds():
    output = lint(ROOT)
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken" in output, output


def test_that_a_deliberate_breach_of_each_contract_is_caught(copied_house):
    for contract in CONTRACTS:
        write_breaches(copied_house, _unique(contract))
    output = lint(copied_house)
    held = [c["name"] for c in CONTRACTS if status_of(c["name"], output) != "BROKEN"]
    assert held == [], output


def _unique(contract: dict) -> dict[str, str]:
    if contract["type"] != "forbidden":
        return a_breach_of(contract)
    library = contract["forbidden_modules"][0]
    return {
        name.replace("breach.py", f"breach_{library.lower()}.py"): text for name, text in a_breach_of(contract).items()
    }


def test_that_a_package_without_a_place_in_the_house_fails(tmp_path):
    shutil.copytree(ROOT / "hccdesk", tmp_path / "hccdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    write_breaches(tmp_path, {"hccdesk/attic/__init__.py": ""})
    output = lint(tmp_path)
    assert status_of("Floors", output) != "KEPT", output
    assert "attic" in output
