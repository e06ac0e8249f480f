"""Every sentence of the slide engine is said in Chinese too, with the same facts."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import hccdesk.wsi
from hccdesk.resources import sentences

TEMPLATES = sorted(
    {
        ast.literal_eval(call.args[0])
        for path in Path(hccdesk.wsi.__file__).parent.glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Sentence.of"
    }
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_that_a_sentence_is_translated_with_its_facts(template: str) -> None:
    assert _facts(sentences("zh_CN")[template]) == _facts(template)


def _facts(template: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name}
