"""Where both sides stand: lead, safety gap and alarm, told when they have moved far."""

from __future__ import annotations

import math
from collections.abc import Iterator

from race_sim import words
from race_sim.story.sentence import Place, Sentence, World
from race_sim.yearly import StepRow

# By how much something must have moved since it was last told.
_ALARM_FACTOR = 1.5
_GAP_CHANGE = 1.5  # OOM
_LEAD_FACTOR = 2.0


def lead_text(lead: float) -> str:
    """Who leads, given the lead of the United States in OOM."""
    if lead == 0.0:
        return "neither side leads"
    leader = "us" if lead > 0.0 else "cn"
    ratio = words.times(10.0 ** abs(lead))
    rival = words.SIDE_POSSESSIVES[words.RIVAL[leader]]
    return f"{words.SIDE_NAMES[leader]} leads, with {ratio} {rival} effective compute"


def gap_text(us_gap: float, cn_gap: float) -> str:
    """By how much safety lags capability."""
    us, cn = f"{us_gap:.1f}", f"{cn_gap:.1f}"
    if us == cn:
        return f"safety lags capability by {us} orders of magnitude on both sides"
    return (
        f"safety lags capability by {us} orders of magnitude in the United States "
        f"and by {cn} in China"
    )


def alarm_text(us_alarm: float, cn_alarm: float) -> str:
    """How large both believe the hazard to be."""
    us, cn = f"{us_alarm:.1f}", f"{cn_alarm:.1f}"
    if us == cn:
        return f"both believe the hazard to be {us} times what it is"
    return f"the United States believes the hazard to be {us} times what it is, China {cn} times"


def _hazard_text(row: StepRow) -> str:
    hazard = row["us_hazard"] + row["cn_hazard"]
    if hazard <= 0.0:
        return "no serious incident is to be expected"
    if hazard > 0.75:
        return f"{hazard:.1f} serious incidents a year are to be expected"
    years = round(1.0 / hazard)
    return f"a serious incident is to be expected every {words.count(years, 'year')}"


def told_standing(world: World) -> Iterator[Sentence]:
    """Where both stand at the start, and at the end of each year in which that has changed."""
    first = world.rows[0]
    lead_told = first["us_capability"] - first["cn_capability"]
    gaps_told = (first["us_gap"], first["cn_gap"])
    alarms_told = (first["us_alarm"], first["cn_alarm"])
    yield Sentence(0, Place.YEAR_END, lead_text(lead_told))
    yield Sentence(0, Place.YEAR_END, f"{gap_text(*gaps_told)}; {_hazard_text(first)}")
    yield Sentence(0, Place.YEAR_END, alarm_text(*alarms_told))
    for year in world.years[:-1]:  # the last year's end is told with the ending
        step = int(year.rows[-1]["step"])
        row = world.rows[step + 1]
        lead = row["us_capability"] - row["cn_capability"]
        text = _lead_news(lead, lead_told)
        if text:
            lead_told = lead
            yield Sentence(step, Place.YEAR_END, text)
        gaps = (row["us_gap"], row["cn_gap"])
        if max(abs(now - told) for now, told in zip(gaps, gaps_told, strict=True)) >= _GAP_CHANGE:
            gaps_told = gaps
            yield Sentence(step, Place.YEAR_END, f"{gap_text(*gaps)}; {_hazard_text(row)}")
        alarms = (row["us_alarm"], row["cn_alarm"])
        moves = [math.log(now / told) for now, told in zip(alarms, alarms_told, strict=True)]
        if max(map(abs, moves)) >= math.log(_ALARM_FACTOR):
            alarms_told = alarms
            direction = "alarm rises" if sum(moves) > 0 else "alarm fades"
            yield Sentence(step, Place.YEAR_END, f"{direction}: {alarm_text(*alarms)}")


def _lead_news(lead: float, told: float) -> str:
    if lead != 0.0 and (lead > 0.0) != (told > 0.0):
        leader = "us" if lead > 0.0 else "cn"
        rival = words.SIDE_POSSESSIVES[words.RIVAL[leader]]
        ratio = words.times(10.0 ** abs(lead))
        return f"{words.SIDE_NAMES[leader]} takes the lead, with {ratio} {rival} effective compute"
    change = abs(lead) - abs(told)
    if abs(change) < math.log10(_LEAD_FACTOR):
        return ""
    leader = "us" if lead > 0.0 else "cn"
    verb = "grows" if change > 0 else "shrinks"
    rival = words.SIDE_POSSESSIVES[words.RIVAL[leader]]
    ratio = words.times(10.0 ** abs(lead))
    return f"the lead of {words.SIDE_NAMES[leader]} {verb} to {ratio} {rival} effective compute"
