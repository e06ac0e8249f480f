"""Every refusal that a reader can see is a sentence with a Chinese translation: no text is put together by hand."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import hccdesk
from hccdesk.domain import errors
from hccdesk.domain.sentence import Sentence
from hccdesk.resources import assets_folder, sentences

ROOT = Path(hccdesk.__path__[0])
FAMILIES = {
    name
    for name, kind in vars(errors).items()
    if inspect.isclass(kind) and issubclass(kind, errors.HccdeskError) and kind is not errors.InputFaults
}
SAID_ELSEWHERE = {"said", "advice", "how", "what", "unfinished"}
"""Attributes that hold a sentence which was checked where it was made."""


@dataclass(frozen=True)
class Site:
    """One text of an error: the module it is in, the function around it, and its expression."""

    path: Path
    function: ast.FunctionDef | None
    text: ast.expr

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.text.lineno}: {ast.unparse(self.text)}"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def sites() -> tuple[Site, ...]:
    """Every `what` and `what_to_do` given to an error of ours, also through `partial`."""
    return tuple(site for path in sorted(ROOT.rglob("*.py")) for site in _within(tree_of(path), path, None))


def _within(node: ast.AST, path: Path, function: ast.FunctionDef | None) -> Iterator[Site]:
    if isinstance(node, ast.FunctionDef):
        function = node
    if isinstance(node, ast.Call):
        given = node.args
        if _name(node.func) == "partial" and given and _name(given[0]) in FAMILIES:
            given = given[1:]
        elif _name(node.func) not in FAMILIES:
            given = []
        if given:
            yield Site(path, function, given[0])
            yield from (Site(path, function, k.value) for k in node.keywords if k.arg == "what_to_do")
    for child in ast.iter_child_nodes(node):
        yield from _within(child, path, function)


def _name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


def templates_of(site: Site) -> Iterator[str | None]:
    """The templates that a text can have; None for each way to it that is no sentence."""
    match site.text:
        case ast.Constant(value=str() as text):
            yield Sentence.literally(text).template
        case ast.Call(func=ast.Attribute(value=ast.Name(id="Sentence"), attr="of"), args=[ast.Constant(value=text)]):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from templates_of(Site(site.path, site.function, one))
            yield from templates_of(Site(site.path, site.function, other))
        case ast.Attribute(attr=attribute) if attribute in SAID_ELSEWHERE:
            pass
        case ast.Call(func=ast.Name(id="replace"), args=[ast.Attribute(attr="said" | "advice")]):
            pass
        case ast.Call(func=ast.Name(id=called)) if _returns(called, site.path) == "Sentence":
            pass
        case ast.Name(id=name):
            yield from _named(name, site)
        case _:
            yield None


def _returns(called: str, path: Path) -> str:
    functions = [n for n in tree_of(path).body if isinstance(n, ast.FunctionDef) and n.name == called]
    return ast.unparse(functions[0].returns) if functions and functions[0].returns else ""


def _named(name: str, site: Site) -> Iterator[str | None]:
    function = site.function
    given = [a for a in function.args.args if a.arg == name] if function else []
    if given:
        yield from () if given[0].annotation and ast.unparse(given[0].annotation) == "Sentence" else (None,)
        return
    places = [function, tree_of(site.path)] if function else [tree_of(site.path)]
    for place in places:
        values = [
            node.value
            for node in ast.walk(place)
            if isinstance(node, ast.Assign) and any(ast.unparse(target) == name for target in node.targets)
        ]
        if values:
            for value in values:
                yield from templates_of(Site(site.path, function, value))
            return
    yield from _imported(name, site.path)


def _imported(name: str, path: Path) -> Iterator[str | None]:
    module = importlib.import_module(".".join(("hccdesk", *path.relative_to(ROOT).with_suffix("").parts)))
    value = getattr(module, name, None)
    yield Sentence.literally(value).template if isinstance(value, str) else getattr(value, "template", None)


def fields(template: str) -> list[tuple[str, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name)


def has_words(template: str) -> bool:
    return any(c.isalpha() for text, *_ in string.Formatter().parse(template) for c in text)


def texts() -> dict[str, Site]:
    """Templates by one place that says them."""
    return {t: site for site in sites() for t in templates_of(site) if t and has_words(t)}


def test_that_the_search_sees_the_errors() -> None:
    assert len(sites()) > 350
    assert len(texts()) > 250


def test_that_no_text_of_an_error_is_put_together_by_hand() -> None:
    assert [str(site) for site in sites() if None in templates_of(site)] == []


@pytest.mark.control("RISK-43-b")
def test_that_every_text_of_an_error_is_said_in_chinese() -> None:
    catalogue = sentences("zh_CN")
    assert [f"{site}" for template, site in texts().items() if template not in catalogue] == []


@pytest.mark.control("RISK-44-a")
def test_that_every_translation_writes_its_facts_in_the_same_formats() -> None:
    catalogue = sentences("zh_CN")
    assert [template for template, chinese in catalogue.items() if fields(chinese) != fields(template)] == []


def test_that_catalogues_agree_where_they_share_a_text_of_an_error() -> None:
    said: dict[str, set[str]] = {}
    for path in sorted((assets_folder() / "i18n" / "sentences" / "zh_CN").glob("*.json")):
        for template, chinese in json.loads(path.read_text(encoding="utf-8")).items():
            said.setdefault(template, set()).add(chinese)
    assert {template: said[template] for template in texts() if len(said.get(template, ())) > 1} == {}


def sites_of(source: str, folder: Path) -> list[Site]:
    path = folder / "module.py"
    path.write_text(source, encoding="utf-8")
    return list(_within(ast.parse(source), path, None))


@pytest.mark.parametrize(
    "text",
    [
        'f"it is {x}"',
        '"it is " + x',
        '"it is {}".format(x)',
        '"; ".join(x)',
        "str(x)",
        "Sentence.of(x)",
        '"it is so" if x else f"it is {x}"',
    ],
)
@pytest.mark.parametrize("call", ["InputError({})", 'InputError("so", what_to_do={})', "partial(InputError, {})"])
def test_that_a_text_put_together_by_hand_is_found(text: str, call: str, tmp_path: Path) -> None:
    (site, *more) = sites_of(f"def refuse(x):\n    raise {call.format(text)}", tmp_path)
    assert None in [template for one in (site, *more) for template in templates_of(one)]


def test_that_a_text_given_through_a_name_is_followed(tmp_path: Path) -> None:
    by_hand, plain = sites_of(
        'ADVICE = "Do so."\ndef a(x):\n    what = f"it is {x}"\n    raise InputError(what, what_to_do=ADVICE)\n',
        tmp_path,
    )
    assert list(templates_of(by_hand)) == [None]
    assert list(templates_of(plain)) == ["Do so."]
