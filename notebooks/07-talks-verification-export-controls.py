# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 7. Talks, verification, export controls
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see that a measure can be worth little alone and much together with others; what
#   inspections take away (gain) and what they leave (fear); and what pressure costs elsewhere.
# - **What one needs**: lesson 1; the page. A few words on what export controls on chips are.
# - **Typical result**: expect bets that inspections alone help a good deal.
# - **Debrief**: let three groups plead for one measure each before the run, and ask after it whom
#   each group would want as an ally. Close with: which of the three could be begun tomorrow, and
#   what would it be worth until the others follow?

# %%
from itertools import combinations

import numpy as np

import race_sim
from race_sim.analysis import paired
from race_sim.lessons import check, compare, play, rounded, say, show, tabulate
from race_sim.lessons.exercises.lesson_07 import is_least_verification
from race_sim.lessons.pictures import lines, matrices
from race_sim.lessons.squares import under_treaty
from race_sim.plots.words import percent, source_line

# %% [markdown]
# ## The question
#
# Three things are proposed. **Trade**: sell chips to the rival again instead of holding them back.
# **Inspections**: see to it that a broken promise is found out. **Will**: come to the table before
# anyone is badly frightened. You can push for one of them. Which?

# %% [markdown]
# ## Your bet
#
# Take inspections alone, so good that a breach of a treaty is nearly sure to be found within a
# year. By how much does the chance of a catastrophe fall, as a share of what it was? Write a
# number, in percent.

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# A world with all three. The United States has been careful for years, and a treaty has just been
# signed. Keep it for a few quarters. Then break it once. Are you found out, and what follows? Take
# it back, and break it in another quarter.

# %%
play(
    "The treaty has just been signed.",
    scenario="binding-treaty",
    us="person",
    cn="logit-response",
    world=33,
    us_moves="I" * 22,
)

# %% [markdown]
# ## Run
#
# Every combination of the three, in the same worlds under the same luck.

# %%
WORLDS = 1000
TRADE, INSPECTIONS, WILL = "trade", "inspections", "will"
MEASURES = {
    TRADE: {"export_control.level": 0.0},
    INSPECTIONS: {"talks.verification": 0.9},
    WILL: {"talks.threshold": 0.3},
}


def played(*names, **more):
    values = {key: value for name in names for key, value in MEASURES[name].items()}
    scenario = race_sim.load_scenario("baseline", values | more)
    return race_sim.simulate(scenario, worlds=WORLDS, seed=1)


def danger(worlds):
    """The chance of a catastrophe, with each quarter's as it was to be expected."""
    return worlds.catastrophe_risk.mean()


def in_percent(worlds):
    return f"{rounded(100 * danger(worlds))} %"


def with_treaty(worlds):
    return worlds.binding_treaty_year.notna().mean()


found = {names: played(*names) for n in range(4) for names in combinations(MEASURES, n)}
none, everything = found[()], found[tuple(MEASURES)]


def fall(names):
    """By how many percentage points the measures lower the danger."""
    return -100 * paired.difference(none, found[names], "catastrophe_risk").value


tabulate(
    [
        "measures",
        "worlds that come to a treaty",
        "chance of a catastrophe",
        "percentage points less",
    ],
    [
        [
            ", ".join(names) or "none",
            percent(with_treaty(worlds)),
            in_percent(worlds),
            fall(names),
        ]
        for names, worlds in found.items()
    ],
)
one_by_one, together = sum(fall((name,)) for name in MEASURES), fall(tuple(MEASURES))
say(f"""
One by one the three take away {one_by_one:.2f} percentage points in sum; together they take away
**{together:.2f}**.
""")
assert together > 1.5 * one_by_one  # what is said next rests on it

# %% [markdown]
# ## Look
#
# What inspections are worth, by how good they are: alone, and where the other two are there.

# %%
checks = np.linspace(0.0, 1.0, 6)
alone, helped = (
    [100 * danger(played(*names, **{"talks.verification": chance})) for chance in checks]
    for names in ((), (TRADE, WILL))
)
show(
    lines.draw(
        [
            lines.Line("alone", checks, alone),
            lines.Line("with trade and will", checks, helped),
        ],
        "Inspections are worth what there is to inspect",
        "Chance of a catastrophe over the race, in percent; the axis does not begin at zero",
        "chance that a breach is found within a year",
        "catastrophe, %",
        source_line(WORLDS, 1, each="a point"),
        {"now": race_sim.load_scenario("baseline")["talks.verification"]},
    )
)

# %% [markdown]
# ## The surprise, and why

# %%
alone_share = 1 - danger(found[(INSPECTIONS,)]) / danger(none)
compare(my_guess, round(100 * alone_share, 1), "%")

# %%
late = fall(tuple(MEASURES)) - fall((TRADE, WILL))
say(f"""
Alone, inspections take away {fall((INSPECTIONS,)):.2f} percentage points. On top of the other two
they take away **{late:.2f}**. There is nothing to inspect where nobody signs: as it stands, that is
so in {percent(1 - with_treaty(none))} of worlds.
""")
assert late > 5 * fall((INSPECTIONS,))

# %% [markdown]
# And where a treaty stands? Here is the first square of the race, had one been signed the day
# before: with nobody looking, with inspections as they are assumed to be, and with good ones.

# %%
usual = race_sim.load_scenario("baseline")["talks.verification"]
squares = {
    f"breach found: {percent(chance)}": under_treaty({"talks.verification": chance})
    for chance in (0.0, usual, 0.9)
}
show(matrices.draw(squares, "What inspections do to a square under a treaty"))
tabulate(
    ["", "US: gain", "US: fear", "China: gain", "China: fear"],
    [
        [name, game.temptation.us, game.fear.us, game.temptation.cn, game.fear.cn]
        for name, game in squares.items()
    ],
)
unseen, _, good = squares.values()
assert good.temptation.us < 0 and good.temptation.cn < 0  # what is said next rests on it
assert abs(good.fear.us - unseen.fear.us) < 0.01 < good.fear.us and good.fear.cn > 0

