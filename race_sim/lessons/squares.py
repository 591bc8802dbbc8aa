"""The square of the first quarter, had a treaty been signed the day before.

>>> from race_sim.games.stage_game import StageGame
>>> under_treaty({"talks.verification": 0.0}).title
"Prisoner's Dilemma"
>>> under_treaty({"talks.verification": 1.0}).title
'Stag Hunt'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race_sim.games.stage_game import StageGame
    from race_sim.scenario import Value


def under_treaty(values: Mapping[str, Value]) -> StageGame:
    """The first square of the baseline under a binding treaty.

    Parameters
    ----------
    values : mapping
        Parameters that differ from the baseline's.

    Raises
    ------
    InputError
        If a parameter is unknown, or a value is not allowed.
    """
    from race_sim import quarter
    from race_sim.games.stage_game import StageGame
    from race_sim.resolve import plan_of
    from race_sim.rules.state import BINDING
    from race_sim.scenario import load_scenario

    plan = plan_of(load_scenario("baseline", values))
    settings = plan.settings_at(0)
    bound = plan.race._replace(treaty=BINDING)
    outlook = quarter.look(settings, bound, settings.start)
    return StageGame(outlook.us_payoffs, outlook.cn_payoffs)
