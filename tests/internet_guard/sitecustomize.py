"""Loaded by every Python that a test starts, since this folder is on its PYTHONPATH."""

import internet_guard

internet_guard.install()
