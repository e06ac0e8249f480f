"""What the training commands look at before they begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from hccdesk import resources
from hccdesk.domain.errors import StoreError
from hccdesk.training.command_options import models_or_own


def test_that_bundles_go_to_the_workstations_own_models_or_where_asked(tmp_path: Path) -> None:
    assert models_or_own(None) == resources.site_folder() / "models"
    assert models_or_own(tmp_path) == tmp_path


def test_that_nothing_is_trained_where_it_could_not_be_signed(tmp_path: Path) -> None:
    models_or_own(tmp_path)
    (resources.site_folder() / "keys" / "signing-key.pem").write_text("no key")
    with pytest.raises(StoreError, match="not an Ed25519 key"):
        models_or_own(tmp_path)
