"""A prior in a study: what it takes over, what it leaves, and that nothing changes afterwards."""

import json

import pytest

from race_sim.priors import load_prior
from race_sim.problems import InputError
from race_sim.study.prior_use import PriorUse
from race_sim.study.replay import replay
from race_sim.study.run import resume
from race_sim.study.store import MANIFEST
from race_sim.study.study import Study
from race_sim.study.verify import verify

DESIGN = {"kind": "latin-hypercube", "points": 6}
PRIOR = load_prior("plausible")
OWN = """
[laws."talks.pace"]
distribution = "uniform"
low = 0.5
high = {high}
why = "a test"
source = "guess"
"""


def study(**given):
    return Study(
        **{"scenario": "baseline", "prior": "plausible", "design": DESIGN, "seed": 2, **given}
    )


@pytest.mark.short
def test_a_study_has_every_law_and_correlation_of_its_prior():
    found = study()
    assert found.uncertainties == PRIOR.laws
    assert found.correlations == PRIOR.correlations
    assert found.prior == PriorUse("plausible")
    drawn = [point.values for point in found.points()]
    assert drawn == PRIOR.points(6, seed=2)


@pytest.mark.short
def test_own_uncertainties_replace_laws_and_keep_their_correlations():
    found = study(uncertainties={"progress.diffusion": [0.1, 1.0]})
    assert found.uncertainties["progress.diffusion"].text() == "uniform from 0.1 to 1"
    assert found.uncertainties.keys() == PRIOR.entries.keys()
    assert found.correlations == PRIOR.correlations
    assert study(correlations=[]).correlations == ()


@pytest.mark.short
def test_levers_settings_and_what_the_scenario_sets_have_no_law():
    found = study(
        scenario="no-rivalry",
        levers={"talks.verification": [0.2, 0.8]},
        set={"cn.capability": -0.4, "alarm.prior": 0.6},
    )
    left = {"payoffs.rivalry", "talks.verification", "cn.capability", "alarm.prior"}
    assert found.uncertainties.keys() == PRIOR.entries.keys() - left
    assert [one.keys for one in found.correlations] == [
        ("us.freeze_median", "backlash.freeze_spread")
    ]
    # What a study says itself comes first.
    again = study(scenario="no-rivalry", uncertainties={"payoffs.rivalry": [0.0, 0.1]})
    assert "payoffs.rivalry" in again.uncertainties
    assert "export_control.level" not in study(scenario="export-control-squeeze").uncertainties


@pytest.mark.short
def test_a_prior_can_be_restricted():
    found = study(prior={"name": "plausible", "only": ["payoffs", "talks.pace"]})
    assert set(found.uncertainties) == {
        key for key in PRIOR.entries if key.startswith("payoffs.") or key == "talks.pace"
    }
    assert found.prior.only == ("payoffs", "talks.pace")
    assert study(prior=found.prior) == found


@pytest.mark.short
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"prior": "plausibel"}, "prior: 'plausibel': no such prior, did you mean plausible?"),
        ({"prior": 3}, "prior: 3; allowed: a name, a path"),
        ({"prior": {"only": ["payoffs"]}}, "prior.name: missing"),
        ({"prior": {"name": "plausible", "only": "payoffs"}}, "prior.only: 'payoffs'"),
        ({"prior": {"name": "plausible", "only": ["payofs"]}}, "payofs: has no law in it"),
        ({"prior": {"name": "plausible", "onli": []}}, "did you mean only?"),
        ({"design": {"kind": "grid"}, "correlations": []}, "points; allowed: at most 1000000"),
        ({"design": {"kind": "saltelli", "points": 8}}, "saltelli with correlations"),
    ],
)
def test_a_prior_that_cannot_be_used_is_refused(given, told):
    with pytest.raises(InputError) as caught:
        study(**given)
    assert told in str(caught.value)


@pytest.mark.short
def test_a_study_file_names_a_prior_beside_it(tmp_path):
    (tmp_path / "own.toml").write_text(OWN.format(high=1.0))
    file = tmp_path / "study.toml"
    rest = 'scenario = "baseline"\n[design]\nkind = "latin-hypercube"\npoints = 4\n'
    for prior in ('"own.toml"', '{ name = "own.toml", only = ["talks"] }'):
        file.write_text(f"prior = {prior}\n{rest}")
        assert list(Study.load(file).uncertainties) == ["talks.pace"]
    file.write_text(f'prior = "plausible"\n{rest}')
    assert len(Study.load(file).uncertainties) == len(PRIOR.entries)


def test_a_study_goes_on_as_it_began_whatever_becomes_of_its_prior(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN.format(high=1.0))
    folder = tmp_path / "results"
    done = study(prior=str(path), worlds=256, set={"time.end": 2028.0}).run(out=folder)
    told = json.loads((folder / MANIFEST).read_text())["study"]
    assert told["prior"] == {"name": str(path), "only": [], "taken_in": True}
    before = (folder / "summary.csv").read_bytes()
    path.write_text(OWN.format(high=2.0))
    (folder / "summary.csv").unlink()
    again = resume(folder)
    assert (folder / "summary.csv").read_bytes() == before
    assert again.study == done.study
    assert verify(folder, rows=20, in_mesa=1).is_sound
    assert replay(folder, 3, 7).differences == ()
    path.unlink()
    assert resume(folder).study.prior.name == str(path)
