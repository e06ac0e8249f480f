"""Sentences that the window itself writes into results are there in Chinese, with the same facts."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import hccdesk.ui
from hccdesk import resources


def templates() -> set[str]:
    found = set()
    for path in Path(hccdesk.ui.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and ast.unparse(node.func) == "Sentence.of"
            if called and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def fields(template: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name)


def test_that_every_sentence_of_the_window_is_translated_with_its_facts():
    chinese = resources.sentences("zh_CN")
    assert templates() - set(chinese) == set()
    assert {template for template in templates() if fields(template) != fields(chinese[template])} == set()


def test_that_the_names_of_the_views_are_translated_too():
    assert {"axial", "coronal", "sagittal"} <= set(resources.sentences("zh_CN"))
