"""Lengths measured on the CT: the tools, what they paint, the list beside the views."""
