"""exceptions and addresses -> one plain line for a person, without a secret in it."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator

import httpx

from monitor.fetch.address import RefusedAddressError

LONGEST = 300  # characters of a reason, and of an address in one
USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
SECRET = re.compile(
    r"([?&;](?:access_?token|api_?key|apikey|auth|key|pass|passwd|password|secret|sig|signature|"
    r"token|user_?key)=)[^&;#\s]*",
    re.IGNORECASE,
)
UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+"
)

# OpenSSL's X509_V_ERR_*, which stay the same over versions.
CERTIFICATES = {
    9: "its certificate is not valid yet (is this machine's clock right?)",
    10: "its certificate has expired",
    18: "its certificate is signed by itself",
    19: "its certificate is signed by an authority that is not trusted",
    20: "its certificate is signed by an unknown authority, or its chain is incomplete",
    21: "its certificate chain is incomplete",
    23: "its certificate was revoked",
    62: "its certificate is for another name",
    64: "its certificate is for another address",
}
HANDSHAKES = {
    "WRONG_VERSION_NUMBER": "it does not speak TLS on this port",
    "HTTP_REQUEST": "it does not speak TLS on this port",
    "UNSUPPORTED_PROTOCOL": "it offers outdated TLS only",
    "TLSV1_ALERT_PROTOCOL_VERSION": "it offers outdated TLS only",
    "DH_KEY_TOO_SMALL": "it offers weak keys only",
}
CONNECTING = {
    errno.ECONNREFUSED: "the connection was refused",
    errno.ENETUNREACH: "no way to the host (is there a network?)",
    errno.EHOSTUNREACH: "no way to the host (is there a network?)",
    errno.ETIMEDOUT: "the host does not answer",
    errno.ECONNRESET: "the connection was reset",
    errno.EMFILE: "this program has too many files open",
}
PROTOCOL = (
    ("Server disconnected", "the server closed the connection without an answer"),
    ("peer closed connection", "the answer was cut short"),
    ("in location header", "redirected to an impossible address"),
    ("Receive buffer too long", "the answer's headers are too long"),
)


def reason_of(error: BaseException) -> str:
    """Say in one line why a request failed; nothing of the server's own text is in it."""
    if isinstance(error, httpx.RemoteProtocolError):
        return _protocol(str(error))
    for link in _chain(error):
        found = _reason(link)
        if found is not None:
            return found
    return f"the request failed ({type(error).__name__})"


def is_refusal(error: BaseException) -> bool:
    """Say whether the address itself was refused: asking again is pointless."""
    pointless = (RefusedAddressError, httpx.InvalidURL, httpx.UnsupportedProtocol)
    return any(isinstance(link, pointless) for link in _chain(error))


def is_silence(error: BaseException) -> bool:
    """Say whether no server answered at all, which our own line may be to blame for."""
    silent = isinstance(error, httpx.TimeoutException | httpx.NetworkError)
    return silent and not any(
        isinstance(link, RefusedAddressError | ssl.SSLError) for link in _chain(error)
    )


def masked(address: str) -> str:
    """Return an address fit for a log: no password, no token, one line, not endless."""
    text = UNPRINTABLE.sub("", address)
    text = SECRET.sub(r"\1***", USERINFO.sub("***@", text))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in seen and len(seen) < 20:
        seen.append(link)
        link = link.__cause__ or link.__context__
    # The innermost knows best, except that a timeout is told by the outermost.
    return iter(seen if isinstance(error, httpx.TimeoutException) else reversed(seen))


def _reason(error: BaseException) -> str | None:
    match error:
        case RefusedAddressError():
            return f"refused: {error}; allow_private on the source would let it"
        case ssl.SSLCertVerificationError():
            return _certificate(error)
        case ssl.SSLError():
            return HANDSHAKES.get(error.reason or "", "the TLS connection failed")
        case socket.gaierror():
            return _lookup(error)
        case httpx.ConnectTimeout():
            return "the host does not answer"
        case httpx.TimeoutException():
            return "the server fell silent"
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            return "not a usable http or https address"
        case OSError() if error.errno in CONNECTING:
            return CONNECTING[error.errno]
        case httpx.ConnectError():
            return "no connection to the host"
        case httpx.NetworkError():
            return "the connection was lost"
        case _:
            return None


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    return CERTIFICATES.get(error.verify_code, "its certificate can't be verified")


def _protocol(text: str) -> str:
    told = (said for start, said in PROTOCOL if start in text)
    return next(told, "the answer is not valid HTTP")


def _lookup(error: socket.gaierror) -> str:
    if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}:
        return "there is no such host name"
    return "the host name can't be looked up (is there a network?)"
