"""Runs a function on untrusted files in a memory-capped, timed worker process."""
