"""What the analysis found."""
