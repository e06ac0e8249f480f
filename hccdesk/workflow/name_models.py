"""What the installed models say of themselves, without running them."""

from __future__ import annotations

from hccdesk.domain.manifest import ModelManifest
from hccdesk.workflow.installed_models import installed_models
from hccdesk.workflow.workbench import Workbench


def name_models(workbench: Workbench) -> tuple[ModelManifest, ...]:
    """The manifests of every installed bundle, each verified; raises `ModelBundleError` for a damaged one."""
    return tuple(bundle.manifest for bundle in installed_models(workbench.models_folder).all)
