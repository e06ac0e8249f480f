"""Drawings of the report as vectors: curve, nomogram and gauge, from the same points the screen draws."""
