"""What servers say beside the feed -> where to ask next time, and whether to believe a 304."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.news.source import Listing, SourceState

MOVES = 3  # equal answers before a permanent redirect is believed
WHOLE_EVERY = timedelta(days=1)  # a feed that only says 'not modified' is asked for whole
LAGGING = timedelta(hours=1)  # by which an honest server's listing may trail its own dates


def wants_whole(state: SourceState, now: datetime) -> bool:
    """Tell whether to ask without validators: some servers say 'not modified' when it is."""
    return state.validators_lie or (
        state.whole_at is not None and now - state.whole_at >= WHOLE_EVERY
    )


def caught_lying(before: SourceState, after: SourceState, listing: Listing) -> bool:
    """Tell whether a whole answer shows that the 304s before it hid something.

    Either the same ETag (or date) stands over another body, or entries appear that are older than
    the last poll, which brought 'not modified'.
    """
    if before.body_hash is None or before.last_success_at is None:
        return False
    told = (after.etag, after.last_modified)
    if any(told) and told == (before.etag, before.last_modified):
        return after.body_hash != before.body_hash
    hidden = [at for at in listing.published if at < before.last_success_at - LAGGING]
    return bool(any(told) and hidden)


def moved(state: SourceState, moved_to: str | None) -> SourceState:
    """Return the state after an answer: an address is taken over after equal answers in a row.

    One answer may come from a hotel's portal or from a misconfigured hour.
    """
    if moved_to is None:
        return replace(state, moving_to=None, moves=0) if state.moves else state
    moves = state.moves + 1 if moved_to == state.moving_to else 1
    if moves < MOVES:
        return replace(state, moving_to=moved_to, moves=moves)
    return replace(state, url=moved_to, moving_to=None, moves=0)
