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
# # 5. Distributions, not averages
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see that an average can describe no world at all; to read chances off dots; and to
#   tell "better on average" from "better in most worlds".
# - **What one needs**: what an average and a median are; the page. Fifty beans or coins, if you
#   like things one can touch.
# - **Typical result**: expect most bets near a half.
# - **Debrief**: ask who has lived in a year of average rain, or met a family with the average
#   number of children. Which decisions should look at the average, which at the middle, which at
#   the worst? Close with: if you could see only one number of a distribution, which one, and for
#   what?

# %%
import numpy as np

import race_sim
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, rounded, say, show, tabulate
from race_sim.lessons.exercises.lesson_05 import share_worse
from race_sim.lessons.pictures import dots, lines
from race_sim.plots import endings
from race_sim.plots.words import number, percent, source_line

# %% [markdown]
# ## The question
#
# "On average, the race does this much harm." What does such a sentence tell you about the world
# that you will live in?

# %% [markdown]
# ## Your bet
#
# Play the race as it stands some thousands of times, and add up the harm to both sides in each
# world. Take the average. In what share of worlds is the harm **larger** than the average? Write a
# number, in percent.

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# Three games that begin alike: you have raced for ten years. Finish each in the same way (the key
# **K** goes on as you did last until something happens; press it until the race is over), and write
# down how much harm was done. The only difference is luck.

# %%
for world in (4, 7, 11):
    play(
        f"World {world}",
        hint=world == 11,
        us="person",
        cn="logit-response",
        world=world,
        us_moves="A" * 40,
    )

# %% [markdown]
# ## Run
#
# Harm is counted in units of the smallest serious accident.

# %%
WORLDS = 4000


def harm_of(scenario, worlds=WORLDS, seed=1):
    found = race_sim.simulate(scenario, worlds=worlds, seed=seed)
    return (found.us_harm + found.cn_harm).to_numpy()


harm = harm_of("baseline")
mean, median = harm.mean(), float(np.median(harm))
say(f"The average harm is **{number(mean)}**, the harm in the middle world **{number(median)}**.")

# %% [markdown]
# ## Look
#
# Each dot is one of fifty equally likely worlds. From mark to mark the axis is multiplied by
# ten: otherwise all dots but a few would lie on top of each other at the left.

# %%
show(
    dots.draw(
        [dots.Row("", harm, {"middle": median, "average": mean})],
        "Fifty equally likely worlds of the race as it stands",
        "Harm to both sides by the end, in the smallest serious accidents",
        "harm",
        source_line(WORLDS, 1),
    )
)

# %% [markdown]
# How a world ends is no number at all, and has no average. One counts:

# %%
show(endings.draw(race_sim.simulate("baseline", worlds=WORLDS, seed=1), "The baseline", seed=1))

# %% [markdown]
# ## The surprise, and why

# %%
above = float((harm > mean).mean())
compare(my_guess, round(100 * above), "%")

