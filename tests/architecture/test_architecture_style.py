"""Types and style are part of the suite."""

from __future__ import annotations

import ast
import json
import string
import subprocess
import sys
from pathlib import Path

import pytest

from hccdesk import resources

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_that_mypy_strict_finds_nothing():
    done = run("mypy")
    assert done.returncode == 0, done.stdout


def test_that_ruff_finds_nothing():
    done = run("ruff", "check", ".")
    assert done.returncode == 0, done.stdout


def test_that_the_code_is_formatted():
    done = run("ruff", "format", "--check", ".")
    assert done.returncode == 0, done.stdout


def sentence_templates() -> dict[str, str]:
    """Every template given to `Sentence.of`, with the file it stands in; it must be a literal.

    The report's own sentences, said through its `Voice`, are found by tests/report/test_report_sentences.py.
    """
    found: dict[str, str] = {}
    for path in sorted((ROOT / "hccdesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if path.match("report/voice.py"):
                continue  # hands on what its callers wrote
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Sentence.of") and node.args:
                template = node.args[0]
                assert isinstance(template, ast.Constant), f"{path}:{node.lineno}: the template is not a literal"
                found[str(template.value)] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_that_every_sentence_can_be_said_in_chinese():
    chinese = resources.sentences("zh_CN")
    missing = {template: place for template, place in sentence_templates().items() if template not in chinese}
    assert missing == {}


@pytest.mark.control("RISK-44-a")
def test_that_translations_use_the_same_facts():
    def facts(template: str) -> set[str]:
        return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(template) if name}

    for template, chinese in resources.sentences("zh_CN").items():
        assert facts(template) == facts(chinese), template


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.control("RISK-45-a")
def test_that_text_stands_out_from_its_ground(theme):
    # WCAG 2.1, 1.4.3: contrast of at least 4.5:1.
    tokens = json.loads((ROOT / "assets/theme/tokens.json").read_text(encoding="utf-8"))[theme]
    for ground in ("window", "panel"):
        for role in ("text", "muted", "problem", "favours_response", "favours_no_response", "indeterminate"):
            assert contrast(tokens[role], tokens[ground]) >= 4.5, (role, ground)
    assert contrast(tokens["caution"], tokens["caution_ground"]) >= 4.5


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
