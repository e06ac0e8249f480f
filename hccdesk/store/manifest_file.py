"""manifest.json, read strictly: unknown names, wrong types and numbers that are none are refused."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from math import inf, isfinite
from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelKind, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.store.applicability_rules import STRICT, ApplicabilityRules
from hccdesk.store.bundle_signature import SIGNATURE_NAME
from hccdesk.store.manifest_claims import check_claims

MANIFEST_NAME = "manifest.json"
_SUFFIXES = (".onnx", ".json", ".md", ".npz")
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


class ManifestFile(BaseModel):
    """The file: a format version and the manifest itself."""

    model_config = STRICT

    format_version: Literal[1]
    model: ModelManifest


def parse_manifest(content: bytes, where: str) -> ModelManifest:
    """The manifest in `content`; `where` names the file in errors.

    Refused (`ModelBundleError`): not JSON, names given twice, NaN or Infinity, unknown names, wrong types, file
    names that are not plain relative paths, hashes that are not sha256, a kind without the parts it needs.
    """
    try:
        manifest = ManifestFile.model_validate_json(_plain_json(content)).model
        TypeAdapter(ApplicabilityRules).validate_json(json.dumps(manifest.applicability))
        _check(manifest)
    except ValidationError as error:
        raise _refused(where, _first_fault(error)) from None
    except (ValueError, RecursionError) as error:
        raise _refused(where, str(error)) from None
    return manifest


def manifest_bytes(manifest: ModelManifest) -> bytes:
    """The file for `manifest`: UTF-8, sorted keys, so that the same manifest gives the same bytes."""
    document = {"format_version": 1, "model": asdict(manifest)}
    return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema of manifest.json, applicability rules included."""
    schema = ManifestFile.model_json_schema()
    rules = TypeAdapter(ApplicabilityRules).json_schema()
    schema["$defs"] |= rules.pop("$defs")
    schema["$defs"]["ModelManifest"]["properties"]["applicability"] = rules
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _plain_json(content: bytes) -> str:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise ValueError("a name is given twice")
        return dict(pairs)

    def not_a_number(word: str) -> float:
        raise ValueError(f"{word} is no number")

    document = json.loads(content.decode("utf-8"), object_pairs_hook=once, parse_constant=not_a_number)
    return json.dumps(document)


def _check(manifest: ModelManifest) -> None:
    if not _IDENTIFIER.fullmatch(manifest.model_id):
        raise ValueError("model_id must be lower-case letters, digits, dots and hyphens")
    _check_files(manifest)
    _check_parts(manifest)
    _check_numbers(manifest)
    check_claims(manifest)


def _check_files(manifest: ModelManifest) -> None:
    for name, digest in manifest.files.items():
        if not is_plain_path(name):
            raise ValueError(f"{name!r} is not a plain file name")
        if not _SHA256.fullmatch(digest):
            raise ValueError(f"the sha256 of {name} is not one")
    if len({name.casefold() for name in manifest.files}) != len(manifest.files):
        raise ValueError("two files differ only in upper and lower case")
    if manifest.weights not in manifest.files:
        raise ValueError("the weights are not among the files")
    if manifest.backbone and not _SHA256.fullmatch(manifest.backbone.sha256):
        raise ValueError("the sha256 of the backbone is not one")


def is_plain_path(name: str) -> bool:
    """Whether `name` is a relative POSIX path of harmless parts, of a kind a bundle may hold.

    The manifest and its signature are the bundle's own and cannot be listed.
    """
    parts = name.split("/")
    harmless = all(
        _PART.fullmatch(part) and part.split(".")[0].casefold() not in _WINDOWS_DEVICES and not part.endswith(".")
        for part in parts
    )
    own = name.casefold() in (MANIFEST_NAME, SIGNATURE_NAME)  # one file on Windows and macOS
    return harmless and len(parts) <= 3 and PurePosixPath(name).suffix in _SUFFIXES and not own


_NEEDED: dict[ModelKind, tuple[str, ...]] = {
    ModelKind.BACKBONE: (),
    ModelKind.CT_RESPONSE: ("backbone", "ct_input", "threshold", "regimen"),
    ModelKind.HAIM: ("backbone", "slide_input", "threshold", "regimen"),
    ModelKind.SURVIVAL_NOMOGRAM: (),
}


def _check_parts(manifest: ModelManifest) -> None:
    for part in _NEEDED[manifest.kind]:
        if getattr(manifest, part) is None:
            raise ValueError(f"a {manifest.kind.value} model needs {part!r}")
    nomogram = manifest.kind is ModelKind.SURVIVAL_NOMOGRAM
    if nomogram and manifest.regimen is None and "treatments_given" not in manifest.applicability:
        raise ValueError("a survival-nomogram model needs 'regimen', or the rule 'treatments_given'")
    suffix = ".json" if manifest.kind is ModelKind.SURVIVAL_NOMOGRAM else ".onnx"
    if not manifest.weights.endswith(suffix):
        raise ValueError(f"the weights of a {manifest.kind.value} model must be a {suffix} file")


def _check_numbers(manifest: ModelManifest) -> None:
    if manifest.threshold and not 0 < manifest.threshold.value < 1:
        raise ValueError("the threshold must lie between 0 and 1")
    ct, slide = manifest.ct_input, manifest.slide_input
    if ct and not (ct.window_hu[0] < ct.window_hu[1] and ct.margin_mm >= 0 and ct.minimum_side_mm > 0):
        raise ValueError("ct_input has an empty window or crop")
    if ct and not (32 <= ct.side_px <= 1024 and min(ct.std) > 0):
        raise ValueError("ct_input has an impossible side_px or std")
    if slide and not (32 <= slide.patch_px <= 2048 and slide.um_per_px > 0 and min(slide.std) > 0):
        raise ValueError("slide_input has an impossible patch_px, um_per_px or std")
    if slide and not 1 <= slide.minimum_patches <= slide.maximum_patches:
        raise ValueError("slide_input has an impossible number of patches")
    if manifest.recalibration and not 0 < manifest.recalibration.slope < inf:
        raise ValueError("the slope of the recalibration must be positive")
    if not all(isfinite(p.value) and p.n > 0 for p in manifest.performance):
        raise ValueError("a performance has no value or no patients")


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def _refused(where: str, why: str) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of("The model's manifest cannot be used: {why}.", why=why[:300]),
        where=where,
        what_to_do="Install the bundle again from its source.",
    )
