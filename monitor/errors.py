"""How the outside can fail.

::

    MonitorError                 the outside failed; the cycle goes on
    ├── FetchError               a request for a page
    ├── UnreadableError          bytes that are not what they should be
    ├── StoreError               the database
    └── DeliveryError            an alert on its way out
    ConfigError                  the owner's file; nothing starts (exit status 2)

Library exceptions are translated where the library is called. They are caught in two places
only: ``cycle.Cycle`` (per source, per entry) and ``alert.outbox`` (per delivery).
No text of an error holds a secret.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class MonitorError(Exception):
    """Something outside the program failed."""


class FetchError(MonitorError):
    """A page could not be had.

    ``permanent`` means that asking again for the same address is pointless (404, 410, refused
    address, robots.txt). ``retry_after`` is what the server asked for. ``unreached`` means that
    no server answered, so that it may be our own line.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        permanent: bool = False,
        status: int | None = None,
        retry_after: timedelta | None = None,
        unreached: bool = False,
    ) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
        self.permanent = permanent
        self.status = status
        self.retry_after = retry_after
        self.unreached = unreached


class UnreadableError(MonitorError):
    """Bytes that could not be read as what they claim to be; ``where`` is the place in them.

    ``blocked`` means that they are a page that keeps this program out: a challenge, a log-in.
    """

    def __init__(self, what: str, where: str = "", *, blocked: bool = False) -> None:
        super().__init__(f"{what} ({where})" if where else what)
        self.what = what
        self.where = where
        self.blocked = blocked


class StoreError(MonitorError):
    """The database refused: full disk, newer version, not a database."""


class DeliveryFault(StrEnum):
    """What a failed send means for the next try."""

    TRANSIENT = "transient"  # nothing happened; try again later
    AMBIGUOUS = "ambiguous"  # it may have arrived; a repeat must say so
    PERMANENT = "permanent"  # this message to this recipient never works
    CHANNEL = "channel"  # the whole channel is broken (token, password): pause it, tell the owner


class DeliveryError(MonitorError):
    """An alert did not certainly arrive."""

    def __init__(
        self,
        channel: str,
        reason: str,
        fault: DeliveryFault,
        *,
        retry_after: timedelta | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(f"{channel}: {reason}")
        self.channel = channel
        self.reason = reason
        self.fault = fault
        self.retry_after = retry_after
        self.code = code


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a configuration: where, what was found, what is allowed."""

    path: str
    message: str
    line: int | None = None  # of the file, from 1, where it could be found
    entry: str = ""  # the text in the list of that path that it is about, if one is


class ConfigError(Exception):
    """The configuration is refused whole; carries every problem found."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        lines = [f"{file}: {len(problems)} problem{'s' if len(problems) != 1 else ''}"]
        lines += [
            f"  {f'line {problem.line}: ' if problem.line else ''}{problem.path}: {problem.message}"
            for problem in problems
        ]
        super().__init__("\n".join(lines))
        self.file = file
        self.problems = problems
