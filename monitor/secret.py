"""A password or token that never shows itself."""

import os
from pathlib import Path


class Secret:
    """A reference ``env:NAME`` or ``file:PATH``; only ``reveal()`` reads it, nothing prints it.

    ``reveal`` raises ``LookupError`` naming the reference (never the value) when it is missing
    or empty.
    """

    __slots__ = ("reference",)

    def __init__(self, reference: str) -> None:
        kind, _, name = reference.partition(":")
        if kind not in {"env", "file"} or not name:
            raise ValueError(
                "a secret is a reference, 'env:NAME' or 'file:PATH', never the value itself"
            )
        self.reference = reference

    def reveal(self) -> str:
        """Read the secret: shapes are those of its owner, surrounding white space is dropped."""
        kind, _, name = self.reference.partition(":")
        if kind == "env":
            value = os.environ.get(name, "").strip()
        else:
            try:
                value = Path(name).expanduser().read_text(encoding="utf-8").strip()
            except OSError as error:
                raise LookupError(f"{self.reference} can't be read: {error.strerror}") from None
            except (RuntimeError, ValueError):  # an unknown user's ~, a NUL, bytes that are no text
                raise LookupError(f"{self.reference} can't be read as text") from None
        if not value:
            raise LookupError(f"{self.reference} is not set or empty")
        return value

    def __repr__(self) -> str:
        return f"Secret({self.reference!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reference == self.reference

    def __hash__(self) -> int:
        return hash(self.reference)
