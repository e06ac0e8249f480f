"""What the installed models say of themselves, without running them."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.manifest import ModelManifest
from hccdesk.workflow.installed_models import RefusedBundle, installed_models
from hccdesk.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class NamedModels:
    """The manifests of the bundles in use, and those that are here and are not used."""

    used: tuple[ModelManifest, ...]
    refused: tuple[RefusedBundle, ...] = ()


def name_models(workbench: Workbench) -> NamedModels:
    """What every bundle here says of itself, each verified; raises `ModelBundleError` where there is none at all."""
    installed = installed_models(workbench.models_folder, workbench.site_folder)
    return NamedModels(tuple(bundle.manifest for bundle in installed.all), installed.refused)
