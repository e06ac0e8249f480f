"""Three linked views of the CT."""
