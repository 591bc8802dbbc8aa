"""The EMA workbench: quiet imports, and a study in its form, there and back."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from race_sim.analysis import workbench
from race_sim.problems import InputError


@pytest.fixture(scope="module")
def result(fake_result):
    generator = np.random.default_rng(1)
    return fake_result(
        {"catastrophe": generator.random(48), "us_welfare": generator.normal(size=48)},
        levers={"us.policy": ("logit-response", "always-safe"), "time.decision_period": (0.5, 1.0)},
        uncertainties={"payoffs.rivalry": [0.0, 1.2], "exchange.openness": [0.0, 0.6]},
        design={"kind": "latin-hypercube", "points": 12},
    )


def test_experiments_have_the_workbench_s_columns_and_types(result):
    experiments, outcomes = workbench.as_experiments(result)
    assert experiments.columns.tolist() == [
        "payoffs.rivalry",
        "exchange.openness",
        "us.policy",
        "time.decision_period",
        "scenario",
        "policy",
        "model",
    ]
    assert len(experiments) == 48
    for name in ("us.policy", "scenario", "policy", "model"):
        assert isinstance(experiments[name].dtype, pd.CategoricalDtype)
    assert experiments["scenario"].nunique() == 12
    assert experiments["policy"].nunique() == 4
    assert set(outcomes) == {"catastrophe", "us_welfare"}
    np.testing.assert_array_equal(outcomes["us_welfare"], result.values("us_welfare"))
    assert list(workbench.as_experiments(result, ["catastrophe"])[1]) == ["catastrophe"]


def test_the_workbench_itself_makes_such_experiments(result):
    """Against its `perform_experiments`, on a function of the same parameters."""
    ema = workbench.workbench("em_framework")
    model = ema.Model(workbench.MODEL, function=lambda rivalry, control: {"y": rivalry})
    model.uncertainties = [ema.RealParameter("rivalry", 0.0, 1.2)]
    model.levers = [ema.CategoricalParameter("control", ["a", "b"])]
    model.outcomes = [ema.ScalarOutcome("y")]
    experiments, outcomes = ema.perform_experiments(model, scenarios=4, policies=2)
    ours, found = workbench.as_experiments(result)
    assert ours.columns[-3:].tolist() == experiments.columns[-3:].tolist()
    assert ours.dtypes.iloc[-3:].map(str).tolist() == experiments.dtypes.iloc[-3:].map(str).tolist()
    assert ours["payoffs.rivalry"].dtype == experiments["rivalry"].dtype
    assert found["us_welfare"].shape == (len(ours),)
    assert outcomes["y"].shape == (len(experiments),)


def test_what_is_saved_is_loaded_by_the_workbench(result, tmp_path):
    path = workbench.save_experiments(result, tmp_path / "new" / "study.tar.gz")
    assert [file.name for file in path.parent.iterdir()] == ["study.tar.gz"]
    script = (
        "import sys, warnings; warnings.simplefilter('ignore'); "
        "from ema_workbench import load_results; e, o = load_results(sys.argv[1]); "
        "print(e.shape, sorted(o), repr(float(o['us_welfare'].sum())))"
    )
    # In a process of its own, which has never heard of our outcomes.
    said = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    ).stdout
    total = float(result.values("us_welfare").sum())
    assert said.startswith("(48, 7) ['catastrophe', 'us_welfare']")
    assert float(said.split()[-1]) == pytest.approx(total, rel=1e-12)
    loaded, outcomes = workbench.workbench("util").load_results(str(path))
    experiments, found = workbench.as_experiments(result)
    for name in ("payoffs.rivalry", "us.policy"):
        assert loaded[name].astype(str).tolist() == experiments[name].astype(str).tolist()
    np.testing.assert_allclose(outcomes["catastrophe"], found["catastrophe"], rtol=1e-12)


def test_the_workbench_s_own_tools_take_a_study(result):
    experiments, outcomes = workbench.as_experiments(result)
    tool = workbench.workbench("analysis.feature_scoring")
    with workbench.quiet():
        scores = tool.get_feature_scores_all(experiments, outcomes)
    assert scores.shape == (5, 2)  # four parameters and `policy`


@pytest.mark.slow
def test_importing_the_workbench_is_quiet_and_changes_no_setting():
    script = (
        "import warnings, logging, matplotlib; warnings.simplefilter('error'); "
        "before = dict(matplotlib.rcParams), logging.root.level, list(logging.root.handlers); "
        "filters = list(warnings.filters); "
        "from race_sim.analysis.workbench import workbench; workbench('analysis.prim'); "
        "assert before == "
        "(dict(matplotlib.rcParams), logging.root.level, list(logging.root.handlers)); "
        "assert filters == list(warnings.filters)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_a_missing_workbench_is_said_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    for name in [name for name in sys.modules if name.startswith("ema_workbench.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(InputError, match=r'pip install "race-sim\[analysis\]"'):
        workbench.workbench("analysis.prim")
