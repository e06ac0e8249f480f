"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hccdesk.domain.provenance import DeviceChoice


class Language(StrEnum):
    """Language of the report."""

    EN = "en"
    ZH = "zh"


LanguageOption = Annotated[Language, typer.Option(help="Language of the report.")]
DeviceOption = Annotated[
    DeviceChoice,
    typer.Option(help="Where to compute: a GPU where there is one (auto), or exactly what is named."),
]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Show where in the code an error arose.")]
