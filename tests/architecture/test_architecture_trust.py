"""Whatever speaks to a user reads bundles through the gate that asks who vouches for them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import hccdesk

ROOT = Path(hccdesk.__path__[0])
BEHIND_THE_GATE = "read_bundle"


def names_used(source: str) -> set[str]:
    tree = ast.parse(source)
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return imported | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("floor", ["workflow", "cli", "ui"])
@pytest.mark.control("RISK-18-a")
def test_that_no_bundle_is_read_without_asking_whose_it_is(floor: str) -> None:
    paths = sorted((ROOT / floor).rglob("*.py"))
    assert len(paths) > 10
    users = [str(p.relative_to(ROOT)) for p in paths if BEHIND_THE_GATE in names_used(p.read_text(encoding="utf-8"))]
    assert users == []


def test_that_the_search_sees_both_ways_of_naming_it() -> None:
    assert BEHIND_THE_GATE in names_used("from hccdesk.store.model_bundles import read_bundle as r")
    assert BEHIND_THE_GATE in names_used("import hccdesk.store.model_bundles as m\nm.read_bundle(x)")
