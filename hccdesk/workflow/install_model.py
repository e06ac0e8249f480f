"""Put a bundle among this site's models, or take it away."""

from __future__ import annotations

import shutil
from pathlib import Path

from hccdesk.domain.errors import InputError, ModelBundleError, StoreError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import choose
from hccdesk.store.bundle_copy import copy_bundle
from hccdesk.store.bundle_trust import Trust, read_trusted_bundle, trust_of
from hccdesk.workflow.check_models import run_checks
from hccdesk.workflow.installed_models import SITE_MODELS, bundle_folders, read_all


def install_model(
    folder: Path, models_folder: Path, site_folder: Path, choice: DeviceChoice = DeviceChoice.AUTO
) -> ModelBundle:
    """Copy the bundle in `folder` into the site folder, once it is whole, trusted, and passes its own test here.

    Raises `ModelBundleError` with the reason where it is not, and where a model of this name is installed already.
    """
    trust = trust_of(site_folder)
    bundle = read_trusted_bundle(folder, trust)
    installed, _ = read_all(bundle_folders(models_folder, site_folder), trust)
    target = site_folder / SITE_MODELS / bundle.manifest.model_id
    _refuse_installed(bundle, installed, target)
    failed = [one for one in run_checks(bundle, installed, choose(choice)) if not one.passed]
    if failed:
        raise ModelBundleError(
            Sentence.of("The model bundle is not installed: {why}.", why=Sentence.listed([f.finding for f in failed])),
            where=folder,
            what_to_do="Install the backbone that came with it first, or get the bundle again.",
        )
    copy_bundle(folder, bundle, target)
    return _as_installed(target, trust)


def remove_model(name: str, site_folder: Path) -> None:
    """Delete the site's bundle in the folder `name`; shipped ones stay."""
    models = site_folder / SITE_MODELS
    here = [child for child in models.iterdir() if child.is_dir()] if models.is_dir() else []
    found = [child for child in here if child.name == name and not child.is_symlink()]
    if not found:
        raise InputError(
            "no model of this site has this name.",
            where=models,
            what_to_do="`hccdesk models list` names them; models that hccdesk ships cannot be removed.",
        )
    try:
        shutil.rmtree(found[0])
    except OSError as error:
        raise StoreError(
            Sentence.of("the model cannot be removed ({reason}).", reason=error.strerror or Sentence.of("disk error")),
            where=found[0],
        ) from error


def _refuse_installed(bundle: ModelBundle, installed: tuple[ModelBundle, ...], target: Path) -> None:
    if target.exists() or any(one.manifest.model_id == bundle.manifest.model_id for one in installed):
        raise ModelBundleError(
            Sentence.of("a model named {model_id} is installed already.", model_id=bundle.manifest.model_id),
            what_to_do="Remove it first (hccdesk models remove), or give the new one another name.",
        )


def _as_installed(target: Path, trust: Trust) -> ModelBundle:
    try:
        return read_trusted_bundle(target, trust)
    except ModelBundleError:
        shutil.rmtree(target, ignore_errors=True)  # the bundle changed while it was copied
        raise
