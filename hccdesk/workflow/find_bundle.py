"""The folder of a bundle that the user named by its folder or its id."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.manifest_file import MANIFEST_NAME
from hccdesk.workflow.installed_models import bundle_folders
from hccdesk.workflow.workbench import Workbench


def find_bundle(named: str, workbench: Workbench) -> Path:
    """The folder called `named`, or the installed bundle of that id; `ModelBundleError` where there is neither."""
    if (Path(named) / MANIFEST_NAME).is_file():
        return Path(named)
    for folder in bundle_folders(workbench.models_folder, workbench.site_folder):
        if folder.name == named:
            return folder
    raise ModelBundleError(
        Sentence.of("there is no model bundle {named}.", named=named),
        what_to_do="Give the folder that holds its manifest.json, or the id that `hccdesk models list` shows.",
    )
