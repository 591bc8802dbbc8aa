"""What chance decides in a step besides incidents: breaches, agreements, the finish line."""

from race_sim import luck
from race_sim.move import Move
from race_sim.rules import finish, incidents, talks
from race_sim.rules.arithmetic import larger
from race_sim.rules.settings import RaceSettings, SideSettings
from race_sim.rules.state import ACCELERATE, BINDING, CN, NO_TREATY, NOBODY, US


def breach_in(
    settings: RaceSettings,
    treaty: int,
    us_action: int,
    cn_action: int,
    seed: int,
    world: int,
    step: int,
) -> int:
    """Whose breach of a binding treaty is found in this step: US, CN or NOBODY."""
    if treaty != BINDING or us_action == cn_action:
        return NOBODY
    found, _ = luck.uniform_pair(seed, world, step, luck.BREACH_FOUND, 0)
    if found >= talks.chance_in_step(settings.verification, settings.step):
        return NOBODY
    return US if us_action == ACCELERATE else CN


def agreement_ends(
    settings: RaceSettings, treaty: int, breach: int, seed: int, world: int, step: int
) -> bool:
    """Whether the agreement in force ends in this step, by a breach or by itself."""
    if treaty == NO_TREATY:
        return False
    if breach != NOBODY:
        breach_uniform, _ = luck.uniform_pair(seed, world, step, luck.BREACH_ENDS_TREATY, 0)
        if breach_uniform < settings.breach_ends:
            return True
    lapse_uniform, _ = luck.uniform_pair(seed, world, step, luck.AGREEMENT_LAPSE, 0)
    return lapse_uniform < talks.lapse_chance(treaty, settings)


def finish_of(
    settings: RaceSettings, us_move: Move, cn_move: Move, seed: int, world: int, step: int
) -> tuple[int, int, float]:
    """Who crosses the finish line in this step, whether the outcome is lost, and its chance."""
    if settings.finish_line == 0:
        return NOBODY, 0, 0.0
    leader = US if us_move.capability >= cn_move.capability else CN
    ahead = us_move if leader == US else cn_move
    if ahead.capability < settings.transformative:
        return NOBODY, 0, 0.0
    uniform, _ = luck.uniform_pair(seed, world, step, luck.FINISH_LINE, 0)
    chance = finish.loss_at_finish(
        settings.finish_risk, settings.finish_elasticity, ahead.capability - ahead.safety
    )
    return leader, 1 if uniform < chance else 0, chance


def expected_harm_of(
    settings: RaceSettings,
    own_settings: SideSettings,
    rival_settings: SideSettings,
    own_move: Move,
    rival_move: Move,
) -> float:
    """Harm to a side that this step is expected to bring, given the hazards in the middle of it.

    In smallest serious incidents; shocks that the scenario forces are certain.
    """
    drawn = own_move.hazard + settings.mean_spillover * rival_move.hazard
    forced = own_settings.forced_severity
    if rival_settings.forced_severity > 0.0:
        forced = forced + rival_settings.forced_severity * incidents.spillover(
            settings, rival_settings.forced_kind
        )
    return settings.mean_severity * drawn * settings.step + forced


def catastrophe_chance_of(settings: RaceSettings, us_move: Move, cn_move: Move) -> float:
    """Chance that this step brings a catastrophe, given the hazards in the middle of it."""
    forced = larger(settings.us.forced_severity, settings.cn.forced_severity)
    if forced >= settings.severity_ceiling:
        return 1.0
    expected = (us_move.hazard + cn_move.hazard) * settings.step
    return incidents.catastrophe_chance(expected, settings.ceiling_chance)
