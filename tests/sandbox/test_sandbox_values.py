"""What crosses between program and worker comes out as it went in; what our encoder would not write is refused."""

from __future__ import annotations

import ast
import json
import math
import os
import pickle
from collections import namedtuple
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import hccdesk
from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, PreviousSession
from hccdesk.domain.ct import ContrastPhase, CtVolume
from hccdesk.domain.errors import CalibrationError, InputFaults
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.sentence import Sentence
from hccdesk.sandbox.sentence_check import check_template
from hccdesk.sandbox.values import Buffer, HostileValueError, UnsendableError, decode, encode

A_NAMED_TUPLE = namedtuple("A_NAMED_TUPLE", "x")(1)
IDENTITY = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def there_and_back(value: object) -> object:
    buffers: list[Buffer] = []
    tree = json.loads(json.dumps(encode(value, buffers)))
    return decode(tree, [buffer.copy() for buffer in buffers])


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
)


@given(plain)
def test_that_plain_values_come_back_equal_and_of_the_same_type(value: object) -> None:
    back = there_and_back(value)
    assert back == value
    assert repr(back) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        Path("/data/切片 é.tif"),
        Path(os.fsdecode(b"/data/\xff\xfe.dcm")),
        datetime(2024, 3, 1, 12, 30, tzinfo=UTC),
        frozenset({1, 2}),
        {"a"},
        math.inf,
        np.float32(1.5),
        Ascites.MILD,
        Sentence.of("{n} of {name}", n=3, name="x"),
        ClinicalRecord(age_years=61.0, ascites=Ascites.NONE, previous_session=PreviousSession(1.0), ct_date=date.min),
        VolumeGeometry((2, 3, 4), (1.0, 0.5, 0.5), (0.0, 0.0, 0.0), IDENTITY),
    ],
    ids=repr,
)
def test_that_our_values_come_back(value: object) -> None:
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24, dtype=np.int16).reshape(2, 3, 4),
        np.arange(24.0).reshape(4, 6)[::2, ::-3],
        np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3)),
        np.zeros((0, 3), dtype=np.uint8),
        np.array(2.5),
        np.array(["a", "münchen"]),
        np.array([True, False]),
    ],
    ids=["int16", "strided", "big-endian", "empty", "no axes", "text", "bool"],
)
def test_that_arrays_come_back(array: NDArray[np.generic]) -> None:
    back = there_and_back(array)
    assert isinstance(back, np.ndarray)
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    np.testing.assert_array_equal(back, array)


def test_that_a_volume_is_validated_again_on_arrival() -> None:
    geometry = VolumeGeometry((2, 3, 4), (1.0, 0.5, 0.5), (0.0, 0.0, 0.0), IDENTITY)
    buffers: list[Buffer] = []
    volume = CtVolume("1.2", ContrastPhase.UNKNOWN, np.zeros((2, 3, 4), np.int16), geometry)
    tree = encode(volume, buffers)
    assert decode(tree, buffers).hu.flags.writeable is False
    tree[2]["hu"][2] = [4, 3, 2]
    with pytest.raises(HostileValueError):
        decode(tree, buffers)


def test_that_errors_come_back_with_their_parts() -> None:
    error = there_and_back(InputFaults([CalibrationError("a", where=Path("x"), what_to_do="b")]))
    assert isinstance(error, InputFaults)
    assert (error.faults[0].what, error.faults[0].where, error.faults[0].what_to_do) == ("a", Path("x"), "b")


def test_that_an_error_comes_back_with_its_sentences_and_their_facts() -> None:
    why = Sentence.of("{n} of {total} bytes", n=3, total=np.int64(8))
    error = CalibrationError(Sentence.of("It is cut short: {why}.", why=why), what_to_do="Give {...}.")
    back = there_and_back(error)
    assert isinstance(back, CalibrationError)
    assert (back.said, back.advice) == (error.said, error.advice)
    assert (back.what, back.what_to_do) == ("It is cut short: 3 of 8 bytes.", "Give {...}.")


def test_that_sentences_within_sentences_do_not_multiply_without_end() -> None:
    bomb = Sentence("")
    for _ in range(5):
        bomb = Sentence("{x}" * 100, (("x", bomb),))
    with pytest.raises(HostileValueError):
        there_and_back(bomb)


def test_that_a_read_only_mapping_comes_back_as_a_dict() -> None:
    assert there_and_back(MappingProxyType({1: (2,)})) == {1: (2,)}


@pytest.mark.parametrize(
    "value", [object(), print, Path, np.array([object()]), 1j, A_NAMED_TUPLE], ids=lambda value: type(value).__name__
)
def test_that_other_values_are_not_sent(value: object) -> None:
    with pytest.raises(UnsendableError):
        encode(value, [])


