"""Trying again: once the fault is put right, the study is as if it had never been there."""

import pandas as pd
import pytest

from race_sim.problems import InputError
from race_sim.study.replay import replay
from race_sim.study.retry import retry
from race_sim.study.run import run
from race_sim.study.verify import verify


def stop(done, total):
    raise KeyboardInterrupt


@pytest.mark.parametrize("faults", ["3,299", "0,255,256", ",".join(map(str, range(256)))])
@pytest.mark.parametrize("outcomes", [(), ("ending", "lead")])
def test_after_a_retry_the_files_are_those_of_a_study_that_never_failed(
    own_study, content, tmp_path, monkeypatch, faults, outcomes
):
    study = own_study(outcomes=outcomes)
    run(study, tmp_path / "whole", "serial")
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", faults)
    assert run(study, tmp_path / "s", "serial").missing_share > 0
    monkeypatch.delenv("RACE_SIM_TEST_FAULTS")
    result, tried = retry(tmp_path / "s")
    assert tried == 2 * len(faults.split(",")) and result.missing_share == 0.0
    assert content(tmp_path / "s") == content(tmp_path / "whole")
    assert result.manifest["sessions"][-1]["retried"] == tried


@pytest.mark.short
def test_what_still_fails_stays_a_failure(own_study, content, tmp_path, monkeypatch):
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "3,9")
    study = own_study()
    run(study, tmp_path / "s", "serial")
    before = content(tmp_path / "s")
    assert retry(tmp_path / "s")[1] == 4
    assert content(tmp_path / "s") == before
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "9")
    result, tried = retry(tmp_path / "s")
    assert tried == 4 and result.failures["world"].tolist() == [9, 9]


def test_a_model_that_was_put_right_plays_the_worlds_that_failed_and_no_others(own_study, tmp_path):
    broken = (
        "from race_sim.model import Actor, RaceModel\n"
        "class Mind(Actor):\n"
        "    def choose(self):\n"
        "        if self.model.world == 5:\n"
        "            raise ValueError('not yet')\n"
        "        super().choose()\n"
        "class Own(RaceModel):\n"
        "    actor_class = Mind\n"
    )
    path = tmp_path / "own.py"
    path.write_text(broken)
    study = own_study(model=f"{path}:Own", worlds=20)
    first = run(study, tmp_path / "s", "serial")
    path.write_text(
        broken.replace("            raise ValueError('not yet')\n", "            pass\n")
    )
    result, tried = retry(tmp_path / "s", f"{path}:Own")
    assert tried == 2 and result.missing_share == 0.0
    whole = run(study, None, "serial")
    pd.testing.assert_frame_equal(result.worlds(), whole.worlds(), check_exact=True)
    pd.testing.assert_frame_equal(result.summary, whole.summary, check_exact=True)
    assert len(first.failures) == 2
    mended = result.manifest["sessions"][-1]["mended"]
    assert mended["worlds"] == [[0, 5], [1, 5]]
    assert mended["user_model"]["sha256"] != result.manifest["user_model"]["sha256"]
    # It is known since which worlds were played by which model.
    assert verify(tmp_path / "s", rows=40).is_sound
    assert replay(tmp_path / "s", 0, 5).differences == ()


def test_a_study_without_failures_has_nothing_to_try(small_study, content, tmp_path):
    run(small_study(), tmp_path / "s", "serial")
    before = content(tmp_path / "s")
    assert retry(tmp_path / "s")[1] == 0
    assert content(tmp_path / "s") == before


def test_an_unfinished_study_is_gone_on_with_first(small_study, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(small_study(), tmp_path / "s", "serial", chunk=256, progress=stop)
    with pytest.raises(InputError, match=r"is unfinished.*resume"):
        retry(tmp_path / "s")


def test_a_study_of_the_compiled_loop_has_no_model_to_put_right(small_study, tmp_path):
    run(small_study(), tmp_path / "s", "serial")
    with pytest.raises(InputError, match="played by the compiled loop"):
        retry(tmp_path / "s", "race_sim.model:RaceModel")
