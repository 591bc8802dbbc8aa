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
# # 9. Argue with the model
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 5, run and look 10, why 5, change and own policy 10,
#   exercise and talk 10.
# - **Aim**: to turn a saying into a claim that can fail, to test it under the same luck, to find
#   the assumption on which it hangs, and to write down where one does not believe the model.
# - **What one needs**: lesson 1; lesson 3 or 5 helps; this notebook on a computer for each two.
# - **Typical result**: expect most to bet on "worse", and some to hold on to it, with good reasons.
# - **Debrief**: each group reads out: "The model says ... because it assumes ... . I do not
#   believe that, because ... . Without it, the model says ... ." Close with: what could you see in
#   the world that would make you change your mind?

# %%
import numpy as np

import race_sim
from race_sim.analysis.paired import difference
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, rounded, say, show, tabulate
from race_sim.lessons.exercises.lesson_09 import makes_care_costly
from race_sim.lessons.pictures import lines, matrices
from race_sim.lessons.trying import kept_in_a_file, try_out
from race_sim.plots.words import percent, source_line

# %% [markdown]
# ## The question
#
# "Whoever is careful alone pays for it." It is often said of this race. Does the model say so, too?
# And if it does or does not: do you believe it?

# %% [markdown]
# ## Your bet
#
# The United States is always careful, from the first quarter to the last. China answers as it
# likes. Compared with a United States that answers, too, and over all twenty years (progress, being
# ahead, less harm): does the United States come off `"better"` or `"worse"`?

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# You have been careful for two years, alone. Go on with it until you cannot stand it any more. What
# was it that made you stop?

# %%
play("Careful, and alone.", us="person", cn="logit-response", world=8, us_moves="I" * 8)

# %% [markdown]
# ## Run
#
# A saying cannot fail. A claim can. It says **what** is compared with what, **how** it is measured,
# and **what** would count against it:
#
# - compared: a United States that is always careful, and one that answers; all else the same, the
#   luck included;
# - measured: what the United States plays for, added up over the race, with the harm of each
#   quarter as it was to be expected;
# - against it: a difference above zero that luck does not explain.

# %%
WORLDS = 500
MEASURE = "us_expected_payoff"


def two_ways(assumption, seed=1):
    """The same worlds with a United States that answers, and with one that is always careful."""
    careful = {**assumption, "us.policy": "always-safe"}
    return (
        race_sim.simulate(race_sim.load_scenario("baseline", assumption), WORLDS, seed),
        race_sim.simulate(race_sim.load_scenario("baseline", careful), WORLDS, seed),
    )


def told(effect):
    """A difference with its interval, and what it says to the claim."""
    verdict = "better" if effect.low > 0 else "worse" if effect.high < 0 else "not clear"
    return [
        rounded(effect.value),
        f"{rounded(effect.low)} to {rounded(effect.high)}",
        verdict,
    ]


answering, careful = two_ways({})
effect = difference(answering, careful, MEASURE)
lead = difference(answering, careful, "lead")
tabulate(
    ["the careful United States", "difference", "95 % interval", "comes off"],
    [["what it plays for", *told(effect)], ["lead in the end", *told(lead)]],
)
other_luck = two_ways({}, seed=2)[1]
unpaired = 1.96 * np.sqrt((answering[MEASURE].var() + other_luck[MEASURE].var()) / WORLDS)
say(f"""
The interval reaches {rounded((effect.high - effect.low) / 2)} to either side, because each world is
compared with itself. With other luck in the second run it would reach {rounded(unpaired)}.
""")
assert unpaired > 1.3 * (effect.high - effect.low) / 2 and lead.high < 0

# %% [markdown]
# ## Look
#
# The same comparison, with the account closed sooner or later.

# %%
ends = [2027.0, 2028.0, 2030.0, 2032.0, 2034.0, 2036.0, 2038.0, 2040.0, 2042.0, 2044.0, 2046.0]
by_end = [difference(*two_ways({"time.end": end}), MEASURE) for end in ends]
show(
    lines.draw(
        [
            lines.Line("being careful", ends, [one.value for one in by_end], side="us"),
            lines.Line("no difference", ends, [0.0 for _ in ends], faint=True),
        ],
        "Being careful costs at first, and pays later",
        "What an always careful United States gains by it, if the account is closed in that year",
        "year in which the account is closed",
        "points gained",
        source_line(WORLDS, 1, each="a point"),
    )
)
costliest = ends[int(np.argmin([one.value for one in by_end]))]
turn = next(end for end, one in zip(ends, by_end, strict=True) if one.low > 0)
say(f"It costs most if one counts until {costliest:.0f}. Counted until {turn:.0f}, it is a gain.")
assert by_end[2].high < 0 < by_end[-1].low

# %% [markdown]
# ## The surprise, and why

# %%
compare(my_guess, told(effect)[-1])

# %% [markdown]
# And the square of lesson 1? Look at it once more: if China races, the United States would rather
# race, too. That is right, as far as the square looks ahead.

# %%
game = StageGame.of("baseline")
show(matrices.draw({"The first quarter": game}, "The square behind the saying"))
horizon = race_sim.load_scenario("baseline")["payoffs.horizon"]
harm = difference(answering, careful, "us_harm").value / answering.us_harm.mean()
better = (careful[MEASURE] > answering[MEASURE]).mean()
say(f"""
By the square, being careful alone costs the United States {game.fear.us:.2f} points. It looks
{horizon:.0f} years ahead. Over the whole race the lead does shrink, by {-lead.value:.2f}; but the
harm to the United States falls by {percent(-harm)}, and that weighs more. The careful one comes off
better in {percent(better)} of worlds.
""")
assert game.fear.us > 0 and harm < 0

