"""The lists of seeds."""

from __future__ import annotations

import pytest

from benchmarks.seeds import CYCLE, DEVELOPMENT, SPENT, TEST, is_for_tests, seeds_of


def test_nobody_tunes_on_the_test_seeds() -> None:
    assert max(DEVELOPMENT) < 1000
    assert min(TEST) >= 9000
    assert all(is_for_tests(str(seed)) for seed in TEST)
    assert not any(is_for_tests(str(seed)) for seed in DEVELOPMENT)


def test_a_spent_seed_is_replaced_by_one_of_the_same_act() -> None:
    assert set(SPENT).isdisjoint(TEST)
    assert set(SPENT.values()) <= set(TEST)
    assert all(old % CYCLE == new % CYCLE for old, new in SPENT.items())


@pytest.mark.parametrize("seeds", [DEVELOPMENT, TEST])
def test_every_act_has_its_share(seeds: tuple[int, ...]) -> None:
    shares = [sum(seed % CYCLE == slot for seed in seeds) for slot in range(CYCLE)]
    assert set(shares) == {4}


def test_seeds_are_read_from_words() -> None:
    assert seeds_of("dev") == DEVELOPMENT
    assert seeds_of("test") == TEST
    assert seeds_of("3-5, 9,4") == (3, 4, 5, 9)


@pytest.mark.parametrize("words", ["", "all", "5-", "-3", "9-2", "1,,2"])
def test_anything_else_is_an_error(words: str) -> None:
    with pytest.raises(ValueError, match="seed"):
        seeds_of(words)
