"""How fast a study goes: told where it is known, and only there."""

from datetime import UTC, datetime, timedelta

import pytest

from race_sim.study.pace import Pace, pace_of
from race_sim.study.status import Status

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def status(state, done, most=1000):
    return Status("one", state, 1, done, most, 0, (), 1, 0.0, "")


def session(ended, worlds=0, seconds=0.0, before=100.0):
    begin = (NOW - timedelta(seconds=before)).isoformat(timespec="seconds")
    if not ended:
        return {"begin": begin, "end": None, "seconds": None, "worlds": 0}
    return {"begin": begin, "end": begin, "seconds": seconds, "worlds": worlds}


def test_a_running_study_goes_as_fast_as_its_session_has_gone_so_far():
    sessions = [session(True, worlds=200, seconds=5.0), session(False, before=50.0)]
    assert pace_of(sessions, status("running", 300), NOW) == Pace(2.0, 350.0)


def test_after_a_session_that_was_killed_the_pace_is_not_known():
    sessions = [session(False), session(False, before=50.0)]
    assert pace_of(sessions, status("running", 300), NOW) == Pace(None, None)


def test_a_stopped_study_goes_on_as_fast_as_the_last_session_that_played_any():
    sessions = [session(True, 400, 100.0), session(True, 0, 1.0), session(False)]
    assert pace_of(sessions, status("stopped", 400), NOW) == Pace(4.0, 150.0)


@pytest.mark.parametrize("sessions", [[], [session(True)]])
def test_where_nothing_was_played_nothing_is_told(sessions):
    assert pace_of(sessions, status("stopped", 0), NOW) == Pace(None, None)


def test_a_finished_study_has_no_time_left():
    assert pace_of([session(True, 1000, 10.0)], status("finished", 1000), NOW) == Pace(100.0, None)
