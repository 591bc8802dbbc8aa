"""Every mechanism that can be switched off has its reason in docs/model.md, and its row."""

import re
from pathlib import Path

import pytest

from race_sim import load_scenario, quarter
from race_sim.documents import blocks
from race_sim.game import GAMES, Payoffs, joint_payoffs, name_of, share_of
from race_sim.resolve import plan_of
from race_sim.rules.progress import diffusion_gain
from race_sim.rules.state import ACCELERATE, INVEST
from race_sim.structure.ablations import ABLATIONS

pytestmark = pytest.mark.short

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


def test_every_mechanism_has_its_reason():
    section = PAGE.split("## Design choices")[1].split("## What each mechanism does")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)[2:]
    assert [name for name, _ in rows] == [one.title for one in ABLATIONS]
    assert all(len(why) > 20 for _, why in rows)


def test_every_mechanism_has_its_row_in_the_table():
    (table,) = (block.content for block in blocks(PAGE) if block.name == "ablations")
    for one in ABLATIONS:
        assert one.title in table, f"{one.title}: run tools/structure_page.py"


def test_if_catching_up_took_no_work_the_united_states_would_rather_both_race():
    """What docs/model.md says of it, with what diffuses added whatever share goes to safety."""
    plan = plan_of(load_scenario("baseline"))
    settings, race = plan.settings_at(0), plan.race
    now = quarter.look(settings, race, settings.start)
    gain = diffusion_gain(race.cn.capability, race.us.capability, settings.diffusion)
    assert gain > 0.0  # China is behind
    lead = race.us.capability - race.cn.capability
    us, cn = [], []
    for actions in (
        (INVEST, INVEST),
        (INVEST, ACCELERATE),
        (ACCELERATE, INVEST),
        (ACCELERATE, ACCELERATE),
    ):
        share = share_of(settings, actions[1])
        idle = now.cn._replace(speed=now.cn.speed - gain + gain / (1.0 - share))
        found = joint_payoffs(settings, now.us, idle, lead, now.exchange, race.treaty, *actions)
        us.append(found[0])
        cn.append(found[1])
    us_payoffs, cn_payoffs = Payoffs(*us), Payoffs(cn[0], cn[2], cn[1], cn[3])
    assert us_payoffs.both_accelerate > us_payoffs.both_invest
    assert GAMES[name_of(us_payoffs, cn_payoffs)].key != "prisoners_dilemma"
    assert GAMES[now.game].key == "prisoners_dilemma"
