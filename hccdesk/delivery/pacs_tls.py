"""Encrypted connections to a PACS: TLS 1.2 or later, the peer's certificate from the authority that was named."""

from __future__ import annotations

import ssl
from pathlib import Path

from hccdesk.domain.delivery import TlsChoice
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.sentence import Sentence

OLDEST = ssl.TLSVersion.TLSv1_2


def calling_context(choice: TlsChoice) -> ssl.SSLContext:
    """For associations that we ask for. Raises `DeliveryError` for files that are no certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = choice.check_host_name
    return _prepared(context, choice)


def answering_context(choice: TlsChoice) -> ssl.SSLContext:
    """For images that a PACS sends to us; it must show a certificate of the same authority."""
    if choice.certificate is None:
        raise DeliveryError(
            "over TLS a PACS can send images here only where this computer has a certificate of its own.",
            what_to_do="Name a certificate and its key in the settings of the PACS, or fetch by C-GET.",
        )
    return _prepared(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), choice)


def _prepared(context: ssl.SSLContext, choice: TlsChoice) -> ssl.SSLContext:
    context.minimum_version = OLDEST
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        context.load_verify_locations(cafile=str(choice.authority))
    except (OSError, ssl.SSLError) as error:
        raise _unusable(choice.authority) from error
    if choice.certificate is not None:
        try:
            # Without a passphrase given here, OpenSSL would ask for one at the terminal.
            context.load_cert_chain(choice.certificate, choice.key, password=lambda: b"")
        except (OSError, ssl.SSLError) as error:
            raise _unusable(choice.certificate) from error
    return context


def _unusable(path: Path) -> DeliveryError:
    return DeliveryError(
        Sentence.of("{file} cannot be used for TLS.", file=path.name),
        what_to_do="A certificate in PEM is wanted; a key must be in PEM too, without a passphrase, and fit to it.",
    )
