"""What the slide model would be given, without running it: every patch of the outline, kept or dropped and why."""

from __future__ import annotations

from hccdesk.domain.case import SlideInput
from hccdesk.domain.errors import InputError, ModelBundleError
from hccdesk.domain.manifest import SlideInputSpec
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.slide import PatchSelection
from hccdesk.workflow.installed_models import installed_models
from hccdesk.workflow.read_patches import read_patches
from hccdesk.workflow.workbench import Workbench


def preview_patches(slide: SlideInput, workbench: Workbench, progress: Progress | None = None) -> PatchSelection:
    """The patches that an analysis of this slide with this outline would read; the very same path, no network.

    Raises `InputError` without an outline, `ModelBundleError` where no slide model is installed, and
    `CalibrationError` where the slide's µm per px is unknown.
    """
    if slide.roi is None:
        raise InputError("no tissue is outlined on the slide.", what_to_do="Outline the tumour tissue first.")
    return read_patches(slide, _spec(workbench), workbench.sandbox, progress or NoProgress())


def _spec(workbench: Workbench) -> SlideInputSpec:
    bundle = installed_models(workbench.models_folder, workbench.site_folder).haim
    if bundle is None or bundle.manifest.slide_input is None:
        raise ModelBundleError("no slide response model is installed.", what_to_do="Install one, or hccdesk again.")
    return bundle.manifest.slide_input
