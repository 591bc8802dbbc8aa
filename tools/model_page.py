"""Writes the tables of docs/model.md anew: all parameters, and what they come to at the start.

python tools/model_page.py
"""

from pathlib import Path

from race_sim import load_scenario, quarter
from race_sim.documents import MODEL, table, write_block
from race_sim.game import GAMES
from race_sim.parameter_index import index_table
from race_sim.policies import choose
from race_sim.resolve import plan_of
from race_sim.rules import incidents, progress

PAGE = Path(__file__).parent.parent / "docs" / "model.md"
PARAMETERS = ("race_sim/parameters", "race_sim/parameter_index.py")


def number(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3g}"


def start_tables() -> str:
    """What the defaults come to at the start of the baseline, as Markdown."""
    plan = plan_of(load_scenario("baseline"))
    settings, race = plan.settings_at(0), plan.race
    outlook = quarter.look(settings, race, settings.start)
    rates = [
        [
            (
                progress.capability_rate(now.speed, own),
                progress.safety_rate(
                    settings.safety_productivity, now.strength, own, rival, outlook.exchange
                ),
            )
            for own in (settings.share_accelerating, settings.share_investing)
            for rival in (settings.share_accelerating, settings.share_investing)
        ]
        for now in (outlook.us, outlook.cn)
    ]
    chances = [
        choose(side.policy, view, state.memory, plan.strategies)
        for side, view, state in (
            (settings.us, quarter.us_view(settings, race, outlook, settings.start), race.us),
            (settings.cn, quarter.cn_view(settings, race, outlook, settings.start), race.cn),
        )
    ]
    payoffs = (outlook.us_payoffs, outlook.cn_payoffs)
    severe = incidents.ceiling_chance(settings.severity_exponent, settings.chernobyl_severity)
    sides: list[tuple[str, tuple[float, float]]] = [
        ("growth of capability when both accelerate, OOM a year", (rates[0][0][0], rates[1][0][0])),
        ("growth of capability when both invest", (rates[0][3][0], rates[1][3][0])),
        ("growth of safety when both accelerate", (rates[0][0][1], rates[1][0][1])),
        ("growth of safety when it invests alone", (rates[0][2][1], rates[1][2][1])),
        ("growth of safety when both invest", (rates[0][3][1], rates[1][3][1])),
        ("serious incidents a year", (outlook.us.hazard, outlook.cn.hazard)),
        ("Chernobyl moments a year", (outlook.us.hazard * severe, outlook.cn.hazard * severe)),
        ("payoff if both invest", (payoffs[0].both_invest, payoffs[1].both_invest)),
        ("payoff if it invests alone", (payoffs[0].invest_alone, payoffs[1].invest_alone)),
        (
            "payoff if it accelerates alone",
            (payoffs[0].accelerate_alone, payoffs[1].accelerate_alone),
        ),
        (
            "payoff if both accelerate",
            (payoffs[0].both_accelerate, payoffs[1].both_accelerate),
        ),
        ("chance of investing", (chances[0], chances[1])),
    ]
    common: list[tuple[str, str]] = [
        ("the game", GAMES[outlook.game].title),
        ("share of the rival's safety work that arrives", number(outlook.exchange)),
        ("mean severity, smallest serious incidents", number(settings.mean_severity)),
        ("mean share of harm that crosses", number(settings.mean_spillover)),
        ("share of serious incidents that are Chernobyl moments", number(severe)),
        ("share of serious incidents that are catastrophes", number(settings.ceiling_chance)),
    ]
    rows = [(name, *(number(value) for value in values)) for name, values in sides]
    return "\n\n".join(
        [
            table(("of a side", "United States", "China"), rows),
            table(("of the race", "value"), common),
        ]
    )


if __name__ == "__main__":
    write_block(PAGE, "parameters", index_table(), PARAMETERS)
    write_block(PAGE, "start", start_tables(), (MODEL,))
    print(f"{PAGE.name}: the tables of parameters and of the start are up to date")
