"""Synthetic patients: CT, biopsy slide, clinical row and outcome, from a seed."""
