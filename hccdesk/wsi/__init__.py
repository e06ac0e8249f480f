"""Whole-slide images in: described, outlined, cut into patches, judged."""