HOSTILE = {
    "an unknown tag": ["call", "os:system", "id"],
    "a tag that is no word": [["array"], 1],
    "nothing": [],
    "an untagged mapping": {"a": 1},
    "a foreign class": ["object", "subprocess:Popen", {"args": ["id"]}],
    "a front door's class": ["object", "hccdesk.cli.main:App", {}],
    "a class that we import": ["object", "hccdesk.domain.ct:Path", {}],
    "a function of ours": ["object", "hccdesk.domain.clinical_features:encode", {}],
    "a dotted name": ["object", "hccdesk.domain.ct:CtVolume.__init__", {}],
    "a class that is no value": ["object", "hccdesk.sandbox.worker:Sandbox", {}],
    "a module that is not there": ["object", "hccdesk.domain.nothing:Nothing", {}],
    "an unknown field": ["object", "hccdesk.domain.clinical_record:PreviousSession", {"x": 1}],
    "a dataclass as an enumeration": ["enum", "hccdesk.domain.ct:CtAcquisition", 1],
    "an unknown member": ["enum", "hccdesk.domain.ct:ContrastPhase", "x"],
    "a dataclass as an error": ["error", "hccdesk.domain.ct:CtAcquisition", "a", None, "", ["tuple"]],
    "an error without its sentences": ["error", "hccdesk.domain.errors:InputError", "a", None, "", ["tuple"]],
    "an array of objects": ["array", "|O", [1], 0],
    "an array of records": ["array", "i4,O", [1], 0],
    "an array larger than its buffer": ["array", "<i4", [1000000], 0],
    "an array of a shape to guess": ["array", "|u1", [-1], 0],
    "a buffer that was not sent": ["bytes", 1],
    "a buffer counted from the end": ["bytes", -1],
    "an unhashable key": ["mapping", [["list"], 1]],
    "no date": ["date", "yesterday"],
}


@pytest.mark.parametrize("tree", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.control("RISK-41-b")
def test_that_what_our_encoder_would_not_write_is_refused(tree: object) -> None:
    with pytest.raises(HostileValueError):
        decode(tree, [np.zeros(8, np.uint8)])


HOSTILE_SENTENCES = {
    "a width of gigabytes": ("{x:>3000000000}", [["x", "a"]]),
    "a width in other digits": ("{x:>\u0663\u0660\u0660\u0660}", [["x", "a"]]),
    "a precision of gigabytes": ("{x:.2000000000f}", [["x", 1.0]]),
    "a width given by a fact": ("{x:{w}}", [["x", "a"], ["w", "3000000000"]]),
    "an attribute": ("{x.__class__}", [["x", "a"]]),
    "an item": ("{x[0]}", [["x", "a"]]),
    "a conversion": ("{x!r}", [["x", "a"]]),
    "a fact that is missing": ("{y}", [["x", "a"]]),
    "a fact by position": ("{}", [["x", "a"]]),
    "a fact of the wrong kind": ("{x:.2f}", [["x", "a"]]),
    "an open brace": ("{x", [["x", "a"]]),
    "a fact that is no fact": ("{x}", [["x", None]]),
    "a book": ("a" * 5000, []),
    "a fact as long as a book": ("{x}", [["x", "a" * 20_000]]),
    "a template that is no text": (1, []),
}


@pytest.mark.parametrize(("template", "facts"), HOSTILE_SENTENCES.values(), ids=HOSTILE_SENTENCES.keys())
def test_that_a_sentence_that_no_engine_would_say_is_refused(template: object, facts: list[list[object]]) -> None:
    """Decoding says the sentence; had it been let pass, a width of gigabytes would be asked for here."""
    tree = ["object", "hccdesk.domain.sentence:Sentence", {"template": template, "facts": _tuples(facts)}]
    with pytest.raises(HostileValueError):
        decode(["tuple", tree], [])


def _tuples(facts: list[list[object]]) -> list[object]:
    return ["tuple", *(["tuple", *fact] for fact in facts)]


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence.of("{x_um:.4g} × {share:.0f} % {{kept}}", x_um=0.25, share=np.float32(3.0)),
        Sentence.of("{n} of {name:>100}", n=np.int64(3), name="患者" * 2000),
    ],
)
def test_that_the_sentences_of_our_engines_pass(sentence: Sentence) -> None:
    back = there_and_back(sentence)
    assert isinstance(back, Sentence)
    assert back.text == sentence.text


def test_that_every_template_of_ours_passes() -> None:
    calls = [
        node
        for path in Path(hccdesk.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Sentence.of"
    ]
    templates = [node.args[0].value for node in calls if node.args and isinstance(node.args[0], ast.Constant)]
    assert len(templates) > 50
    for template in templates:
        check_template(template)


def test_that_a_text_of_megabytes_is_refused() -> None:
    assert there_and_back("a" * 100_000) == "a" * 100_000
    for tree in ("a" * 100_001, ["path", "a" * 100_001], ["mapping", ["a" * 100_001, 1]]):
        with pytest.raises(HostileValueError):
            decode(tree, [])


def test_that_endless_nesting_is_refused() -> None:
    tree: object = None
    for _ in range(100_000):
        tree = ["tuple", tree]
    with pytest.raises(HostileValueError):
        decode(tree, [])


@pytest.mark.control("RISK-19-a")
def test_that_nothing_of_ours_reads_pickles() -> None:
    package = Path(decode.__code__.co_filename).parent
    assert [p.name for p in package.glob("*.py") if "import pickle" in p.read_text(encoding="utf-8")] == []
    with pytest.raises(HostileValueError):
        decode(["bytes", pickle.dumps(print).decode("latin-1")], [])
