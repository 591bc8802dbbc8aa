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
# # 3. Meet the policies
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see that getting ahead and coming off well are two things, that how far one looks
#   ahead decides which game one plays, and that the best policy depends on the others.
# - **What one needs**: lessons 1 and 2; the page; a list of the seven policies on the board.
# - **Typical result**: expect many bets on the one that always races, and on the one that copies.
# - **Debrief**: let each group plead for its policy in one sentence before the table is shown, and
#   once more after it. Close with: for how many years did your group look ahead?

# %%
import random

import race_sim
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, rounded, say, show, tabulate
from race_sim.lessons.exercises.lesson_03 import is_least_foresight
from race_sim.lessons.pictures import matrices
from race_sim.plots import tournament_ranking
from race_sim.plots.words import percent
from race_sim.tournament.tournament import tournament

# %% [markdown]
# ## The question
#
# Seven players, seven ways to play. Each meets each, in both chairs, in the same worlds. Who comes
# off best?

# %% [markdown]
# ## Your bet
#
# | name | what it does |
# | --- | --- |
# | `"always-accelerate"` | never invests in safety |
# | `"always-safe"` | always invests in safety |
# | `"tit-for-tat"` | begins safe, then does what the other did |
# | `"generous-tit-for-tat"` | the same, but forgives now and then |
# | `"grim-trigger"` | safe until the other races once, and never again |
# | `"best-reply"` | does what pays best in this round |
# | `"race-when-behind"` | races as long as it is behind |
#
# Which of them comes first? Its score is what it gets on average over all seven, its own double
# among them, and over both chairs: progress and being ahead, less harm, over all twenty years.

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# The next cell draws two from the list by lot and puts them in China's chair. The page names them
# in the line above the table: cover it with your hand. Play eight quarters against each. Who is it?
# (Race once, be careful once, and watch the answer.)

# %%
FIELD = [
    "always-accelerate",
    "always-safe",
    "tit-for-tat",
    "generous-tit-for-tat",
    "grim-trigger",
    "best-reply",
    "race-when-behind",
]

for number, unknown in enumerate(random.Random(5).sample(FIELD, 2), start=1):
    play(f"Stranger number {number}", hint=number == 2, us="person", cn=unknown, world=number)

# %% [markdown]
# ## Run

# %%
WORLDS = 400
found = tournament(FIELD, "baseline", worlds=WORLDS, seed=1)
first, last = found.ranking.iloc[0], found.ranking.iloc[-1]
tabulate(
    ["", "policy", "score", "as the United States", "as China", "time spent racing"],
    [
        [
            one["rank"],
            one["policy"],
            one["score_value"],
            one["us_payoff_value"],
            one["cn_payoff_value"],
            percent(one["accelerating_value"]),
        ]
        for _, one in found.ranking.iterrows()
    ],
    digits=1,
)

# %% [markdown]
# ## Look

# %%
show(tournament_ranking.draw(found.ranking, "Seven policies in the baseline", WORLDS, 1))

# %% [markdown]
# ## The surprise, and why

# %%
compare(my_guess, first["policy"])

# %%
racer = race_sim.simulate(
    race_sim.load_scenario("baseline", {"us.policy": last["policy"], "cn.policy": first["policy"]}),
    worlds=WORLDS,
    seed=1,
)
ahead = (racer.leader == "us").mean()
of_pair = found.pairs.set_index(["us_policy", "cn_policy"])["us_payoff_value"]
own = of_pair[last["policy"], first["policy"]]
other = of_pair[first["policy"], first["policy"]]
say(f"""
**{last["policy"]}** comes last. And yet, as the United States against {first["policy"]}, it is
ahead at the end in {percent(ahead)} of the worlds. It wins the race and gets {rounded(own, 1)}
points for it; had it done as the other did, it would have got {rounded(other, 1)}.
""")
assert own < other and last["policy"] == "always-accelerate"  # what is said next rests on it

# %% [markdown]
# But did lesson 1 not show that racing pays, whatever the other does? It did, for one who looks a
# few years ahead. Being ahead pays at once; the harm of a wide safety gap comes later. Here is the
# same first quarter for players who look further.

# %%
looks = [race_sim.load_scenario("baseline")["payoffs.horizon"], 12.0, 20.0]
show(
    matrices.draw(
        {
            f"looking {years:.0f} years ahead": StageGame.of(
                race_sim.load_scenario("baseline", {"payoffs.horizon": years})
            )
            for years in looks
        },
        "The same quarter, seen by players who look further ahead",
    )
)

# %% [markdown]
# ## Change one number
#
# Does the kindest always come first? Let harm hurt much less (`payoffs.harm_aversion`), and play
# the tournament again.

# %%
light = tournament(
    FIELD,
    race_sim.load_scenario("baseline", {"payoffs.harm_aversion": 0.005}),
    worlds=WORLDS,
    seed=1,
)
before = found.ranking["policy"].tolist()
after = light.ranking["policy"].tolist()
tabulate(
    ["place", "as it stands", "where harm hurts less"],
    [[place, *pair] for place, pair in enumerate(zip(before, after, strict=True), start=1)],
)
say(f"""
**{before[0]}** no longer comes first: **{after[0]}** does, and by more than luck would explain.
(Neighbours further down are too close to call.)
""")
behind = light.ranking.set_index("policy").loc[before[0], "behind_first_low"]
assert "tit-for-tat" in after[0] and behind > 0.0  # what is said rests on it

# %% [markdown]
# Where racing costs the racer little, somebody has to answer it, and the kind ones that never do
# are made use of. Which policy is best is not a property of the policy. It hangs on what is at
# stake, and on who else is there.

# %% [markdown]
# ## Exercise
#
# How far would both have to look ahead so that in the first quarter **no** arrow points to racing?
# Find the smallest whole number of years. The check tells you which game your number gives.


# %% tags=["exercise"]
my_answer = ...
check(my_answer, is_least_foresight, because="One year less, and somebody would rather race.")

# %% [markdown]
# ## Questions for the class
#
# - For how many years does a government look ahead? A firm? A researcher? You?
# - The one that always races is ahead in nearly every race. What did it want?
# - Would you send into the tournament the policy that you would want your rival to have?
# - Who is missing from the seven? Write down, in one sentence, a policy that might beat them all.

# %% [markdown]
# ## Where the model lies
#
# - The score adds up twenty years as if a point then counted as much as a point now.
# - Every opponent counts the same, and nobody changes policy when it goes badly.
# - Harm has one size for everybody in a country. Those who decide may not be those who are harmed.
# - Seven policies are not all. `race-sim policies` has the others, and takes one of your own.

# %% [markdown]
# ## An answer
#
# Try the middle of what is left, again and again: it takes four or five attempts.

# %% tags=["solution"]
my_answer = 18
check(my_answer, is_least_foresight, because="One year less, and somebody would rather race.")

# %%
say(f"It is {my_answer} years; the baseline has players look {looks[0]:.0f} years ahead.")
