"""The window covered while nobody is at it."""
