"""Every word of the window is in the catalogue, and the compiled catalogue is the written one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

import hccdesk.ui
from hccdesk import resources

FOLDER = resources.assets_folder() / "i18n" / "ui"
WRITTEN = FOLDER / "hccdesk_zh_CN.ts"


def messages(path: Path) -> dict[tuple[str, str], str | None]:
    found = {}
    for context in ET.parse(path).getroot().findall("context"):
        name = context.findtext("name")
        for message in context.findall("message"):
            translation = message.find("translation")
            finished = translation.get("type") != "unfinished" and translation.text
            found[name, message.findtext("source")] = translation.text if finished else None
    return found


@pytest.mark.control("RISK-43-b")
def test_that_every_word_is_translated():
    assert [key for key, chinese in messages(WRITTEN).items() if not chinese] == []


@pytest.mark.control("RISK-44-a")
def test_that_translations_keep_the_facts():
    def facts(text: str) -> list[str]:
        return sorted(re.findall(r"{\w+}", text))

    wrong = [source for (_, source), chinese in messages(WRITTEN).items() if facts(source) != facts(chinese)]
    assert wrong == []


def test_that_no_word_of_the_code_is_missing_from_the_catalogue(tmp_path):
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    if tool is None:
        pytest.skip("pyside6-lupdate is not installed beside this Python")
    sources = sorted(str(path) for path in Path(hccdesk.ui.__file__).parent.rglob("*.py"))
    fresh = tmp_path / "fresh.ts"
    subprocess.run([tool, *sources, "-ts", str(fresh)], check=True, capture_output=True, timeout=120)
    assert set(messages(fresh)) == set(messages(WRITTEN))


def test_that_the_compiled_catalogue_says_what_is_written(qapp):
    translator = QTranslator()
    assert translator.load("hccdesk_zh_CN", str(FOLDER))
    for (context, source), chinese in messages(WRITTEN).items():
        assert translator.translate(context, source) == chinese


def test_that_no_tr_takes_an_f_string():
    # lupdate would write "{n}" down literally, and the running text would never match it.
    for path in Path(hccdesk.ui.__file__).parent.rglob("*.py"):
        assert not re.search(r'\b(tr|translate)\((["\w]+, )?f"', path.read_text(encoding="utf-8")), path
