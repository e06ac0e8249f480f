"""The PDF for the chart: what is said (outline) and how it looks (pdf)."""
