"""Model bundles on disk: written whole, read only when every byte is as listed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import (
    BackboneReference,
    CohortKind,
    CtInputSpec,
    ModelKind,
    ModelManifest,
    Performance,
    Threshold,
)
from hccdesk.domain.regimen import Regimen
from hccdesk.resources import schema
from hccdesk.store import model_bundles
from hccdesk.store.manifest_file import MANIFEST_NAME, is_plain_path, manifest_bytes, manifest_schema, parse_manifest
from hccdesk.store.model_bundles import find_bundles, read_bundle, write_bundle

CONTENT = {"head.onnx": b"weights", "MODEL_CARD.md": b"# Card", "selftest/input.npz": b"in"}


def a_manifest(**changes: Any) -> ModelManifest:
    manifest = ModelManifest(
        model_id="ct-response-test",
        version="1.0",
        kind=ModelKind.CT_RESPONSE,
        title="A test",
        intended_use="tests",
        cohort_kind=CohortKind.PHANTOM,
        cohort="nobody",
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        weights="head.onnx",
        files={name: hashlib.sha256(data).hexdigest() for name, data in CONTENT.items()},
        backbone=BackboneReference("resnet50-backbone", "a" * 64),
        ct_input=CtInputSpec((-100.0, 200.0), 10.0, 60.0, 224, (0.5, 0.5, 0.5), (0.2, 0.2, 0.2), ("vp4",)),
        slide_input=None,
        outputs=("probability",),
        direction="higher is better",
        threshold=Threshold(0.4, "a test"),
        performance=(Performance("AUC", 0.7, (0.6, 0.8), "somebody", 30, "patient"),),
        applicability={"ecog": {"at_most": 1}, "child_pugh": {"classes": ["A", "B"], "observed_points": [5, 8]}},
        known_limits=("all",),
        licence="Apache-2.0",
    )
    return replace(manifest, **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "ct-response-test"
    write_bundle(a_manifest(), CONTENT, folder)
    return folder


def changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads((folder / MANIFEST_NAME).read_bytes())
    change(document["model"])
    (folder / MANIFEST_NAME).write_text(json.dumps(document))


def test_that_what_was_written_is_read_back(folder: Path) -> None:
    bundle = read_bundle(folder)
    assert bundle.manifest == a_manifest()
    assert dict(bundle.content) == CONTENT
    assert bundle.weights == b"weights"
    assert bundle.weights_sha256 == hashlib.sha256(b"weights").hexdigest()
    assert bundle.manifest_sha256 == hashlib.sha256((folder / MANIFEST_NAME).read_bytes()).hexdigest()


def test_that_the_same_bundle_is_the_same_bytes(folder: Path) -> None:
    before = (folder / MANIFEST_NAME).read_bytes()
    write_bundle(a_manifest(files={}), CONTENT, folder)
    assert (folder / MANIFEST_NAME).read_bytes() == before == manifest_bytes(a_manifest())


def test_that_bundles_are_found_by_their_manifest(folder: Path) -> None:
    (folder.parent / "empty").mkdir()
    assert find_bundles(folder.parent) == (folder,)
    assert find_bundles(folder.parent / "missing") == ()


@pytest.mark.bad("BAD-070")
@pytest.mark.control("RISK-18-a")
def test_that_a_changed_weight_is_refused(folder: Path) -> None:
    (folder / "head.onnx").write_bytes(b"weightz")
    with pytest.raises(ModelBundleError, match="damaged or was altered"):
        read_bundle(folder)


def test_that_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "MODEL_CARD.md").unlink()
    with pytest.raises(ModelBundleError, match="missing"):
        read_bundle(folder)


@pytest.mark.parametrize("name", ["weights.bin", "selftest/more.npz", "model.pt", ".hidden"])
@pytest.mark.bad("BAD-061", "BAD-063")
def test_that_a_file_that_is_not_listed_is_refused(folder: Path, name: str) -> None:
    # BAD-061, BAD-063: also a file that external data would be read from.
    (folder / name).write_bytes(b"x")
    with pytest.raises(ModelBundleError, match="not in the manifest"):
        read_bundle(folder)


@pytest.mark.parametrize("name", ["head.onnx", "selftest", MANIFEST_NAME])
@pytest.mark.bad("BAD-062", "BAD-072")
@pytest.mark.control("RISK-19-b")
def test_that_a_link_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelBundleError):
        read_bundle(folder)


@pytest.mark.bad("BAD-072")
def test_that_a_pipe_in_place_of_a_file_does_not_hang(folder: Path) -> None:
    (folder / "head.onnx").unlink()
    os.mkfifo(folder / "head.onnx")
    with pytest.raises(ModelBundleError, match="not a regular file"):
        read_bundle(folder)


@pytest.mark.bad("BAD-072")
@pytest.mark.control("RISK-19-b")
def test_that_a_file_over_the_limit_is_refused_before_it_is_read_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_bundles, "MAXIMUM_FILE_BYTES", 3)
    with pytest.raises(ModelBundleError, match="larger than"):
        read_bundle(folder)


@pytest.mark.parametrize(
    "name",
    [
        "../x.onnx", "/etc/x.onnx", "a/../../x.onnx", "C:\\x.onnx", "a\\x.onnx", "CON.onnx", "aux.md", "x.onnx:ads",
        "x.pt", "x", ".x.onnx", "a//x.onnx", "", "manifest.json", "x.onnx.", "a/b/c/x.onnx", "x\u202e.onnx",
        "Manifest.JSON", "SIGNATURE.json",
    ],
)  # fmt: skip
@pytest.mark.bad("BAD-061", "BAD-072", "BAD-093")
@pytest.mark.control("RISK-19-b")
def test_that_a_listed_name_that_is_no_plain_path_is_refused(folder: Path, name: str) -> None:
    # BAD-072
    assert not is_plain_path(name)
    changed(folder, lambda model: model["files"].update({name: "0" * 64}))
    with pytest.raises(ModelBundleError, match="not a plain file name"):
        read_bundle(folder)


@pytest.mark.bad("BAD-072")
def test_that_two_names_that_differ_in_case_only_are_refused(folder: Path) -> None:
    changed(folder, lambda model: model["files"].update({"HEAD.onnx": "0" * 64}))
    with pytest.raises(ModelBundleError, match="upper and lower case"):
        read_bundle(folder)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda m: m.update(surprise=1), "surprise"),
        (lambda m: m.pop("direction"), "direction"),
        (lambda m: m["threshold"].update(value="0.4"), "threshold.value"),
        (lambda m: m["threshold"].update(value=1.5), "between 0 and 1"),
        (lambda m: m["threshold"].update(extra=1), "threshold.extra"),
        (lambda m: m.update(cohort_kind="hospital"), "cohort_kind"),
        (lambda m: m.update(backbone=None), "backbone"),
        (lambda m: m.update(ct_input=None), "ct_input"),
        (lambda m: m.update(weights="other.onnx"), "not among the files"),
        (lambda m: m.update(weights="MODEL_CARD.md"), "must be a .onnx file"),
        (lambda m: m["files"].update({"head.onnx": "123"}), "sha256"),
        (lambda m: m["ct_input"].update(window_hu=[200.0, -100.0]), "empty window"),
        (lambda m: m["ct_input"].update(std=[0.2, 0.0, 0.2]), "std"),
        (lambda m: m.update(model_id="../up"), "model_id"),
        (lambda m: m["applicability"].update(shoe_size={"at_most": 42}), "shoe_size"),
        (lambda m: m["applicability"].update(ecog={"at_most": "1"}), "ecog"),
        (lambda m: m["applicability"].update(regimens=["haic"]), "regimens"),
    ],
)
@pytest.mark.bad("BAD-071")
def test_that_a_manifest_with_a_fault_is_refused_and_says_where(folder: Path, change: Any, why: str) -> None:
    changed(folder, change)
    with pytest.raises(ModelBundleError) as refused:
        read_bundle(folder)
    assert why in refused.value.what
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b'{"format_version": 2, "model": {}}',
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_that_a_file_that_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(ModelBundleError, match="manifest cannot be used"):
        parse_manifest(text, "somewhere")


def test_that_a_manifest_that_would_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ModelBundleError):
        write_bundle(a_manifest(threshold=Threshold(2.0, "?")), CONTENT, tmp_path / "ct-response-test")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.control("RISK-31-a")
def test_that_a_failed_write_leaves_the_old_bundle_and_no_rest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(model_bundles, "_write_through", full)
    with pytest.raises(model_bundles.StoreError, match="No space"):
        write_bundle(a_manifest(), {**CONTENT, "head.onnx": b"new"}, folder)
    assert read_bundle(folder).weights == b"weights"
    assert [p.name for p in folder.parent.iterdir()] == [folder.name]


def test_that_a_bundle_replaces_the_one_before(folder: Path) -> None:
    write_bundle(a_manifest(), {"head.onnx": b"new"}, folder)
    assert dict(read_bundle(folder).content) == {"head.onnx": b"new"}
    assert [p.name for p in folder.parent.iterdir()] == [folder.name]


def test_that_the_shipped_schema_is_up_to_date_and_accepts_what_we_write() -> None:
    assert schema("model_manifest") == manifest_schema()
    jsonschema.Draft202012Validator.check_schema(manifest_schema())
    jsonschema.validate(json.loads(manifest_bytes(a_manifest())), manifest_schema())
