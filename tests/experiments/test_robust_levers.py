"""Levers over the prior: what each is, how worlds are shared out, and sentences that turn."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis import robust_levers as levers


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("robust_levers")


@pytest.mark.parametrize(
    ("worlds", "points", "each"), [(131_072, 128, 512), (64, 4, 8), (1, 4, 2), (5_000, 39, 64)]
)
def test_worlds_are_shared_out(module, worlds, points, each):
    assert module.size_of(worlds) == (points, each)


def test_every_lever_changes_something_and_says_what(module):
    baseline = race_sim.load_scenario("baseline")
    changed = [lever.change(baseline) for lever in module.LEVERS]
    assert all(one.differences(baseline) or one.pauses for one in changed)
    assert len({lever.key for lever in module.LEVERS}) == len(module.LEVERS)
    treaty = next(
        one for lever, one in zip(module.LEVERS, changed, strict=True) if lever.key == "treaty"
    )
    assert set(treaty.differences(baseline)) == {
        "talks.verification",
        "talks.sanction",
        "talks.threshold",
        "talks.binding_at",
    }


def made_up(module, shift: float) -> list[levers.Sample]:
    """Samples that were never played; the lever at place n lowers the danger by n shifts."""
    places = np.arange(len(module.LEVERS) + 1.0)
    samples = []
    for seed in (1, 2):
        noise = np.random.default_rng(seed).normal(0.0, 1e-4, (2, len(places), 12))
        noise[:, 0] = 0.0
        samples.append(levers.Sample(0.5 - shift * places[None, :, None] + noise, seed))
    return samples


def text_of(module, samples, plain) -> list[str]:
    table = levers.lever_ranking(samples, module.LEVERS, module.THRESHOLD, 1)
    return [plain(text) for text in module.sentences_on(table, samples[0].values[0])]


def test_sentences_follow_the_ranking(module, plain):
    last = module.LEVERS[-1].label
    forward = text_of(module, made_up(module, 0.01), plain)
    assert f"the first five: {last}" in forward[1]
    assert "No lever raises the chance" in forward[5]
    assert f"on average for: {last}" in forward[4]
    count = len(module.LEVERS)
    assert f"{count} of {count} levers still" in forward[5]
    backward = text_of(module, made_up(module, -0.01), plain)
    assert last in backward[2] and last not in backward[1]
    assert f"{last} (100 % of points)" in backward[5]
    assert f"0 of {count} levers still" in backward[5]
    assert "rank correlation of 1.00" in forward[3]
