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
# # 6. Sweeps and tipping points
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see that equal steps need not have equal effects, why one decision jumps while an
#   average over many slides, and how to read a map of two settings.
# - **What one needs**: lesson 1; the page. Reading a curve, and a map with borders.
# - **Typical result**: expect many to bet on the first step, and some to say that all are alike.
# - **Debrief**: ask for something that was pushed and pushed and did not move, and then did: a
#   door, a habit, a law. Was the last push the important one? Close with: how would you know, in
#   the middle of it, how near the edge you are?

# %%
from itertools import pairwise

import numpy as np

import race_sim
from race_sim.games.knob_map import map_points
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, rounded, say, show, tabulate
from race_sim.lessons.exercises.lesson_06 import is_first_tipping_point
from race_sim.lessons.pictures import lines, matrices
from race_sim.plots import game_map
from race_sim.plots.words import percent, source_line
from race_sim.study.design import parse_vary

# %% [markdown]
# ## The question
#
# Suppose the two could be brought to care less about who is ahead: a little less, and then a little
# less again, until they do not care at all. Does each step help as much as the one before?

# %% [markdown]
# ## Your bet
#
# How much it matters to be ahead is `payoffs.rivalry`. Take it from what it is now down to nothing
# in four equal steps. Both sides always do what pays best for them. Which step takes away most of
# the time in which both race: number 1, 2, 3 or 4?

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# Two games with the same luck. Before your first choice, look at the square: which arrows have
# turned? Then play two years of each, always doing what the arrows say.

# %%
less = {"payoffs.rivalry": 0.19}
play("Rivalry as it is.", hint=False, us="person", cn="best-reply", world=3)
play("A quarter of it.", us="person", cn="best-reply", world=3, values=less)

# %% [markdown]
# ## Run
#
# Playing a model again and again while one setting moves is called a **sweep**. All else stays as
# it is, the luck included: world number seven has the same dice in every run.

# %%
WORLDS = 300
NOW = race_sim.load_scenario("baseline")["payoffs.rivalry"]


def reckoning(rivalry, **more):
    """The baseline with so much rivalry, and with players who always do what pays best."""
    values = {"us.policy": "best-reply", "cn.policy": "best-reply", "payoffs.rivalry": rivalry}
    return race_sim.load_scenario("baseline", values | more)


def both_race(scenario):
    found = race_sim.simulate(scenario, worlds=WORLDS, seed=1)
    return found.both_accelerating.mean()


levels = [NOW * share for share in (1.0, 0.75, 0.5, 0.25, 0.0)]
racing = [both_race(reckoning(level)) for level in levels]
taken = [before - after for before, after in pairwise(racing)]
tabulate(
    ["after step", "rivalry", "both race", "percentage points taken away"],
    [
        [step, f"{levels[step]:.2f}", percent(racing[step]), rounded(100 * taken[step - 1], 1)]
        for step in range(1, len(levels))
    ],
)
most = 1 + int(np.argmax(taken))
say(f"Before the first step, both race {percent(racing[0])} of the time.")

# %% [markdown]
# ## Look
#
# More levels, and next to the whole race its very first quarter. There every world is still alike.

# %%
sweep = np.linspace(0.0, 1.2, 31)
whole = [both_race(reckoning(level)) for level in sweep]
fine = np.linspace(0.0, 1.2, 121)
first = []
for level in fine:
    quarter = race_sim.trajectories(reckoning(level), 1, seed=1).iloc[0]
    first.append(float(not quarter.us_invests and not quarter.cn_invests))
show(
    lines.draw(
        [lines.Line("the first quarter", fine, first), lines.Line("the whole race", sweep, whole)],
        "One decision jumps, the average slides",
        "Share of the time in which both race, when both always do what pays best",
        "rivalry",
        "both race",
        source_line(WORLDS, 1, each="a point"),
        {"now": NOW},
        percent=True,
    )
)
assert max(first[: first.index(1.0)]) == 0.0 and min(first[first.index(1.0) :]) == 1.0

# %% [markdown]
# ## The surprise, and why

# %%
compare(my_guess, most)

# %%
games = [StageGame.of(reckoning(level)) for level in levels]
names = [f"rivalry {level:.2f}" for level in levels]
show(
    matrices.draw(
        dict(zip(names[2:], games[2:], strict=True)),
        "After the second step, after the third, after the last",
    )
)


def to_racing(game):
    """For each of the four arrows of a square, whether it points to racing."""
    return [pull > 0.0 for pulls in (game.temptation, game.fear) for pull in pulls]