# %% [markdown]
# So the saying is true of the lead, and of the first years, and false of the whole. Whoever says
# it has to say which is meant. But so far only the model has spoken. Now it is your turn.

# %% [markdown]
# ## Change one number
#
# An argument begins with "but you assume that". Here are some things that the model assumes, and
# what the test says if they were otherwise. The first three are not numbers but **forms**: how
# much more a large lead is worth than a small one.

# %%
OTHERWISE = {
    "a large lead decides for certain": {"payoffs.contest": "linear"},
    "what counts is the ratio": {"payoffs.contest": "relative-difference"},
    "the one behind has a chance for long": {"payoffs.contest": "heavy-tailed"},
    "both look only half as far ahead": {"payoffs.horizon": horizon / 2},
    "nothing is learnt from the other's safety": {"exchange.openness": 0.0},
    "nobody forgets an accident": {"alarm.memory_half_life": 200.0},
    "talks begin without alarm": {"talks.threshold": 0.3},
}
effects = {words: difference(*two_ways(values), MEASURE) for words, values in OTHERWISE.items()}
tabulate(
    ["if", "difference", "95 % interval", "the careful one comes off"],
    [["as it stands", *told(effect)], *([words, *told(one)] for words, one in effects.items())],
)
assert all(one.low > 0 for one in effects.values())  # what is said next rests on it

# %% [markdown]
# None of these objections brings the claim back. That does not make the model right. It says where
# not to look for its weak point.
#
# ### A policy of your own
#
# "Always careful" is a crude way to be careful. Write a better one: a function that sees what the
# United States sees and gives the chance of being careful, from 0 to 1. It stands in a file of its
# own; here a cell writes that file. Among what it can look at are `view.lead`, `view.gap`,
# `view.rival_gap`, `view.alarm`, `view.rival_last` (1 if China was careful) and `view.time`.

# %%
MINE = '''
from race_sim import policy


@policy
def mine(view, memory):
    """Careful as long as I am ahead, and whenever my gap is wider than the rival's."""
    return 1 if view.lead > 0 or view.gap > view.rival_gap else 0
'''
FEW = 40  # worlds; a policy of one's own is not compiled here, and slower
own = try_out(
    race_sim.load_scenario("baseline", {"us.policy": kept_in_a_file(MINE, "mine")}), FEW, seed=1
)
trials = {"always careful": careful[:FEW], "mine": own}
tabulate(
    [
        "policy of the United States",
        "difference",
        "95 % interval",
        "comes off",
        "time spent racing",
    ],
    [
        [
            name,
            *told(difference(answering[:FEW], one, MEASURE)),
            percent(one.us_accelerating.mean()),
        ]
        for name, one in trials.items()
    ],
)
against = difference(careful[:FEW], own, MEASURE)
say(f"Against always careful, in the same {FEW} worlds, mine comes off {told(against)[-1]}.")

# %% [markdown]
# ## Exercise
#
# Find the weak point: **one** assumption, a key and a value in braces, under which the claim holds
# and the careful one comes off worse. Which link of the argument would have to break? Care makes
# the gap small, a small gap makes accidents rare, accidents hurt, being ahead is worth something.
# `race-sim scenarios show baseline` lists all keys; so does `docs/model.md`.

# %% tags=["exercise"]
my_answer = ...
check(my_answer, makes_care_costly, because="On this the claim hangs. Do you believe it?")

# %% [markdown]
# ## Questions for the class
#
# - Complete it: "The model says ... because it assumes ... . I do not believe that, because ... .
#   Without it, the model says ... ."
# - Who in a country counts until the first date in the figure, and who until the last?
# - Somebody finds an assumption that brings the claim back. Is the claim saved? What has to be
#   shown next, and with what?
# - Which of your objections could never be put into a model like this? Does that make them weaker?

# %% [markdown]
# ## Where the model lies
#
# This time that is yours to say. Some places to begin:
#
# - There are two sides and one mind in each. Who bears the harm and who decides are the same here.
# - A point in the last year counts as much as one in the first, in the account that you have seen.
# - How much a gap raises the danger is read off reported incidents, and these allow for a wide
#   range (`docs/structure.md` says which results move with it).
# - What no parameter stands for cannot be switched off: no firm, no election, no third country, no
#   change of heart.

# %% [markdown]
# ## An answer
#
# There are several. This one breaks the link from care to accidents.

# %% tags=["solution"]
my_answer = {"incidents.gap_elasticity": 0.0}
check(my_answer, makes_care_costly, because="On this the claim hangs. Do you believe it?")


# %%
def scaled(key, factor):
    return {key: factor * race_sim.load_scenario("baseline")[key]}


links = {
    "the gap does not move the danger": my_answer,
    "it does, but half as much": scaled("incidents.gap_elasticity", 1 / 2),
    "harm hurts a sixth as much": scaled("payoffs.harm_aversion", 1 / 6),
    "being ahead is worth much more": scaled("payoffs.rivalry", 3),
}
tabulate(
    ["if", "difference", "95 % interval", "the careful one comes off"],
    [[words, *told(difference(*two_ways(values), MEASURE))] for words, values in links.items()],
)
