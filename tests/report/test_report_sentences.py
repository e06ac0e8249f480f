"""The Chinese catalogue of the report: complete, with the same facts, and printable."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import hccdesk.report
from hccdesk import resources
from hccdesk.domain.clinical_record import CLINICAL_FIELDS, PreviousSession
from hccdesk.domain.provenance import RuntimeFacts
from hccdesk.report.clinical_labels import DATED_BY, FIELD_LABELS, FIELD_UNITS, PREVIOUS_SESSION_LABELS
from hccdesk.report.numbers import as_read
from hccdesk.report.voice import Voice

CATALOGUE: dict[str, str] = json.loads(
    (resources.assets_folder() / "i18n" / "sentences" / "zh_CN" / "report.json").read_text(encoding="utf-8")
)
SAYING = {"say", "of"}
SAME_IN_CHINESE = {
    "CT",
    "HAIM",
    "INR",
    "AST",
    "ALT",
    "CRP",
    "AFP",
    "HBV",
    "HCV",
    "TACE",
    "HAIC",
    "CR",
    "PR",
    "SD",
    "PD",
}


def templates() -> Iterator[str]:
    """Every literal template that the report says, and every label of its tables."""
    for path in sorted(Path(hccdesk.report.__path__[0]).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING:
                yield from (s for a in node.args[:1] if not isinstance(a, ast.Subscript) for s in strings(a))
        yield from labels(tree)


def labels(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        name = getattr(target, "id", "")
        if name.endswith(("_WORDS", "_LABELS", "KIND_SHORT")) and isinstance(getattr(node, "value", None), ast.Dict):
            yield from (s for v in node.value.values for s in strings(v))  # type: ignore[attr-defined,union-attr]
        elif name in {
            "DEMONSTRATION",
            "OUTSIDE_REGIMEN",
            "OUTSIDE_SCOPE",
            "CT_TITLE",
            "SLIDE_TITLE",
            "SURVIVAL_TITLE",
        } or (name.startswith("HIGHER_IS")):
            yield from strings(node.value)  # type: ignore[attr-defined]


def strings(node: ast.AST) -> Iterator[str]:
    return (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.control("RISK-43-b")
def test_that_every_template_of_the_report_has_a_translation() -> None:
    said = set(templates())
    assert len(said) > 250  # the search itself would fail silently
    assert {t for t in said if t not in CATALOGUE} == set()


@pytest.mark.control("RISK-44-a")
def test_that_every_translation_names_the_same_facts() -> None:
    assert {t for t, translated in CATALOGUE.items() if placeholders(t) != placeholders(translated)} == set()


def test_that_translations_are_chinese_or_symbols_that_stay() -> None:
    latin = {t for t, translated in CATALOGUE.items() if not any("\u4e00" <= c <= "\u9fff" for c in translated)}
    assert {t for t in latin if any(w.islower() and w.isalpha() and len(w) > 2 for w in t.split())} == set()
    assert latin >= SAME_IN_CHINESE


def test_that_every_clinical_field_has_a_label() -> None:
    assert set(FIELD_LABELS) == set(CLINICAL_FIELDS)
    assert set(FIELD_UNITS) <= set(CLINICAL_FIELDS) and set(DATED_BY) | set(DATED_BY.values()) <= set(CLINICAL_FIELDS)
    assert set(PREVIOUS_SESSION_LABELS) == set(PreviousSession.__dataclass_fields__)


def test_that_a_sentence_without_translation_is_said_in_english() -> None:
    assert Voice("zh").say("no such template {n}", n=3) == "no such template 3"


@pytest.mark.control("RISK-44-b")
def test_that_a_translation_asking_for_other_facts_falls_back(monkeypatch: object) -> None:
    resources.sentences.cache_clear()
    resources.sentences("zh_CN")["{n} trial slices"] = "{other} 层"
    try:
        assert Voice("zh").say("{n} trial slices", n=3) == "3 trial slices"
    finally:
        resources.sentences.cache_clear()


def test_that_a_field_is_named_as_a_clinician_names_it() -> None:
    assert Voice("en").say("{what} x", what="name") == "name x"
    assert Voice("zh").say("{what} x", what="name") == "姓名 x"
    assert Voice("en").say("{what} x", what="encapsulated") == "Tumour capsule x"


def test_that_a_comma_in_a_title_is_left_alone() -> None:
    assert Voice("zh").say("{title} x", title="HAIM, demonstration") == "HAIM, demonstration x"


def test_that_a_value_of_a_ruler_is_read_with_a_true_minus_and_no_power_of_ten() -> None:
    assert [as_read(text) for text in ("-0.6732", "0.2522", "1234.4", "yes")] == ["−0.673", "0.252", "1234", "yes"]


@pytest.mark.control("RISK-22-b")
def test_that_the_processor_is_said_in_the_language_of_the_report() -> None:
    runtime = RuntimeFacts("CPU (x86_64, 2 cores)", "ONNX Runtime 1.30", "CPUExecutionProvider", "float32")
    assert Voice("zh").tell(runtime.device_said) == "CPU（x86_64，2 核）"
    assert Voice("en").tell(runtime.device_said) == "CPU (x86_64, 2 cores)"
