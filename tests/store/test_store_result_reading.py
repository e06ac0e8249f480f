"""result.json read back: every field, to the last bit; and whatever was cut short or changed is refused in words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from filled_values import Filler, difference
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builder import a_result, nothing_computed

from hccdesk.domain.errors import StoreError
from hccdesk.domain.neutral_result import neutral_result
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.provenance import Override
from hccdesk.domain.result import CaseResult, CtResponseFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection
from hccdesk.store.figure_files import write_figures
from hccdesk.store.result_file import document_sha256, write_result
from hccdesk.store.result_reading import read_result


def written(result: CaseResult, folder: Path) -> Path:
    return write_result(result, folder, write_figures(result, folder))


def a_filled_result(choose: int) -> CaseResult:
    made: CaseResult = Filler(choose).value(CaseResult)
    dropped = {1: DropReason.BACKGROUND, 7: DropReason.NOT_SAMPLED, 3: DropReason.BACKGROUND}
    grid = PatchGrid(np.arange(18).reshape(9, 2), 512, 224, 0.5)
    return replace(made, patches=PatchSelection(grid, np.array([0, 2]), dropped))


@pytest.mark.parametrize("choose", [0, 1], ids=["computed", "not computed"])
def test_that_every_field_of_a_result_travels(choose: int, tmp_path: Path) -> None:
    result = a_filled_result(choose)
    if choose == 0:  # or else the test would not look into a finding
        assert isinstance(result.ct_response, CtResponseFinding)
    back = read_result(written(result, tmp_path)).result
    assert difference(back, neutral_result(result)) is None


@pytest.mark.parametrize("field", [one.name for one in fields(CaseResult)])
def test_that_no_field_is_at_its_default_in_that_test(field: str) -> None:
    filled, empty = a_filled_result(0), nothing_computed()
    assert difference(getattr(filled, field), getattr(empty, field)) is not None


@pytest.mark.parametrize("result", [a_result(), nothing_computed()], ids=["full", "empty"])
def test_that_a_result_comes_back_as_it_was_told(result: CaseResult, tmp_path: Path) -> None:
    back = read_result(written(result, tmp_path))
    assert difference(back.result, neutral_result(result)) is None
    assert back.sha256 == json.loads((tmp_path / "result.json").read_text("utf-8"))["sha256"]


def test_that_the_folder_may_be_named_in_place_of_the_file(tmp_path: Path) -> None:
    written(a_result(), tmp_path)
    assert read_result(tmp_path).file == tmp_path / "result.json"


def test_that_pictures_are_read_from_the_folder_beside_and_not_written_twice(tmp_path: Path) -> None:
    text = written(a_result(), tmp_path).read_text("utf-8")
    assert '"figures/slide' in text or '"entry": "figures/' in text
    arrays = json.loads(text)["content"]["arrays"]
    assert not any(name.endswith(".png") for name in arrays)


def test_that_the_patches_that_moved_the_score_lie_beside_as_pictures(tmp_path: Path) -> None:
    result = a_filled_result(0)
    document = json.loads(written(result, tmp_path).read_text("utf-8"))
    (told,) = document["slide_response"]["explanation"]["pictures"]
    picture = (tmp_path / "figures" / "patch_1.png").read_bytes()
    assert told["name"] == "patch_1" and told["sha256"] == hashlib.sha256(picture).hexdigest()
    (patch,) = result.slide_response.explanation.gallery
    assert np.array_equal(imagecodecs.png_decode(picture), patch.rgb)
    (tmp_path / "figures" / "patch_1.png").unlink()
    with pytest.raises(StoreError, match="belongs to the result and cannot be read"):
        read_result(tmp_path)


def test_that_a_result_without_files_beside_it_holds_its_pictures_itself(tmp_path: Path) -> None:
    path = write_result(a_result(), tmp_path)
    assert difference(read_result(path).result.figures, a_result().figures) is None


@pytest.mark.control("RISK-38-b")
def test_that_only_what_the_header_falls_back_on_is_told_of_the_images(tmp_path: Path) -> None:
    somebody = PatientIdentity("77", "Secret^Name", None, Sex.MALE)
    named = replace(a_result(), ct_series=replace(a_result().ct_series, patient=somebody))
    assert "Secret" not in written(named, tmp_path).read_text("utf-8")
    nameless = replace(named, clinical=replace(named.clinical, name=None))
    assert read_result(written(nameless, tmp_path)).result.ct_series.patient == PatientIdentity(name="Secret^Name")


@pytest.mark.control("RISK-38-b")
def test_that_nobody_else_is_named_where_the_images_are_somebody_elses(tmp_path: Path) -> None:
    series = replace(a_result().ct_series, patient=PatientIdentity("77", "Secret^Name"))
    passed = replace(a_result().provenance, overrides=(Override(Sentence.of("another"), "known"),))
    nameless = replace(a_result().clinical, name=None, patient_id=None)
    result = replace(a_result(), ct_series=series, provenance=passed, clinical=nameless)
    assert "Secret" not in written(result, tmp_path).read_text("utf-8")


def test_that_a_file_name_that_is_no_text_comes_back(tmp_path: Path) -> None:
    odd = replace(a_result(), slide=replace(a_result().slide, path=Path("far/scan\udcff.svs")))
    assert read_result(written(odd, tmp_path)).result.slide.path == Path("scan\udcff.svs")


def test_that_the_layout_of_the_file_does_not_matter_but_its_values_do(tmp_path: Path) -> None:
    path = written(a_result(), tmp_path)
    document = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(document), "utf-8")
    read_result(path)
    document["ct_response"]["probability_of_objective_response"] = 0.99
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(StoreError, match="was changed after hccdesk wrote it"):
        read_result(path)


@pytest.mark.control("RISK-28-c")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d.update(version=1), "earlier version of hccdesk"),
        (lambda d: d.update(version=3), "newer version of hccdesk"),
        (lambda d: d.update(version="2"), "was changed"),
        (lambda d: d.update(format="something else"), "is no result.json of hccdesk"),
        (lambda d: d.pop("sha256"), "was changed"),
        (lambda d: d["content"]["result"].pop("clinical"), "was changed"),
        (lambda d: d["clinical"].update(name="Somebody Else"), "was changed"),
        (lambda d: d["figures"].clear(), "was changed"),
    ],
)
def test_that_a_changed_file_is_refused_in_words(spoil, said: str, tmp_path: Path) -> None:
    path = written(a_result(), tmp_path)
    document = json.loads(path.read_text("utf-8"))
    spoil(document)
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(StoreError, match=said):
        read_result(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":1,"a":2}', b"NaN"])
def test_that_what_is_no_result_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged or was cut short|is no result\.json"):
        read_result(path)


def test_that_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such file"):
        read_result(tmp_path / "result.json")


@pytest.mark.control("RISK-28-c")
def test_that_a_missing_swapped_or_edited_picture_is_refused(tmp_path: Path) -> None:
    path = written(a_result(), tmp_path)
    first, second = sorted((tmp_path / "figures").glob("*.png"))[:2]
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    with pytest.raises(StoreError, match="not the one that was written with the result"):
        read_result(path)
    first.write_bytes(one[:-1] + bytes([one[-1] ^ 1]))
    with pytest.raises(StoreError, match="not the one"):
        read_result(path)
    first.unlink()
    with pytest.raises(StoreError, match="belongs to the result and cannot be read"):
        read_result(path)
    first.write_bytes(one)
    read_result(path)


@pytest.mark.parametrize("name", ["../../secret", "a/b", "C:\\x", "", "..", "/etc/passwd"])
def test_that_no_picture_is_looked_for_elsewhere(name: str, tmp_path: Path) -> None:
    path = written(a_result(), tmp_path)
    document = json.loads(path.read_text("utf-8"))
    listed = document["figures"][0]["name"]
    text = json.dumps(document).replace(f"figures/{listed}.png", json.dumps(f"figures/{name}.png")[1:-1])
    forged = json.loads(text)
    forged["figures"][0]["name"] = name
    path.write_text(json.dumps(forged | {"sha256": document_sha256(forged)}), "utf-8")
    with pytest.raises(StoreError, match="was changed"):
        read_result(path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    return written(a_result(), tmp_path_factory.mktemp("kept"))


@given(cut=st.integers(0, 10_000_000))
@settings(max_examples=60, deadline=None)
def test_that_a_file_cut_short_anywhere_is_refused(kept: Path, cut: int) -> None:
    whole = kept.read_bytes()
    part = kept.with_name("part.json")
    part.write_bytes(whole[: cut % (len(whole.rstrip()) - 1)])
    with pytest.raises(StoreError):
        read_result(part)


@pytest.mark.control("RISK-28-c")
@given(place=st.integers(0, 10_000_000), byte=st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_that_any_byte_changed_is_refused_or_changes_nothing(kept: Path, place: int, byte: int) -> None:
    whole = bytearray(kept.read_bytes())
    whole[place % len(whole)] ^= byte
    spoiled = kept.with_name("spoiled.json")
    spoiled.write_bytes(bytes(whole))
    try:
        back = read_result(spoiled)
    except StoreError:
        return
    assert difference(back.result, read_result(kept).result) is None  # a blank became another blank
