"""Addresses: made absolute, and reduced to what identifies an article."""

import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit

LONGEST = 4000  # characters; browsers and servers stop far earlier

_BREAKS = re.compile(r"\s*[\t\r\n]\s*")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_MOBILE = re.compile(r"^(?:www|m|mobile|amp|wap|3g|touch)\d?\.(?=[^.]+\.[^.]+)")
_AMP_PATH = re.compile(r"(?:/amp(?=/|$)|\.amp(?=\.html?$|$)|(?<=\.)amp\.(?=html?$))", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_SAFE = "/:@!$&'()*+,;=~-._"

# What newsletters, feeds, social networks and analytics append. Only names that no publisher
# selects an article by: one too many here would hide an article, one too few shows one twice.
TRACKING = frozenset(
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid",
        "mc_cid", "mc_eid", "ocid", "cmpid", "cmp", "ncid", "ref", "referrer", "ref_src",
        "ref_url", "source", "src", "from", "feature", "share", "spm", "scm", "smid", "smtyp",
        "taid", "partner", "rss", "feed", "feedtype", "ftag", "guccounter", "guce_referrer",
        "guce_referrer_sig", "sr_share", "via", "s_cid", "xtor", "at_medium", "at_campaign",
        "ito", "wt_mc", "wt_zmc", "_ga", "_gl", "amp", "outputtype", "vgo_ee",
    }
)  # fmt: skip
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "_hs", "at_", "ns_", "fb_", "wt.", "oly_")


def absolute(base: str, href: str) -> str | None:
    """Return the http(s) address that ``href`` means on a page at ``base``; None for any other."""
    cleaned = _CONTROL.sub("", _BREAKS.sub("", href.strip()).replace(" ", "%20"))
    if not cleaned or len(cleaned) > LONGEST:
        return None
    try:
        url = urljoin(base, cleaned)
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None


def normalise(url: str) -> str:
    """Return what identifies the article at an address: two spellings of one give one string.

    Lower host without www, mobile and AMP marks; no scheme, fragment, default port, tracking
    parameter or final slash; sorted query; percent signs only where needed. Idempotent. An
    address that can't be taken apart comes back as it is.
    """
    try:
        parts = urlsplit(_CONTROL.sub("", url))
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if not host:
        return url
    path = _path(parts.path)
    query = urlencode(sorted(_meant(parts.query)))
    place = _host(host) + (f":{port}" if port not in {None, 80, 443} else "")
    return f"https://{place}{path}" + (f"?{query}" if query else "")


def _host(host: str) -> str:
    host = host.rstrip(".").lower()
    while (shorter := _MOBILE.sub("", host)) != host:
        host = shorter
    return host


def _path(path: str) -> str:
    path = quote(unquote_to_bytes(path), safe=_SAFE)
    while True:
        shorter = _SLASHES.sub("/", _INDEX.sub("/", _AMP_PATH.sub("", path))).rstrip("/")
        if shorter == path:
            return path
        path = shorter


def _meant(query: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return [(query, "")]
    return [(name, value) for name, value in pairs if not _tracks(name.lower())]


def _tracks(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)
