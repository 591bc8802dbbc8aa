"""What the contest says of technology, prices and enmity, over many points."""

import numpy as np

from race_sim.literature.spt2023 import outcome, symmetric_equilibrium


def test_better_performance_is_less_safe_and_better_safety_is_partly_spent_on_performance() -> None:
    speed = np.geomspace(1.0, 1000.0, 25)
    faster = symmetric_equilibrium(disaster_cost=1.0, performance_productivity=speed)
    assert np.all(np.diff(faster.safe) < 0.0)
    safer = symmetric_equilibrium(disaster_cost=1.0, safety_productivity=speed)
    assert np.all(np.diff(safer.safe) > 0.0)
    assert np.all(np.diff(safer.performance_inputs) > 0.0)  # risk compensation
    # Were inputs kept, safety would be higher still.
    kept = outcome([0.710401] * 2, [0.858039] * 2, 20.0, disaster_cost=1.0).safe
    doubled = symmetric_equilibrium(disaster_cost=1.0, safety_productivity=20.0).safe
    assert doubled < kept
    cheaper = symmetric_equilibrium(disaster_cost=1.0, price=np.geomspace(0.2, 0.01, 25))
    assert np.all(np.diff(cheaper.safety_inputs) > 0.0)
    assert np.all(np.diff(cheaper.performance_inputs) > 0.0)
    assert np.all(np.diff(cheaper.safe) > 0.0)


def test_less_enmity_is_safer() -> None:
    found = symmetric_equilibrium(disaster_cost=1.0, loser_share=np.linspace(0.0, 0.9, 10))
    assert np.all(np.diff(found.safe) > 0.0)
    assert np.all(np.diff(found.performance_inputs) < 0.0)
