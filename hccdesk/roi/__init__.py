"""Geometry of regions: how large they are."""