turned = [
    sum(np.not_equal(to_racing(before), to_racing(after))) for before, after in pairwise(games)
]
tabulate(["step", "arrows that turn"], [[step, n] for step, n in enumerate(turned, start=1)])
jump = fine[first.index(1.0)]
say(f"In the first quarter both race wherever rivalry is at least {jump:.2f}.")
assert turned[:2] == [0, 0] and max(turned) > 0  # what is said next rests on it
assert 0 < sum(to_racing(StageGame.of(reckoning(jump)))) < 4

# %% [markdown]
# In the first square the first two steps do nothing at all: racing pays less than it did, but it
# still pays, and so everyone goes on. An arrow either points to racing or it does not. Where it
# turns is a **tipping point**, and a push that does not reach it changes nothing that one can see.
# Where some arrows have turned and others have not, it takes one thing more: what each side
# believes that the other will do. That is where the first quarter jumps.
#
# Then why is the curve of the whole race so smooth? Because later no two worlds are alike: who is
# ahead, how wide the gap is and how frightened people are differ from world to world and from year
# to year. Each quarter of each world jumps, and each at its own place. The average of many jumps
# looks like a slope.

# %% [markdown]
# ## Change one number
#
# Is there *the* tipping point of rivalry? Let harm hurt more or less as well
# (`payoffs.harm_aversion`), and draw which game the first quarter is at each pair of values.

# %%
KEYS = ("payoffs.rivalry", "payoffs.harm_aversion")
baseline = race_sim.load_scenario("baseline")
axes = (parse_vary(f"{KEYS[0]}=0:1.2:33"), parse_vary(f"{KEYS[1]}=0.004:0.1:33"))
show(
    game_map.draw(
        map_points(baseline, axes), KEYS, "The baseline", tuple(baseline[key] for key in KEYS)
    )
)


def edge(harm_aversion):
    """The rivalry at which the first arrow turns to racing, by halving what is left."""
    low, high = 0.0, 1.2
    for _ in range(12):
        middle = (low + high) / 2
        game = StageGame.of(reckoning(middle, **{KEYS[1]: harm_aversion}))
        low, high = (low, middle) if any(to_racing(game)) else (middle, high)
    return low


usual = baseline[KEYS[1]]
once, twice = edge(usual), edge(2 * usual)
say(f"""
As much as harm hurts now, the first arrow turns to racing at a rivalry of **{once:.3f}**. If harm
hurt as much again, it would turn at **{twice:.3f}**.
""")
assert 1.8 < twice / once < 2.3  # what is said next rests on it

# %% [markdown]
# The borders are nearly straight lines, and begin close to one corner. It is not rivalry that
# decides, nor harm, but how large one is compared with the other. Whoever sweeps rivalry
# alone finds a tipping point, and may take it for a fact about rivalry.

# %% [markdown]
# ## Exercise
#
# Set `payoffs.harm_aversion` to `0.1`. What is the largest rivalry, to two decimals, at which no
# arrow of the first square points to racing? You may try. But you know two points of that border
# already, and it is nearly a straight line.

# %% tags=["exercise"]
my_answer = ...
check(my_answer, is_first_tipping_point, because="A hundredth more, and an arrow turns.")

# %% [markdown]
# ## Questions for the class
#
# - A minister has spent two years on cooling rivalry down, and nothing has changed. Has it failed?
# - You stand just beyond the edge on the good side. What would you do, and what not?
# - Which of the two would you rather change, how much it matters to win or how much harm hurts? Who
#   could?
# - Do you know a tipping point that only goes one way: easy to fall over, hard to climb back?

# %% [markdown]
# ## Where the model lies
#
# - Players who always do what pays best turn round at once. Real ones waver near an edge, and are
#   held back by habit, contracts and laws.
# - Two settings were moved and all others held still. There are many more, and the borders move
#   with each of them.
# - Here one falls over the edge and climbs back over the same edge. Where trust is lost, or a law
#   once made stays, the way back is longer than the way there.
# - The map is of the first quarter alone.

# %% [markdown]
# ## An answer
#
# Draw a line through the two points of the border that you know, and go on along it.

# %% tags=["solution"]
my_answer = 0.21
check(my_answer, is_first_tipping_point, because="A hundredth more, and an arrow turns.")

# %%
on_the_line = once + (twice - once) * (0.1 - usual) / usual
say(f"The line leads to {on_the_line:.3f}; in fact the arrow turns at {edge(0.1):.3f}.")
