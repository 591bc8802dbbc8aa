"""What both sides did in a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from race_sim import words
from race_sim.rules.state import SIDES
from race_sim.story.sentence import Place, Sentence, World
from race_sim.yearly import Year


class _Verbs(NamedTuple):
    accelerate: str
    invest: str
    turn: str
    go: str


_ONE = _Verbs("accelerates", "invests in safety", "turns", "goes")
_BOTH = _Verbs("accelerate", "invest in safety", "turn", "go")


class _Path(NamedTuple):
    """The choices of one side in one year."""

    invests: tuple[bool, ...]
    turn: int | None  # the place in the year of its only turn, if there is just one
    place: Place

    def order(self) -> tuple[int, Place]:
        return (self.turn or 0, self.place)


def told_choices(world: World, year: Year, quiet: bool) -> Iterator[Sentence]:
    """What each side did: a turn is told when it comes, anything else over the year.

    Parameters
    ----------
    world : World
    year : Year
    quiet : bool
        Whether there is nothing else to tell, so that one sentence says it all.
    """
    us, cn = (_path(world, year, side) for side in SIDES)
    first = int(year.rows[0]["step"])
    last = int(year.rows[-1]["step"])

    def placed(path: _Path, text: str) -> Sentence:
        step = last if path.place is Place.CHOICES else first + (path.turn or 0)
        return Sentence(step, path.place, text)

    us_text, cn_text = (_text(world, year, path, _ONE, dated=quiet) for path in (us, cn))
    if us.invests == cn.invests:
        yield placed(us, f"both sides {_text(world, year, us, _BOTH, dated=quiet)}")
    elif us_text == cn_text and us.order() == cn.order():
        yield placed(us, f"each side {us_text}")
    elif us.place is Place.YEAR and cn.place is Place.YEAR:
        yield placed(us, f"the United States {us_text}, and China {cn_text}")
    elif quiet or us.order() == cn.order():
        path = us._replace(place=Place.YEAR, turn=None) if quiet else us
        yield placed(path, f"the United States {us_text}; China {cn_text}")
    else:
        yield placed(us, f"the United States {us_text}")
        yield placed(cn, f"China {cn_text}")


def _path(world: World, year: Year, side: str) -> _Path:
    first = int(year.rows[0]["step"])
    invests = tuple(bool(row[f"{side}_invests"]) for row in year.rows)
    before = bool(world.rows[first - 1][f"{side}_invests"]) if first > 0 else invests[0]
    path = (before, *invests)
    turns = [place for place in range(len(invests)) if path[place + 1] != path[place]]
    if len(set(invests)) == 1:
        return _Path(invests, None, Place.YEAR)
    if len(turns) == 1:
        return _Path(invests, turns[0], Place.CHOICE)
    return _Path(invests, None, Place.CHOICES)


def _text(world: World, year: Year, path: _Path, verbs: _Verbs, dated: bool) -> str:
    invests, turn, _ = path
    if turn is not None:
        when = words.part_of_year(year.rows[turn]["year"], world.step_length) if dated else ""
        what = f"{verbs.turn} to safety" if invests[turn] else f"{verbs.go} back to accelerating"
        return f"{what} {when}".rstrip()
    if len(set(invests)) == 1:
        return verbs.invest if invests[0] else verbs.accelerate
    return f"{verbs.invest} {_how_long(invests, world.step_length)}"


def _how_long(invests: Sequence[bool], step_length: float) -> str:
    invested = sum(invests)
    if step_length == 0.25:
        quarters = words.count(invested, "quarter")
        return f"in {quarters} of {words.number_word(len(invests))}"
    return f"{words.percent(invested / len(invests))} of the time"
