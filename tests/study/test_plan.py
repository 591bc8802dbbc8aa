"""The plan: what a study will cost, told before, is what it costs."""

import time

import pytest

from race_sim.study.plan import plan
from race_sim.study.run import run
from race_sim.study.shelf import WORLDS


@pytest.mark.parametrize("outcomes", [(), ("lead", "catastrophe", "ending")])
def test_a_plan_is_what_the_run_comes_to(small_study, tmp_path, outcomes):
    study = small_study(
        levers={}, uncertainties={"payoffs.rivalry": [0.1, 1.1]}, worlds=5_000, outcomes=outcomes,
        design={"kind": "latin-hypercube", "points": 5},
    )  # fmt: skip
    told = plan(study, "serial")
    begin = time.perf_counter()
    result = run(study, tmp_path / "s", "serial")
    seconds = time.perf_counter() - begin
    files = list((tmp_path / "s" / WORLDS).iterdir())
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    assert told.points == 5 and told.worlds == 25_000 and not told.is_most
    assert told.chunks == result.manifest["sessions"][0]["chunks"] and told.files == len(files)
    assert megabytes == pytest.approx(told.megabytes, rel=0.15)
    # Machines that test do other things too: an order of magnitude is what is asserted.
    assert told.seconds / 5 < seconds < told.seconds * 5 + 1.0


@pytest.mark.short
def test_a_plan_of_a_stopping_rule_is_the_most_there_may_be(small_study):
    rule = {"outcome": "catastrophe", "width": 0.1, "first": 256, "ceiling": 4096}
    told = plan(small_study(worlds=4096, stopping=rule), "threads", 2)
    assert told.is_most and told.worlds == 8192 and told.worlds_a_point == 4096


@pytest.mark.short
def test_a_plan_of_a_model_in_python_plays_little(own_study):
    told = plan(own_study(worlds=100_000))
    assert told.engine == "processes" and told.trial_worlds == 16
    assert told.chunks == 2 * 391 and told.seconds_a_world > 1e-5


@pytest.mark.short
def test_nothing_is_written_by_a_plan(small_study, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plan(small_study(worlds=300))
    assert list(tmp_path.iterdir()) == []
