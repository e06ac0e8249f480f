"""Every sentence of the CT engine is there in Chinese, with the same facts in the same formats."""

from __future__ import annotations

import ast
import json
import string
from pathlib import Path

import hccdesk.ct
from hccdesk.resources import assets_folder


def _templates() -> set[str]:
    calls = [n for n in _nodes() if isinstance(n, ast.Call) and ast.unparse(n.func) == "Sentence.of"]
    assert all(isinstance(call.args[0], ast.Constant) for call in calls), "a template must be a literal"
    return {call.args[0].value for call in calls}


def _texts() -> set[str]:
    """Every text of the engine, the plain ones of its errors among them."""
    return {str(node.value) for node in _nodes() if isinstance(node, ast.Constant)}


def _nodes() -> list[ast.AST]:
    paths = Path(hccdesk.ct.__path__[0]).glob("*.py")
    return [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def _fields(template: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name)


def test_that_every_sentence_is_translated_and_none_is_left_over() -> None:
    path = assets_folder() / "i18n" / "sentences" / "zh_CN" / "ct.json"
    catalogue = json.loads(path.read_text(encoding="utf-8"))
    assert _templates() - set(catalogue) == set()
    assert set(catalogue) - _texts() == set()
    assert {t for t in catalogue if _fields(t) != _fields(catalogue[t])} == set()
