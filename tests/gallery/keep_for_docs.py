"""Take the pictures of README and manual out of the gallery: `make screenshots`, then this, then look at them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "out" / "screenshots"
README = ("ct", "results")
MANUAL = ("case", "ct", "slide-contributions", "results", "board", "report")
MANUAL_WIDE_PX = 632
COLOURS = 192


def main() -> None:
    """README in English at full size; the manual in both languages, small."""
    for name in README:
        keep(GALLERY / "dark-en-1280x800" / f"{name}.png", ROOT / "docs" / "images" / f"{name}.png", 1280)
    for language in ("en", "zh"):
        for name in MANUAL:
            target = ROOT / "assets" / "help" / language / "images" / f"{name}.png"
            keep(GALLERY / f"dark-{language}-1280x800" / f"{name}.png", target, MANUAL_WIDE_PX)


def keep(source: Path, target: Path, wide_px: int) -> None:
    """The picture at that width, with few colours: it travels with the program."""
    with Image.open(source) as picture:
        small = picture.convert("RGB").resize((wide_px, round(picture.height * wide_px / picture.width)), Image.LANCZOS)
    target.parent.mkdir(parents=True, exist_ok=True)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
