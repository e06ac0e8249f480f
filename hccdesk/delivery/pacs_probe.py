"""Why a PACS was not reached: one plain connection more, made only after an association failed before it began."""

from __future__ import annotations

import socket
import ssl

from hccdesk.delivery.pacs_tls import calling_context
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError, DeliveryUnreachedError
from hccdesk.domain.sentence import Sentence

_ADVICE = "Check address and port, whether the PACS is running, and whether a firewall lets this computer through."
_TLS_ADVICE = "Ask whoever looks after the PACS for the file of its authority and the name in its certificate."
_HOST_NAME_FAULTS = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_TIME_FAULTS = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


def why_unreached(node: PacsNode) -> DeliveryError:  # noqa: PLR0911 - a table of kinds
    """The reason in a sentence."""
    try:
        with socket.create_connection((node.host, node.port), node.timeout_s) as plain:
            if node.tls is not None:
                with calling_context(node.tls).wrap_socket(plain, server_hostname=node.host):
                    pass
    except DeliveryError as error:
        return error
    except ssl.SSLCertVerificationError as error:
        return _of_certificate(node, error.verify_code)
    except TimeoutError:
        return no_answer(node)
    except ConnectionRefusedError:
        return _later(Sentence.of("no program takes connections at {place}.", place=place_of(node)))
    except socket.gaierror:
        return _later(Sentence.of("nobody knows the address {host}.", host=node.host))
    except OSError:
        return _unsecured(node) if node.tls is not None else _out_of_reach(node)
    return _later(Sentence.of("the connection to {place} broke off.", place=place_of(node)))


def place_of(node: PacsNode) -> str:
    """Address and port."""
    return f"{node.host}:{node.port}"


def no_answer(node: PacsNode) -> DeliveryUnreachedError:
    """It did not answer in time."""
    return _later(
        Sentence.of("{place} did not answer within {seconds:g} s.", place=place_of(node), seconds=node.timeout_s)
    )


def _out_of_reach(node: PacsNode) -> DeliveryUnreachedError:
    return _later(Sentence.of("{place} cannot be reached over the network.", place=place_of(node)))


def _later(what: Sentence) -> DeliveryUnreachedError:
    return DeliveryUnreachedError(what, what_to_do=_ADVICE)


def _unsecured(node: PacsNode) -> DeliveryError:
    return DeliveryError(
        Sentence.of("{place} does not speak TLS 1.2 or later, or not with this computer.", place=place_of(node)),
        what_to_do="Check the port: encrypted DICOM often has one of its own (2762). "
        "A PACS may also ask for a certificate of ours, or speak without TLS only.",
    )


def _of_certificate(node: PacsNode, code: int) -> DeliveryError:
    if code in _HOST_NAME_FAULTS:
        return DeliveryError(
            Sentence.of("the certificate of the PACS is not made out to {host}.", host=node.host),
            what_to_do=_TLS_ADVICE,
        )
    if code in _TIME_FAULTS:
        return DeliveryError(
            "the certificate of the PACS is not valid at this time.",
            what_to_do="Check the clock of this computer, and ask whoever looks after the PACS.",
        )
    return DeliveryError(
        "the certificate of the PACS is not from the authority that was named for it.", what_to_do=_TLS_ADVICE
    )
