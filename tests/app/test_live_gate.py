"""Who may connect, how often, and for how long a token holds."""

from __future__ import annotations

import pytest

from coach.app.live.gate import Tokens, is_own_page
from coach.app.live.limits import Limits, RateLimit, limits_from

HOSTS = Limits().hosts


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("https://127.0.0.1:8501", "127.0.0.1:8501", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("http://LOCALHOST:8501", "localhost:8501", True),
        ("http://evil.example", "localhost:8501", False),
        ("http://localhost:9999", "localhost:8501", False),
        ("http://localhost.evil.example:8501", "localhost:8501", False),
        ("http://localhost:8501@evil.example", "localhost:8501", False),
        ("http://evil.example:8501", "evil.example:8501", False),
        ("file://localhost:8501", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("http://[", "localhost:8501", False),
        ("", "localhost:8501", False),
        (None, "localhost:8501", False),
        ("http://localhost:8501", None, False),
    ],
)
def test_only_pages_of_this_server_may_connect(
    origin: str | None, host: str | None, own: bool
) -> None:
    assert is_own_page(origin, host, HOSTS) is own


def test_more_names_of_the_server_can_be_told() -> None:
    limits = limits_from({"COACH_LIVE_CONNECTIONS": "2"}, ["coach.home", "Studio", "localhost"])
    assert limits.connections == 2
    assert is_own_page("https://coach.home", "coach.home", limits.hosts)
    assert is_own_page("https://studio", "studio", limits.hosts)
    assert limits_from({}) == Limits()


def test_no_connections_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="COACH_LIVE_CONNECTIONS"):
        limits_from({"COACH_LIVE_CONNECTIONS": "0"})


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_a_token_opens_its_practice_once() -> None:
    tokens = Tokens(60.0)
    one, other = tokens.issue("one"), tokens.issue("other")
    assert one != other
    assert tokens.redeem(one) == "one"
    assert tokens.redeem(one) is None
    assert tokens.redeem("made up") is None
    assert tokens.redeem(other) == "other"


def test_an_unused_token_lapses() -> None:
    clock = Clock()
    tokens = Tokens(60.0, now=clock)
    token, later = tokens.issue("one"), tokens.issue("one")
    clock.now_s += 59.9
    assert tokens.redeem(token) == "one"
    clock.now_s += 0.2
    assert tokens.redeem(later) is None


def test_tokens_do_not_pile_up() -> None:
    tokens = Tokens(60.0, at_most=3)
    issued = [tokens.issue(str(number)) for number in range(5)]
    assert [tokens.redeem(token) for token in issued] == [None, None, "2", "3", "4"]


def test_the_rate_allows_a_burst_and_then_so_many_a_second() -> None:
    rate = RateLimit(10.0, burst=3)
    assert [rate.allows(0.0) for _ in range(4)] == [True, True, True, False]
    in_ten_seconds = sum(rate.allows(0.01 * tick) for tick in range(1, 1001))
    assert in_ten_seconds == pytest.approx(100, abs=2)