# %%
worst = np.sort(harm)[::-1][: WORLDS // 20]
say(f"""
Harm is larger than the average in **{percent(above)}** of worlds. The average is
{number(mean / median)} times the harm of the middle world. And of all the harm in all worlds,
{percent(worst.sum() / harm.sum())} is done in the worst twentieth of them.
""")
assert above < 0.25 and mean > 3 * median  # what is said next rests on it

# %% [markdown]
# Most worlds lie to the left of the average, a few far to the right of it. It is made by worlds
# that most players never see.
#
# And yet it is the average that the square of lesson 1 is made of: harm enters its eight numbers as
# what is to be expected. So the rare worlds pull at the arrows, too. Here are gain and fear if
# large accidents were rarer (`incidents.severity_exponent`; the larger it is, the rarer they are).

# %%
exponents = [0.4, race_sim.load_scenario("baseline")["incidents.severity_exponent"], 0.8]
games = {
    one: StageGame.of(race_sim.load_scenario("baseline", {"incidents.severity_exponent": one}))
    for one in exponents
}
tabulate(
    ["exponent", "US: gain", "US: fear", "China: gain", "China: fear", "game"],
    [
        [
            f"{one:g}",
            game.temptation.us,
            game.fear.us,
            game.temptation.cn,
            game.fear.cn,
            game.title,
        ]
        for one, game in games.items()
    ],
)
assert games[0.4].temptation.us < games[0.8].temptation.us

# %% [markdown]
# The more the few worst worlds weigh, the less it pays to race. Someone who only looks at what
# usually happens plays another game than someone who looks at the average.

# %% [markdown]
# ## Change one number
#
# How many worlds does one have to play before a number can be trusted? Watch the average and the
# middle while worlds are added, for three different seeds.

# %%
counts = np.unique(np.geomspace(20, WORLDS, 60).astype(int))
runs = [harm_of("baseline", seed=seed) for seed in (1, 2, 3)]
averages = [
    lines.Line(f"average, seed {seed}", counts, [run[:count].mean() for count in counts])
    for seed, run in enumerate(runs, start=1)
]
middles = [
    lines.Line(f"middle, seed {seed}", counts, [np.median(run[:n]) for n in counts], faint=True)
    for seed, run in enumerate(runs, start=1)
]
show(
    lines.draw(
        averages + middles,
        "The middle settles early, the average late",
        "Harm to both sides, from the first so many worlds of three seeds",
        "worlds played",
        "harm",
        source_line(WORLDS, None, each="a seed"),
        logarithmic=True,
    )
)
tabulate(
    ["", *(f"seed {seed}" for seed in (1, 2, 3))],
    [
        ["average of 50 worlds", *(number(run[:50].mean()) for run in runs)],
        [f"average of {WORLDS:,}", *(number(run.mean()) for run in runs)],
        ["middle of 50 worlds", *(number(np.median(run[:50])) for run in runs)],
        [f"middle of {WORLDS:,}", *(number(np.median(run)) for run in runs)],
    ],
)

# %% [markdown]
# One rare world more or less, and the average jumps. The middle hardly notices.

# %% [markdown]
# ## Exercise
#
# Force a Chernobyl moment on the United States in 2028 (`"chernobyl-2028-us"`), with the same luck
# in everything else. The average harm **falls**. In what share of worlds is there **more** harm
# than without it? Guess, and then count: `struck[7]` and `harm[7]` are the same world.

# %%
struck = harm_of("chernobyl-2028-us")
change = rounded(100 * (struck.mean() / mean - 1), 1)
say(f"The average changes by {change} %.")
assert struck.mean() < mean

# %% tags=["exercise"]
my_answer = ...
check(my_answer, share_worse(harm, struck), because="Worse in most worlds, better on average.")

# %% [markdown]
# ## Questions for the class
#
# - You decide for a country. Do you look at the average, at the middle, or at the worst dot?
# - Would you wish for the accident of the exercise? Does it matter that you do not know in which
#   dot you will live?
# - A newspaper says "the expected damage is so and so much". What would you ask back?
# - What else do you know that is made by a few rare cases: wealth, floods, wars, books sold?

# %% [markdown]
# ## Where the model lies
#
# - How rare large accidents are is taken from what nuclear accidents have cost. The largest have
#   never been seen, and the average hangs on them.
# - There is a largest harm, a catastrophe that ends the race. Where that ceiling lies is a guess,
#   and it decides how large the average is.
# - Harm is one number. Deaths, money and trust do not add up.
# - The dots are equally likely in the model. How likely the model is, no dot says.

# %% [markdown]
# ## An answer

# %% tags=["solution"]
my_answer = 100 * (struck > harm).mean()
check(my_answer, share_worse(harm, struck), because="Worse in most worlds, better on average.")

# %%
then = race_sim.simulate("chernobyl-2028-us", worlds=WORLDS, seed=1).catastrophe
before = race_sim.simulate("baseline", worlds=WORLDS, seed=1).catastrophe
spared, struck_down = (before & ~then).mean(), (then & ~before).mean()
say(f"""
There is more harm in **{percent((struck > harm).mean())}** of worlds. But {percent(spared)} of all
worlds are spared a catastrophe that they would have had, and {percent(struck_down)} have one that
they would not have had; and each of these weighs as much as a great many small accidents.
""")
assert spared > struck_down