# %% [markdown]
# Inspections take away the **gain** from breaking a treaty that the other keeps, first on one side
# and then on both. They do not touch the **fear**: if the other races, I would rather race, too. So
# with good inspections two cells are at rest, and which one it will be hangs on what each believes
# of the other. Game theory calls that a **Stag Hunt**. A treaty needs eyes; it also needs trust.

# %% [markdown]
# ## Change one number
#
# Export controls, `export_control.level`, from none to complete. What do they do for the lead, and
# what else do they do?

# %%
levels = np.linspace(0.0, 1.0, 5)
swept = {
    names: [played(*names, **{"export_control.level": level}) for level in levels]
    for names in ((), (WILL,))
}
show(
    lines.draw(
        [
            lines.Line("as it stands", levels, [with_treaty(one) for one in swept[()]]),
            lines.Line("with will", levels, [with_treaty(one) for one in swept[(WILL,)]]),
        ],
        "The tighter the controls, the fewer treaties",
        "Share of worlds that come to a binding treaty",
        "level of export controls",
        "worlds with a treaty",
        source_line(WORLDS, 1, each="a point"),
        percent=True,
    )
)
tabulate(
    ["export controls", "lead in the end", "worlds with a treaty", "chance of a catastrophe"],
    [
        [level, one.lead.mean(), percent(with_treaty(one)), in_percent(one)]
        for level, one in zip(levels, swept[()], strict=True)
    ],
)
free, complete = swept[()][0], swept[()][-1]
lead = paired.difference(free, complete, "lead").value
more = paired.difference(free, complete, "catastrophe_risk")
say(f"""
Complete controls add {lead:.2f} to the lead of the United States, which is {free.lead.mean():.2f}
without any (counted in powers of ten of what AI can do). They cost nearly all treaties, and the
danger **rises** by {100 * more.value:.2f} percentage points.
""")
assert abs(lead) < 0.1 * free.lead.mean() and more.low > 0
assert with_treaty(complete) < 0.1 * with_treaty(free)

# %% [markdown]
# Is it the treaties that are missed? Controls work in three ways here: they take chips from China,
# they chill the talks, and they thin out the exchange of safety work between the two. Switch one
# off at a time, and ask again what complete controls change.

# %%
CHANNELS = {
    "chips are not held back": {"export_control.chip_dependency": 0.0},
    "talks are not chilled": {"export_control.talks_chill": 0.0},
    "the exchange is not thinned out": {"export_control.exchange_chill": 0.0},
}


def rise(values):
    """By how many percentage points complete controls raise the danger."""
    two = [played(**values, **{"export_control.level": level}) for level in (0.0, 1.0)]
    return 100 * paired.difference(*two, "catastrophe_risk").value


rises = {"all three": rise({})} | {name: rise(values) for name, values in CHANNELS.items()}
tabulate(["", "complete controls change the danger by"], [list(row) for row in rises.items()])
chips, talks, exchange = (rises["all three"] - rises[name] for name in CHANNELS)
say(f"""
So of the rise, the thinner exchange makes {exchange:.2f} points and the chill on talks
{talks:.2f}. The loss of chips by itself makes the race **safer**, by {-chips:.2f}.
""")
assert exchange > talks > 0 > chips  # what is said next rests on it

# %% [markdown]
# What is missed most is not the treaty but what crosses the border without one: each side learns
# less from the other's work on safety. Slower chips do make the race a little safer. In this model
# that is less than what is lost. You may well disagree, and the last lesson is about how.

# %% [markdown]
# ## Exercise
#
# How sure must a breach be to be found, so that in the first square under a treaty **neither** side
# gains by breaking it? Find the least chance, from `0` to `1`, to two decimals. In a cell of your
# own, `under_treaty({"talks.verification": 0.6}).temptation` shows the gain of both at one value.

# %% tags=["exercise"]
my_answer = ...
check(my_answer, is_least_verification, because="Just below it, one side would still break it.")

# %% [markdown]
# ## Questions for the class
#
# - Whose gain goes away last, and why that side's? Who should pay for the inspectors?
# - What could take away fear, if inspections do not?
# - Controls help the one who imposes them in one way and hurt in another. Who of those who decide
#   sees the first, and who the second?
# - How would one inspect a computer program? What would you show to a rival, and what never?

# %% [markdown]
# ## Where the model lies
#
# - Talks here are one number that grows with alarm. Nobody bargains, and no third country helps or
#   spoils.
# - A breach is found or not, by a throw of dice. Real evidence is argued about for years.
# - How much controls thin out the exchange is a guess, and the verdict on them hangs on it. The
#   number to change is `export_control.exchange_chill`.
# - Inspections cost nothing here, and give away no secrets.

# %% [markdown]
# ## An answer
#
# The gain falls in a straight line as inspections get better. So two values are enough to say where
# it is gone.

# %% tags=["solution"]
my_answer = 0.89
check(my_answer, is_least_verification, because="Just below it, one side would still break it.")

# %%
just_below = under_treaty({"talks.verification": my_answer - 0.01}).temptation
say(f"""
A hundredth below it, China still gains {just_below.cn:.2f} by breaking it, while the United States
would lose {-just_below.us:.2f}. The one behind has more to gain from a head start.
""")
assert just_below.cn >= 0 > just_below.us
