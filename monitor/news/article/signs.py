"""Texts -> how many of their signs are digits, commas, ends of sentences, or weigh more."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WIDE = ((0x3040, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7B0))  # Chinese, Japanese, Korean
UNSTOPPED = (0x0E00, 0x0F00)  # Thai, Lao: blanks stand between sentences, not between words
COMMAS = ",，、;；،؛፣၊"
STOPS = ".!?…؟"  # end a sentence where a blank or a closing mark follows
SURE_STOPS = "。！？।॥۔։።။។"  # always do
AFTER = ' \n"“”’»›）)]」'
LAST = STOPS + SURE_STOPS + ":：;“”\"’'»›）)]」』"  # what the last sign of a written-out block is
ENDED = 2  # sentences from which a block of a script without stops counts as written out

_DIGIT, _COMMA, _WIDE, _STOP, _SURE_STOP, _AFTER, _LAST, _UNSTOPPED = (1 << bit for bit in range(8))
_COUNTED = _DIGIT | _COMMA | _WIDE | _STOP | _SURE_STOP


@dataclass(frozen=True, slots=True)
class SignCounts:
    """One row a text."""

    digits: Floats
    commas: Floats
    wide: Floats
    stops: Floats  # ends of sentences
    ended: Floats  # 1 where the last sign ends a sentence or a quotation


def measure_signs(texts: Sequence[str]) -> SignCounts:
    """Count the signs of many texts at once; none may be empty."""
    joined = "\n".join((*texts, ""))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    classes = _classes().take(codes, mode="clip")
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1  # of each text, its line break
    # of all signs few are counted: what follows looks at those alone, and takes half the time
    places = np.flatnonzero(classes & _COUNTED)
    counted = classes[places]
    held = ends.searchsorted(places)
    followed = classes[places + 1] & _AFTER > 0
    stops = held[((counted & _STOP > 0) & followed) | (counted & _SURE_STOP > 0)]
    unstopped = classes & _UNSTOPPED > 0
    if unstopped.any():
        parted = (codes[1:-1] == ord(" ")) & unstopped[:-2] & unstopped[2:]
        stops = np.concatenate((stops, ends.searchsorted(np.flatnonzero(parted) + 1)))
    told = _counts(stops, texts)
    last = classes[ends - 1]
    ended = (last & _LAST > 0) | ((last & _UNSTOPPED > 0) & (told >= ENDED))
    return SignCounts(
        digits=_counts(held[counted & _DIGIT > 0], texts),
        commas=_counts(held[counted & _COMMA > 0], texts),
        wide=_counts(held[counted & _WIDE > 0], texts),
        stops=told,
        ended=ended.astype(np.float32),
    )


def _counts(held: NDArray[np.int64], texts: Sequence[str]) -> Floats:
    """Count how often each text is named."""
    return np.bincount(held, minlength=len(texts)).astype(np.float32)


@cache
def _classes() -> NDArray[np.uint8]:
    """Return the classes of each sign of the basic plane, as bits."""
    table = np.zeros(0x10000, dtype=np.uint8)
    table[[code for code in range(0x10000) if chr(code).isdecimal()]] |= _DIGIT
    for low, high in WIDE:
        table[low:high] |= _WIDE
    table[slice(*UNSTOPPED)] |= _UNSTOPPED
    for signs, bit in (
        (COMMAS, _COMMA),
        (STOPS, _STOP),
        (SURE_STOPS, _SURE_STOP),
        (AFTER, _AFTER),
        (LAST, _LAST),
    ):
        table[[ord(sign) for sign in signs]] |= bit
    return table
