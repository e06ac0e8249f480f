"""The sandbox's worker in a frozen app, which has no interpreter to start but itself."""

from __future__ import annotations

from hccdesk.sandbox.child import serve_if_asked


def serve_if_worker() -> None:
    """Become a worker, and never come back, where the command line asks for one; otherwise do nothing."""
    serve_if_asked()
