"""Where operating systems keep TrueType fonts with Chinese characters, in order of preference."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FontPlace:
    """A font file, and which font of a collection."""

    path: str
    index: int = 0


_WINDOWS = os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "Fonts")  # noqa: PTH118 - a Windows path anywhere

# Only fonts with TrueType outlines: reportlab cannot embed the PostScript outlines of Noto CJK.
CJK_FONT_PLACES: tuple[FontPlace, ...] = (
    FontPlace(rf"{_WINDOWS}\msyh.ttc"),
    FontPlace(rf"{_WINDOWS}\msyh.ttf"),
    FontPlace(rf"{_WINDOWS}\simhei.ttf"),
    FontPlace(rf"{_WINDOWS}\simsun.ttc"),
    FontPlace(rf"{_WINDOWS}\simsunb.ttf"),  # the rare characters of GB 18030 beyond the first plane
    FontPlace("/System/Library/Fonts/STHeiti Light.ttc"),
    FontPlace("/System/Library/Fonts/PingFang.ttc"),
    FontPlace("/System/Library/Fonts/Supplemental/Songti.ttc"),
    FontPlace("/System/Library/Fonts/Supplemental/Arial Unicode.ttf"),
    FontPlace("/Library/Fonts/Arial Unicode.ttf"),
    FontPlace("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
    FontPlace("/usr/share/fonts/droid/DroidSansFallbackFull.ttf"),
    FontPlace("/usr/share/fonts/google-droid-sans-fonts/DroidSansFallbackFull.ttf"),
    FontPlace("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    FontPlace("/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc"),
    FontPlace("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc"),
    FontPlace("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    FontPlace("/usr/share/fonts/truetype/arphic/uming.ttc"),
)

CJK_BOLD_PLACES: tuple[FontPlace, ...] = (
    FontPlace(rf"{_WINDOWS}\msyhbd.ttc"),
    FontPlace("/System/Library/Fonts/STHeiti Medium.ttc"),
)
"""Bold ones, where the system has them; headings are set in the regular one elsewhere."""

WHAT_TO_INSTALL = (
    "Install a TrueType font that has these characters (Debian and Ubuntu: fonts-droid-fallback; Windows: the "
    "supplemental fonts for Simplified Chinese; macOS: Songti or Heiti), or name one in HCCDESK_CJK_FONT."
)
