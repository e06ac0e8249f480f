"""Survival statistics and nomograms."""
