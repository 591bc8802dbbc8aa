"""How fast a study is going, and how long it will take yet, if that can be told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from race_sim.study import manifest as manifests
from race_sim.study.status import Status


class Pace(NamedTuple):
    """The pace of a study.

    Attributes
    ----------
    worlds_a_second : float or None
        In the session that is running, or else in the last one that ended and played any.
    seconds_left : float or None
        At that pace; at most so long if a stopping rule may end it sooner. None if finished.
    """

    worlds_a_second: float | None
    seconds_left: float | None


def pace(directory: Path | str, status: Status) -> Pace:
    """The pace of a study whose status has been read.

    Raises
    ------
    InputError
        If the folder holds no study.
    """
    sessions = manifests.read(Path(directory))["sessions"]
    return pace_of(sessions, status, datetime.now(UTC))


def pace_of(sessions: list[dict[str, Any]], status: Status, now: datetime) -> Pace:
    """The pace that sessions of a manifest tell of, at a time.

    A session that was killed tells no worlds, so what the one after it has done is not known.
    """
    rate = None
    if status.state == "running":
        earlier = sessions[:-1]
        if all(session["end"] is not None for session in earlier):
            worlds = status.worlds_done - sum(session["worlds"] for session in earlier)
            begin = datetime.fromisoformat(sessions[-1]["begin"])
            rate = _rate(worlds, (now - begin).total_seconds())
    else:
        for session in reversed(sessions):
            rate = _rate(session["worlds"], session["seconds"] or 0.0)
            if rate is not None:
                break
    if rate is None or status.state == "finished":
        return Pace(rate, None)
    return Pace(rate, (status.worlds_most - status.worlds_done) / rate)


def _rate(worlds: int, seconds: float) -> float | None:
    return worlds / seconds if worlds > 0 and seconds > 0.0 else None
