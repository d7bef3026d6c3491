"""One person who asks for too much is slowed down; an ordinary one never is, and nobody else notices."""

from bot.throttle import AT_ONCE, MOST_PEOPLE, Throttle, Verdict


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_ten_at_once_and_then_two_a_second_are_taken() -> None:
    seconds = Seconds()
    throttle = Throttle(2.0, seconds)
    assert [throttle.take("ana") for _ in range(AT_ONCE)] == [Verdict.TAKEN] * AT_ONCE
    assert throttle.take("ana") is Verdict.REFUSED
    for _ in range(100):
        seconds.now += 0.5
        assert throttle.take("ana") is Verdict.TAKEN


def test_somebody_at_a_hundred_a_second_gets_two_of_them_and_is_told_now_and_then() -> None:
    seconds = Seconds()
    throttle = Throttle(2.0, seconds)
    verdicts = []
    for _ in range(1000):
        seconds.now += 0.01
        verdicts.append(throttle.take("ana"))
    assert 28 <= verdicts.count(Verdict.TAKEN) <= 31
    assert 3 <= verdicts.count(Verdict.REFUSED) <= 5


def test_others_have_their_own_allowance() -> None:
    throttle = Throttle(2.0, Seconds())
    while throttle.take("ana") is Verdict.TAKEN:
        pass
    assert throttle.take("ben") is Verdict.TAKEN


def test_who_pauses_has_ten_again_and_never_more() -> None:
    seconds = Seconds()
    throttle = Throttle(2.0, seconds)
    while throttle.take("ana") is Verdict.TAKEN:
        pass
    seconds.now += 3600
    assert [throttle.take("ana") for _ in range(AT_ONCE + 1)][-1] is Verdict.REFUSED


def test_only_so_many_people_are_kept_in_mind() -> None:
    throttle = Throttle(2.0, Seconds())
    for person in range(MOST_PEOPLE + 100):
        throttle.take(person)
    assert len(throttle._people) == MOST_PEOPLE


def test_without_a_limit_everything_is_taken() -> None:
    throttle = Throttle(0, Seconds())
    assert {throttle.take("ana") for _ in range(1000)} == {Verdict.TAKEN}
