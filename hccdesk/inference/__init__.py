"""Running the bundled networks on the workstation's own processor."""
