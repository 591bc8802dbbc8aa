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
# # 2. The shadow of the future
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see how the prospect of meeting again can keep two rivals careful, what it takes
#   (patience, being seen, forgiveness), and that one slip of the hand is the hard part.
# - **What one needs**: lesson 1; the page, one for each two if they are to play against each other.
#   Multiplying a number by itself.
# - **Typical result**: expect most to bet far too high: a hand that slips once in a while does not
#   sound like much.
# - **Debrief**: ask for a truce between friends, shops or countries that lasted, and for one that
#   broke over a misunderstanding. What repaired it? Close with: who would have to be able to see
#   what, for the threat of tomorrow to work today?

# %%
import numpy as np

import race_sim
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, say, show, tabulate
from race_sim.lessons.exercises.lesson_02 import a_year_from_now
from race_sim.lessons.pictures import lines
from race_sim.plots.words import percent, source_line

# %% [markdown]
# ## The question
#
# In one round, both race. But there is another round next quarter, and one after that. Suppose each
# side says: *I am careful as long as you are.* Is that enough?

# %% [markdown]
# ## Your bet
#
# Both sides copy: each begins careful, and then does what the other did last. If nothing went
# wrong, both would be careful for ever. But hands slip: one choice in twenty comes out the wrong
# way round.
#
# In what share of all quarters are **both** careful? Write a number, in percent.

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# China is careful until you race for the first time. Be careful for a year. Race for one quarter.
# Then be careful again, and see whether China comes back.

# %%
play("Race once, and then make up for it.", us="person", cn="grim-trigger", world=2)

# %% [markdown]
# ## Run
#
# Take the eight numbers of lesson 1, and let every round be worth the same. A side that keeps the
# truce gets what both careful is worth, round after round. A side that breaks it gets the best
# number of all, once, and from then on what both racing is worth.
#
# Which is better depends on how much tomorrow counts. Call it **patience**: what a point in the
# next round is worth, compared with a point now. At 0 only today counts; close to 1 tomorrow
# counts almost as much.

# %%
game = StageGame.of("baseline")
patience = np.linspace(0.0, 0.99, 100)


def gain_from_breaking(side):
    keep = side.both_invest
    break_it = (1 - patience) * side.accelerate_alone + patience * side.both_accelerate
    return break_it - keep


us_gain, cn_gain = gain_from_breaking(game.us), gain_from_breaking(game.cn)
us_needs, cn_needs = game.discount_threshold.us, game.discount_threshold.cn
say(f"""
The United States keeps the truce from a patience of **{us_needs:.2f}** on, China from
**{cn_needs:.2f}** on. A truce needs both, so it hangs on the one that needs more.
""")

# %% [markdown]
# ## Look

# %%
show(
    lines.draw(
        [
            lines.Line("United States", patience, us_gain, side="us"),
            lines.Line("China", patience, cn_gain, side="cn"),
            lines.Line("no difference", patience, 0 * patience, faint=True),
        ],
        "The longer the shadow of tomorrow, the less it pays to break the truce",
        "What a side gains by breaking it, a round on average; below zero, it keeps the truce",
        "patience: what a point in the next round is worth now",
        "gain from breaking",
        "The stage game at the start of the baseline, repeated as it is.",
        {"enough for the United States": us_needs, "enough for China": cn_needs},
    )
)

# %% [markdown]
# ## The surprise, and why
#
# So patience can do it, and in the square one sees why: the one who is tempted more, in proportion
# to what the end of the truce costs, needs more patience. Now let hands slip, in the race itself
# and not on paper.

# %%
POLICIES = {
    "tit-for-tat": "copies what the other did last",
    "grim-trigger": "never forgives",
    "generous-tit-for-tat": "copies, but sometimes lets it pass",
    "contrite-tit-for-tat": "copies, but makes up for its own slips",
}


def both_careful(policy, slips, worlds=400):
    scenario = race_sim.load_scenario(
        "baseline", {"us.policy": policy, "cn.policy": policy, "choice.error": slips}
    )
    found = race_sim.simulate(scenario, worlds=worlds, seed=1)
    someone_races = found.us_accelerating + found.cn_accelerating - found.both_accelerating
    return 1.0 - someone_races.mean()


copying = both_careful("tit-for-tat", 0.05)
compare(my_guess, round(100 * copying), "%")

# %% [markdown]
# One slip, and the other answers it, and is answered for its answer: the two race in turns, like an
# echo, until the next slip. Without a way to forgive, the threat that keeps the truce is also what
# ends it.

# %% [markdown]
# ## Change one number
#
# The number is how often hands slip, `choice.error`. And next to copying, try three others who are
# careful as long as the other is.

# %%
slips = [0.0, 0.01, 0.02, 0.05, 0.1]
found = {policy: [both_careful(policy, one) for one in slips] for policy in POLICIES}
show(
    lines.draw(
        [lines.Line(POLICIES[policy], slips, shares) for policy, shares in found.items()],
        "What a slip does depends on who answers it",
        "Share of all quarters in which both are careful, when both do the same",
        "chance that a hand slips",
        "both careful",
        source_line(400, 1, each="a point"),
        percent=True,
    )
)
tabulate(
    ["when it sees the other race, it", "no slips", "one in twenty"],
    [
        [POLICIES[policy], percent(shares[0]), percent(shares[slips.index(0.05)])]
        for policy, shares in found.items()
    ],
)
at_twenty = {policy: shares[slips.index(0.05)] for policy, shares in found.items()}
assert min(at_twenty, key=at_twenty.get) == "grim-trigger"  # what is said next rests on it
assert max(at_twenty, key=at_twenty.get) == "contrite-tit-for-tat"

# %% [markdown]
# The hardest threat gives the longest shadow and the shortest truce. What lasts is to answer, and
# to have a way back.

# %% [markdown]
# ## Exercise
#
# So far a breach is seen at once, and answered in the next **quarter**. You know from above how
# much a point in the next quarter has to be worth for China to keep the truce (`cn_needs`). How
# much, then, does a point **a year from now** have to be worth, at least? A year has four quarters,
# and each makes a point smaller by the same factor.

# %% tags=["exercise"]
my_answer = ...
check(my_answer, a_year_from_now(cn_needs))

# %% [markdown]
# ## Questions for the class
#
# - Who of the two needs more patience, and what would lower that?
# - A breach is seen late, or never for sure. What happens to the shadow?
# - Would you rather have a rival who never forgives, or one who sometimes lets it pass? And which
#   would you rather be taken for?
# - Everyone knows which round is the last. Does the truce hold in it? And in the one before?

# %% [markdown]
# ## Where the model lies
#
# - On paper every round was worth the same. In the race it is not: whoever is ahead, the safety gap
#   and the alarm change all eight numbers every quarter.
# - Slips are equally likely for both and are mere noise. Real ones look like intentions, and are
#   sometimes meant to.
# - Nobody talks here. A word ("that was a mistake") is cheap, and still the commonest repair.
# - The policies of this lesson do not reckon. Whether anyone would choose them is the next lesson.

# %% [markdown]
# ## An answer

# %% tags=["solution"]
my_answer = cn_needs * cn_needs * cn_needs * cn_needs
check(my_answer, a_year_from_now(cn_needs))

# %%
say(f"""
A point in a year has to be worth {cn_needs**4:.2f} of a point now. If a breach were seen only after
a year, it would have to be worth {cn_needs:.2f}. Being seen sooner does the work of being patient.
""")
