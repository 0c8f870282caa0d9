"""What Slack answers -> what it means for the message."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.errors import DeliveryFault

LONGEST_WAIT = timedelta(hours=1)
DEFAULT_WAIT = timedelta(seconds=30)

# The whole channel is broken: nothing gets through until a person acts.
BROKEN = frozenset(
    {
        "access_denied",
        "account_inactive",
        "action_prohibited",
        "cannot_post_to_channel",
        "channel_is_archived",
        "channel_not_found",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "invalid_token",
        "is_archived",
        "method_deprecated",
        "missing_scope",
        "no_active_hooks",
        "no_permission",
        "no_service",
        "no_service_id",
        "no_team",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_thread_locked",
        "team_access_not_granted",
        "team_disabled",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
        "user_not_found",
    }
)
# Slack took the request and then failed: the message may stand in the channel.
IN_DOUBT = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "rollup_error", "service_unavailable"}
)
# This message is refused as it is written; a plainer one may pass.
ILL_WRITTEN = frozenset(
    {
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_payload",
        "json_not_object",
        "invalid_json",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
# A message that can't be written anew; it stays as it is.
UNCHANGEABLE = frozenset(
    {"cant_update_message", "edit_window_closed", "message_not_found", "update_failed"}
)
# The thread's first message was deleted: the same message may stand outside it.
THREAD_GONE = frozenset({"cannot_reply_to_message", "thread_not_found"})
RATE_LIMITED = frozenset(
    {"accesslimited", "message_limit_exceeded", "rate_limited", "ratelimited", "too_many_requests"}
)


def fault_of(code: str) -> DeliveryFault:
    """Class of an error that Slack names; one it never told us of is a refusal to try again."""
    if code in BROKEN:
        return DeliveryFault.CHANNEL
    if code in IN_DOUBT:
        return DeliveryFault.AMBIGUOUS
    if code in ILL_WRITTEN | THREAD_GONE | UNCHANGEABLE:
        return DeliveryFault.PERMANENT
    return DeliveryFault.TRANSIENT


def fault_of_status(status: int) -> DeliveryFault:
    """Class of an HTTP status whose body says nothing we know."""
    if status in {401, 403, 404, 405, 407, 410} or 300 <= status < 400:
        return DeliveryFault.CHANNEL
    if status in {400, 413, 414, 422, 431}:
        return DeliveryFault.PERMANENT
    if status in {425, 429}:
        return DeliveryFault.TRANSIENT
    return DeliveryFault.AMBIGUOUS


def read_retry_after(value: str | None, now: datetime) -> timedelta:
    """Return how long Slack asks us to wait, from seconds or a date; 1 s to 1 h."""
    return max(timedelta(seconds=1), min(_asked(value, now), LONGEST_WAIT))


def _asked(value: str | None, now: datetime) -> timedelta:
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return DEFAULT_WAIT
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
