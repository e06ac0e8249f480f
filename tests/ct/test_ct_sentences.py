"""Every sentence of the CT engine is there in Chinese, with the same facts in the same formats."""

from __future__ import annotations

import ast
import json
import string
from pathlib import Path

import hccdesk.ct
from hccdesk.resources import assets_folder


def _templates() -> set[str]:
    found = set()
    for path in Path(hccdesk.ct.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Sentence.of":
                assert isinstance(node.args[0], ast.Constant), f"{path.name}: a template must be a literal"
                found.add(str(node.args[0].value))
    return found


def _fields(template: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name)


def test_that_every_sentence_is_translated_and_none_is_left_over() -> None:
    path = assets_folder() / "i18n" / "sentences" / "zh_CN" / "ct.json"
    catalogue = json.loads(path.read_text(encoding="utf-8"))
    assert set(catalogue) == _templates()
    assert {t for t in catalogue if _fields(t) != _fields(catalogue[t])} == set()
