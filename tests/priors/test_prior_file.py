"""Files of priors: what they may say, and what is refused."""

import pytest
from scipy.stats import norm

from race_sim.priors import load_prior, prior_names
from race_sim.problems import InputError

pytestmark = pytest.mark.short

REASON = 'why = "so"\nsource = "guess"\n'


def loaded(folder, text):
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_prior(path)


def law(key, text):
    return f'[laws."{key}"]\n{text}\n{REASON}\n'


def test_the_ready_made_prior_is_found_by_name():
    assert prior_names() == ["plausible"]
    with pytest.raises(InputError, match="no such prior, did you mean plausible"):
        load_prior("plausibel")


def test_an_interval_gives_the_quantiles_of_the_law(tmp_path):
    found = loaded(
        tmp_path,
        law("talks.pace", 'distribution = "log-normal"\ninterval = [0.5, 2.0]')
        + law("talks.decay", 'distribution = "normal"\ninterval = [0.2, 0.4]'),
    )
    assert found.laws["talks.pace"].at([0.05, 0.5, 0.95]) == pytest.approx([0.5, 1.0, 2.0])
    assert found.laws["talks.decay"].at([0.05, 0.5, 0.95]) == pytest.approx(
        [0.2, 0.3, 0.4], rel=1e-5
    )
    assert found.laws["talks.decay"].number("deviation") == pytest.approx(0.1 / norm.ppf(0.95))
    assert (found.name, found.title, found.correlations) == ("mine", "mine", ())


def test_a_small_prior_needs_no_more_than_its_laws(tmp_path):
    found = loaded(tmp_path, law("payoffs.rivalry", 'distribution = "uniform"\nlow = 0\nhigh = 1'))
    assert found.entries["payoffs.rivalry"].why == "so"
    assert found.certain == {}


GOOD = law("talks.pace", 'distribution = "uniform"\nlow = 0.1\nhigh = 1.0')
PAIR = '[[correlations]]\nkeys = ["talks.pace", "{}"]\nrank = {}\n{}'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("laws = 3", "laws: 3"),
        ("lows = {}", "lows: unknown here"),
        ("title = 3", "title: 3; allowed: text in quotes"),
        ("laws = { talks = 3 }", "laws: talks"),
        ('laws = { "talks.pace" = [0.1, 1.0] }', "allowed: a table with a law, why, source"),
        (law("talks.pase", "low = 0.0\nhigh = 1.0"), "did you mean talks.pace"),
        (law("talks.pace", "low = 0.0\nhigh = 99.0"), "talks.pace: 99.0; allowed: a number from 0"),
        (law("talks.pace", 'distribution = "normal"\nmean = 1'), "talks.pace.deviation: missing"),
        (
            law("talks.pace", 'distribution = "normal"\ninterval = [1, 1]'),
            "interval: [1, 1]; allowed: [low, high]",
        ),
        (
            law("talks.pace", 'distribution = "log-normal"\ninterval = [0, 1]'),
            "both positive for a log-normal law",
        ),
        (law("talks.pace", 'distribution = "beta"\ninterval = [1, 2]'), "of a law 'beta'"),
        (law("talks.pace", "estimate = 3\nlow = 0\nhigh = 1"), "an estimate's key"),
        ('[laws."talks.pace"]\nlow = 0.1\nhigh = 1.0\nsource = "guess"', "talks.pace.why: missing"),
        ('[laws."talks.pace"]\nlow = 0.1\nhigh = 1.0\nwhy = "so"', "talks.pace.source: missing"),
        (GOOD + '[certain]\n"talks.pace" = "so"', "certain: talks.pace: has a law too"),
        (GOOD + '[certain]\n"talks.decay" = ""', "certain: talks.decay: ''; allowed: the reason"),
        (GOOD + '[certain]\n"talks.deca" = "so"', "certain: talks.deca: unknown"),
        (GOOD + PAIR.format("talks.decay", 0.5, REASON), "correlations: talks.decay: has no law"),
        (GOOD + PAIR.format("talks.pace", 0.5, REASON), "two different keys"),
        (GOOD + PAIR.format("talks.decay", 1.5, REASON), "a number between -1 and 1"),
        (
            GOOD
            + law("talks.decay", "low = 0.1\nhigh = 1.0")
            + PAIR.format("talks.decay", 0.5, 'why = "so"'),
            "correlations[0].source: missing",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path, text, told):
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, text)
    assert told in str(caught.value)


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, law("talks.pase", "low = 0\nhigh = 1") + law("talks.pace", "low = 0"))
    assert len(caught.value.problems) == 2


def test_correlations_that_cannot_be_true_together_are_refused(tmp_path):
    keys = ("talks.pace", "talks.decay", "talks.base")
    text = "".join(law(key, "low = 0.1\nhigh = 1.0") for key in keys)
    for first, second, rank in ((0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)):
        text += f'[[correlations]]\nkeys = ["{keys[first]}", "{keys[second]}"]\nrank = {rank}\n'
        text += REASON
    with pytest.raises(InputError, match="not positive definite"):
        loaded(tmp_path, text)
