"""Where the files we ship are: the only place that knows, in a checkout, a wheel and a frozen app alike."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

SITE_FOLDER_VARIABLE = "HCCDESK_SITE_FOLDER"
LIBRARY_VARIABLE = "HCCDESK_LIBRARY"
PACS_VARIABLE = "HCCDESK_PACS"


def assets_folder() -> Path:
    """Icons, themes, schemas and texts."""
    return _shipped("assets")


def models_folder() -> Path:
    """The bundled models, one folder each."""
    return _shipped("models")


def site_folder() -> Path:
    """What belongs to this workstation and is never shipped: its own models, its keys, the keys it trusts.

    The environment variable `HCCDESK_SITE_FOLDER` names another place, e.g. one on a server.
    """
    named = os.environ.get(SITE_FOLDER_VARIABLE)
    return Path(named) if named else Path(user_data_path("hccdesk", appauthor=False)) / "site"


def library_folder() -> Path:
    """The library of cases of this user.

    The environment variable `HCCDESK_LIBRARY` names another one, e.g. a department's on a server.
    """
    named = os.environ.get(LIBRARY_VARIABLE)
    return Path(named) if named else Path(user_data_path("hccdesk", appauthor=False)) / "cases"


def pacs_file() -> Path:
    """Which PACS this user set up; there is no such file before one is.

    The environment variable `HCCDESK_PACS` names another one, e.g. a department's that an administrator looks after.
    """
    named = os.environ.get(PACS_VARIABLE)
    return Path(named) if named else Path(user_config_path("hccdesk", appauthor=False)) / "pacs.json"


def schema(name: str) -> dict[str, Any]:
    """A JSON Schema we ship, e.g. `schema("result")`."""
    text = (assets_folder() / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def sentences(language: str) -> dict[str, str]:
    """Translations of `domain.sentence` templates into `language`; empty for English, whose templates they are."""
    folder = assets_folder() / "i18n" / "sentences" / language
    merged: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        merged.update(json.loads(path.read_text(encoding="utf-8")))
    return merged


@cache
def theme_tokens() -> dict[str, Any]:
    """The colour tokens shared by the screen and the paper."""
    return dict(json.loads((assets_folder() / "theme" / "tokens.json").read_text(encoding="utf-8")))


def _shipped(name: str) -> Path:
    package = Path(__file__).parent
    inside = package / name  # a wheel or a frozen app carries them in the package
    return inside if inside.is_dir() else package.parent / name
