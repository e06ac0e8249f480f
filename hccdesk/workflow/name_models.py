"""What the installed models say of themselves, without running them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle, ModelManifest
from hccdesk.survival.prediction import OpenNomogram, open_nomogram
from hccdesk.workflow.installed_models import RefusedBundle, installed_models
from hccdesk.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class NamedModels:
    """The manifests of the bundles in use, and those that are here and are not used."""

    used: tuple[ModelManifest, ...]
    refused: tuple[RefusedBundle, ...] = ()
    nomograms: tuple[OpenNomogram, ...] = ()
    """Those that may speak, opened, so that what they need can be told while one types."""


def name_models(workbench: Workbench) -> NamedModels:
    """What every bundle here says of itself, each verified; raises `ModelBundleError` where there is none at all."""
    installed = installed_models(workbench.models_folder, workbench.site_folder)
    opened = tuple(_opened(installed.survival))
    return NamedModels(tuple(bundle.manifest for bundle in installed.all), installed.refused, opened)


def _opened(bundles: Iterable[ModelBundle]) -> Iterator[OpenNomogram]:
    for bundle in bundles:
        if bundle.manifest.offered:
            with suppress(ModelBundleError):  # the analysis says what is wrong with it
                yield open_nomogram(bundle)
