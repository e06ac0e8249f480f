"""Whether every file that was shipped is there and as it was."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import PackagePath
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_pins import read_pins
from hccdesk.store.bundle_trust import read_trusted_bundle, trust_of
from hccdesk.workflow.installed_models import bundle_folders
from hccdesk.workflow.machine_facts import is_editable, program_distribution
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged, not_applicable
from hccdesk.workflow.shipped_files import LIST_NAME, shipped_files

_NAMED = 4


def file_checks(ground: Ground) -> Sequence[Check]:
    """The assets, the schemas, the code where it was installed as a package, and every model bundle."""
    folders = {folder.name: folder for folder in bundle_folders(ground.bench.models_folder, ground.bench.site_folder)}
    return [
        Check(Sentence.of("shipped files"), partial(_assets, ground.assets)),
        Check(Sentence.of("schemas"), partial(_schemas, ground.assets)),
        Check(Sentence.of("code of the program"), _code),
        Check(Sentence.of("shipped models"), partial(_shipped_models, ground.bench.models_folder)),
        *(
            Check(Sentence.of("files of {model}", model=name), partial(_bundle, folder, ground.bench.site_folder))
            for name, folder in folders.items()
        ),
    ]


def _assets(assets: Path) -> Outcome:
    listed: Mapping[str, str] = json.loads((assets / LIST_NAME).read_text(encoding="utf-8"))
    found = shipped_files(assets)
    missing = [name for name in listed if name not in found]
    altered = [name for name in listed if name in found and found[name] != listed[name]]
    strange = [name for name in found if name not in listed]
    faults = [
        said
        for names, said in (
            (missing, Sentence.of("missing: {names}", names=_named(missing))),
            (altered, Sentence.of("altered: {names}", names=_named(altered))),
            (strange, Sentence.of("not ours: {names}", names=_named(strange))),
        )
        if names
    ]
    if faults:
        return judged(False, Sentence.listed(faults))
    return judged(bool(listed), Sentence.of("{n} files are there, none altered (sha256)", n=len(listed)))


def _schemas(assets: Path) -> Outcome:
    schemas = sorted((assets / "schemas").glob("*.schema.json"))
    broken = [path.name for path in schemas if not _is_schema(path)]
    if broken or not schemas:
        return judged(False, Sentence.of("not readable: {names}", names=_named(broken) or "schemas"))
    return judged(True, Sentence.of("{n} schemas can be read", n=len(schemas)))


def _is_schema(path: Path) -> bool:
    try:
        return "$schema" in json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return False


def _code() -> Outcome:
    installed = program_distribution()
    if installed is None:
        return not_applicable(Sentence.of("a finished program carries no list of its code"))
    if is_editable(installed):
        return not_applicable(Sentence.of("a checkout of the source has no fixed code"))
    listed = [file for file in installed.files or () if file.hash is not None]
    wrong = [str(file) for file in listed if not _is_as_listed(file)]
    if wrong:
        return judged(False, Sentence.of("missing or altered: {names}", names=_named(wrong)))
    return judged(bool(listed), Sentence.of("{n} files are there, none altered (sha256)", n=len(listed)))


def _is_as_listed(file: PackagePath) -> bool:
    assert file.hash is not None
    try:
        digest = hashlib.new(file.hash.mode, Path(str(file.locate())).read_bytes()).digest()
    except (OSError, ValueError):
        return False
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == file.hash.value


def _shipped_models(models_folder: Path) -> Outcome:
    pins = read_pins()
    missing = [name for name in pins if not (models_folder / name).is_dir()]
    if missing or not pins:
        return judged(False, Sentence.of("missing: {names}", names=_named(missing)))
    return judged(True, Sentence.of("all {n} models are installed", n=len(pins)))


def _bundle(folder: Path, site_folder: Path | None) -> Outcome:
    try:
        bundle = read_trusted_bundle(folder, trust_of(site_folder))
    except ModelBundleError as fault:
        return judged(False, fault.said)
    grounds = bundle.grounds or Sentence.of("trusted")
    return judged(
        True, Sentence.of("{n} files as in its manifest; {grounds}", n=len(bundle.manifest.files), grounds=grounds)
    )


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} … ({len(names)})" if len(names) > _NAMED else shown
