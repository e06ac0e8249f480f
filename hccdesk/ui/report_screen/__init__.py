"""The report, on its way to paper."""
