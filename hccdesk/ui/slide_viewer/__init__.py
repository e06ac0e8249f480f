"""The biopsy slide, at any magnification."""
