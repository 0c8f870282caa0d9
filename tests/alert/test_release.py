"""What becomes of held messages: decided by score, limits and time, and nothing is dropped."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from monitor.alert.message import Alert, from_json, to_json
from monitor.alert.release import Rules, look_back, release
from monitor.alert.routes import Route
from monitor.alert.timetable import Quiet, Rhythm
from monitor.store import Held, Past, Promise, Release, Silence, Waitroom

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOURLY = Rhythm(every=timedelta(hours=1))


def held(
    number: int,
    score: float = 0.5,
    *,
    route: str = "r",
    at: datetime = NOW,
    gathered: bool = False,
    root: str | None = None,
    organisation: str = "Amazon",
    reason: str | None = None,
) -> Held:
    kind = "story" if root is None else "update"
    alert = Alert(
        kind, f"Story {number}", topic="t", outlet="Gazette", organisations=(organisation,)
    )
    promise = Promise(
        dedup_key=f"{kind}:{number}",
        channel="mail",
        recipient="ana",
        kind=kind,
        payload=to_json(replace(alert, score=score)),
        thread_key=f"s-{number}",
        route=route,
        score=score,
    )
    return Held(number, promise, at, gathered, reason, root)


def past_of(*waiting: Held, released_at: datetime | None = None) -> tuple[Past, ...]:
    return tuple(
        Past(
            id=one.id,
            route=one.promise.route,
            channel=one.promise.channel,
            recipient=one.promise.recipient,
            score=one.promise.score,
            promised_at=one.promised_at,
            released_at=released_at,
        )
        for one in waiting
    )


def decided(
    *waiting: Held,
    route: Route | None = None,
    past: tuple[Past, ...] | None = None,
    silences: tuple[Silence, ...] = (),
    now: datetime = NOW,
    flood: int = 1000,
    size: int = 100,
) -> Release:
    room = Waitroom(waiting, past_of(*waiting) if past is None else past, silences)
    routes = {"r": route or Route("r")}
    return release(room, Rules(routes, flood, {"mail": size}), now)


def gathered(made: Release) -> list[int]:
    return [number for number, _, waits in made.waits if waits]


def test_a_route_without_conditions_holds_nothing() -> None:
    assert decided(held(1), held(2)).due == (1, 2)


def test_a_route_that_was_taken_out_of_the_configuration_holds_nothing() -> None:
    assert decided(held(1, route="gone")).due == (1,)


def test_a_story_waits_through_quiet_hours_and_is_due_after_them() -> None:
    route = Route("r", quiet=Quiet(time(11), time(13), break_through=0.9))
    made = decided(held(1), held(2, 0.9), route=route)
    assert made.due == (2,)
    assert made.waits == ((1, "quiet hours", False),)
    assert decided(held(1), route=route, now=NOW + timedelta(hours=1)).due == (1,)


def test_what_waits_for_the_same_reason_is_not_written_again() -> None:
    route = Route("r", quiet=Quiet(time(11), time(13)))
    assert decided(held(1, reason="quiet hours"), route=route) == Release()


def test_more_than_so_many_an_hour_wait_for_a_digest_the_best_go() -> None:
    made = decided(held(1, 0.3), held(2, 0.9), held(3, 0.6), route=Route("r", max_per_hour=2))
    assert made.due == (2, 3)
    assert made.waits == ((1, "more than 2 an hour", True),)


def test_what_went_an_hour_ago_does_not_count_any_more() -> None:
    route = Route("r", max_per_hour=1)
    lately = past_of(held(1), released_at=NOW - timedelta(minutes=59))
    long_ago = past_of(held(1), released_at=NOW - timedelta(minutes=61))
    assert gathered(decided(held(2), route=route, past=lately)) == [2]
    assert decided(held(2), route=route, past=long_ago).due == (2,)


def test_what_a_wrong_clock_released_in_the_future_does_not_count() -> None:
    ahead = past_of(held(1), released_at=NOW + timedelta(days=1))
    assert decided(held(2), route=Route("r", max_per_hour=1), past=ahead).due == (2,)


def test_what_is_over_a_limit_becomes_one_digest_the_best_first() -> None:
    hour_ago = NOW - timedelta(hours=1)
    waiting = [
        held(n, n / 10, at=hour_ago, gathered=True, reason="more than 2 an hour") for n in range(5)
    ]
    made = decided(*waiting, route=Route("r", rhythm=HOURLY))
    (digest,) = made.digests
    told = from_json(digest.promise.payload)
    assert digest.claims == (4, 3, 2, 1, 0)
    assert [item.headline for item in told.items] == [f"Story {n}" for n in (4, 3, 2, 1, 0)]
    assert told.headline == "5 stories: t"
    assert told.reasons == ("more than 2 an hour",)


def test_a_digest_route_gathers_until_its_time() -> None:
    route = Route("r", digest=True, rhythm=Rhythm(times=(time(13),)))
    assert decided(held(1), route=route).digests == ()
    made = decided(
        held(1, gathered=True), held(2), route=route, now=NOW + timedelta(hours=1, seconds=1)
    )
    assert [digest.claims for digest in made.digests] == [(1, 2)]


def test_a_digest_keeps_the_quiet_hours_too() -> None:
    route = Route(
        "r", digest=True, rhythm=Rhythm(times=(time(13),)), quiet=Quiet(time(12), time(14))
    )
    late = NOW + timedelta(hours=1, minutes=30)
    assert decided(held(1), route=route, now=late).digests == ()
    assert len(decided(held(1), route=route, now=NOW + timedelta(hours=2)).digests) == 1


def test_a_machine_that_slept_for_days_sends_one_digest() -> None:
    route = Route("r", digest=True, rhythm=Rhythm(times=(time(9), time(17))))
    waiting = [held(n, at=NOW - timedelta(days=3, hours=n)) for n in range(10)]
    assert len(decided(*waiting, route=route).digests) == 1


def test_a_digest_too_long_for_one_message_comes_in_parts_of_one_thread() -> None:
    waiting = [held(n, gathered=True, at=NOW - timedelta(hours=2)) for n in range(1, 8)]
    made = decided(*waiting, size=3)
    assert [len(digest.claims) for digest in made.digests] == [3, 3, 1]
    assert len({digest.promise.thread_key for digest in made.digests}) == 1
    assert len({digest.promise.dedup_key for digest in made.digests}) == 3
    assert "part 2 of 3" in from_json(made.digests[1].promise.payload).headline


def test_a_follow_up_shares_the_fate_of_a_first_message_that_waits() -> None:
    root = held(1)
    follow_up = replace(
        held(2, 1.0, root="held"), promise=replace(held(2, 1.0).promise, thread_key="s-1")
    )
    quiet = Route("r", quiet=Quiet(time(11), time(13), break_through=0.9))
    assert decided(root, follow_up, route=quiet).due == ()
    assert decided(root, follow_up).due == (1, 2)
    digests = decided(root, follow_up, route=Route("r", digest=True, rhythm=HOURLY)).digests
    assert digests == ()
    hour_later = NOW + timedelta(hours=1)
    made = decided(root, follow_up, route=Route("r", digest=True, rhythm=HOURLY), now=hour_later)
    assert made.digests[0].claims == (2, 1)


def test_a_silence_takes_what_agrees_with_all_that_it_names() -> None:
    until = NOW + timedelta(days=1)
    silence = Silence(7, until, organisation="AMAZON", reason="known")
    made = decided(held(1), held(2, organisation="Intel"), silences=(silence,))
    assert made.due == (2,)
    assert made.silenced == ((1, "silence 7 until 2026-03-05 12:00 UTC (known)"),)
    assert decided(held(1), silences=(Silence(7, until, story="s-1"),)).due == ()
    assert decided(held(1), silences=(Silence(7, until, "Amazon", "other"),)).due == (1,)


def test_a_digest_leaves_out_what_was_silenced_while_it_waited() -> None:
    waiting = [held(n, gathered=True, at=NOW - timedelta(hours=2)) for n in (1, 2)]
    silence = Silence(7, NOW + timedelta(days=1), story="s-1")
    made = decided(*waiting, silences=(silence,))
    assert [digest.claims for digest in made.digests] == [(2,)]
    assert [number for number, _ in made.silenced] == [1]


def test_a_flood_is_a_few_messages_one_that_says_so_and_one_digest() -> None:
    waiting = [held(n) for n in range(1, 501)]
    made = decided(*waiting, flood=20, route=Route("r", rhythm=HOURLY))
    assert made.due == tuple(range(1, 21))
    assert gathered(made) == list(range(21, 501))
    (notice,) = made.notices
    told = from_json(notice.payload)
    assert "20 stories within ten minutes" in told.headline
    assert "Waiting for it so far: 480, all from Gazette." in told.happened
    rest = [held(n, gathered=True, reason="a flood of stories", at=NOW) for n in range(21, 501)]
    later = decided(*rest, held(501), flood=20, past=past_of(*waiting, held(501)))
    assert (later.due, later.notices) == ((), ())
    hour_later = NOW + timedelta(hours=1)
    (digest,) = decided(*rest, flood=20, now=hour_later, size=1000).digests
    assert len(digest.claims) == 480


def test_a_flood_is_one_within_ten_minutes() -> None:
    for flooded, step in ((False, 31), (True, 29)):  # seconds between two of 21 stories
        waiting = [held(n, at=NOW + timedelta(seconds=step * n)) for n in range(21)]
        assert bool(decided(*waiting, flood=20, now=NOW + timedelta(hours=1)).notices) is flooded


def test_a_budget_is_spent_by_score_and_not_by_order_of_arrival() -> None:
    route = Route("r", budget=2)
    early = [held(1, 0.5, at=NOW - timedelta(hours=9)), held(2, 0.6, at=NOW - timedelta(hours=8))]
    spent = past_of(*early, released_at=NOW - timedelta(hours=8))
    low, high = held(3, 0.4), held(4, 0.9)
    made = decided(low, high, route=route, past=(*spent, *past_of(low, high)))
    assert made.due == (4,)
    assert gathered(made) == [3]


def test_a_budget_in_a_steady_stream_lets_so_many_a_day_through() -> None:
    chance = Random(3)
    route, went = Route("r", budget=5), []
    past: tuple[Past, ...] = ()
    for number in range(2000):  # 50 a day
        now = NOW + timedelta(days=number / 50)
        one = held(number, chance.random(), at=now)
        past = (*past[-60:], *past_of(one))
        if decided(one, route=route, past=past, now=now).due:
            went.append(one.promise.score)
    assert 4.0 < len(went) / 40 < 6.0
    assert median(went) > 0.9


def test_scores_that_only_rise_spend_no_more_than_twice_the_budget() -> None:
    route, went = Route("r", budget=3), []
    past: tuple[Past, ...] = ()
    for number in range(20):  # within a day, each better than all before
        now = NOW + timedelta(hours=number)
        one = held(number, number / 20, at=now)
        due = bool(decided(one, route=route, past=(*past, *past_of(one)), now=now).due)
        went.append(due)
        past = (*past, *past_of(one, released_at=now if due else None))
    assert went == [True] * 6 + [False] * 14


def test_over_its_budget_a_route_asks_for_better_stories() -> None:
    rising = [held(n, n / 10, at=NOW - timedelta(hours=9 - n)) for n in range(1, 5)]
    past = past_of(*rising, released_at=NOW - timedelta(hours=1))
    fair, best = held(5, 0.35), held(6, 0.5)
    route = Route("r", budget=2)
    (reason,) = {
        why for _, why, _ in decided(fair, route=route, past=(*past, *past_of(fair))).waits
    }
    assert reason == "2 a day: stories of the last 24 hours scored as high or higher"
    three = (*past[:3], *past_of(best))
    assert decided(best, route=route, past=three).due == (6,)
    assert decided(best, route=route, past=(*past, *past_of(best))).due == ()


def test_a_batch_within_the_budget_goes_at_once() -> None:
    waiting = [held(n, n / 10) for n in range(1, 9)]
    assert decided(*waiting, route=Route("r", budget=5)).due == (8, 7, 6, 5, 4)


def test_only_a_budget_looks_back_for_a_day() -> None:
    assert look_back([Route("a")]) == timedelta(hours=1)
    assert look_back([Route("a"), Route("b", budget=1)]) == timedelta(days=1)


@given(
    st.lists(
        st.builds(
            held,
            st.integers(1, 10**6),
            st.floats(0, 1),
            at=st.integers(-5000, 100).map(lambda minutes: NOW + timedelta(minutes=minutes)),
            gathered=st.booleans(),
            root=st.sampled_from([None, "held", "sent", "gathered", "dead"]),
        ),
        unique_by=lambda one: one.id,
        max_size=20,
    ),
    st.builds(
        Route,
        st.just("r"),
        digest=st.booleans(),
        max_per_hour=st.none() | st.integers(1, 3),
        budget=st.none() | st.integers(1, 3),
        quiet=st.none() | st.builds(Quiet, st.times(), st.times(), st.none() | st.floats(0, 1)),
        rhythm=st.builds(Rhythm, st.sets(st.times(), max_size=2).map(tuple)),
    ),
    st.integers(1, 5),
)
def test_nothing_held_is_told_twice_or_dropped(
    waiting: list[Held], route: Route, flood: int
) -> None:
    made = decided(*waiting, route=route, flood=flood, size=2)
    told = [*made.due, *(number for digest in made.digests for number in digest.claims)]
    assert len(told) == len(set(told))
    assert set(told) <= {one.id for one in waiting}
    assert made.silenced == ()
    keys = [digest.promise.dedup_key for digest in made.digests]
    assert len(keys) == len(set(keys))
