"""Hindcasts by their name: the same seed, the same numbers; bad input, one clear error."""

import pandas as pd
import pytest

from race_sim.calibration.hindcast import HINDCASTS, run
from race_sim.calibration.hindcast.files import keep_hindcast, text_of
from race_sim.problems import InputError


def test_the_same_seed_gives_the_same_numbers():
    first, again, other = (run("incident-counts", 100, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.scores, again.scores)
    assert first.findings == again.findings
    assert not first.bands.equals(other.bands)


def test_files_are_the_tables_and_the_sentences(tmp_path):
    found = run("incident-counts", 100)
    keep_hindcast(found, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "incident-counts.txt",
        *(f"incident-counts-{name}.csv" for name in ("bands", "scores", "counts")),
    }
    text = (tmp_path / "incident-counts.txt").read_text()
    assert text == text_of(found) + "\n"
    assert all(sentence in text for sentence in (*found.findings, *found.unknown))


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("cold-fusion", 100, 1), "no hindcast 'cold-fusion'"),
        (("incident-counts", 10, 1), "draws"),
        (("incident-counts", 100, -1), "seed"),
    ],
)
def test_bad_input_gives_a_clear_error(arguments, what):
    with pytest.raises(InputError, match=what):
        run(*arguments)
    assert len(HINDCASTS) == 3
