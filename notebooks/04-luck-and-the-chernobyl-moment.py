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
# # 4. Luck and the Chernobyl moment
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see how a grave accident opens a window in which both are careful, why the window
#   closes again, and how much of it is luck: whether it happens, when, and where.
# - **What one needs**: lesson 1; the page. Someone who can say in two sentences what happened at
#   Chernobyl, and what became of nuclear power afterwards.
# - **Typical result**: expect most to bet that the fright lasts longer than it does, and to think
#   that it does not matter where the accident happens.
# - **Debrief**: ask for an accident that changed the rules, and for one that did not. How long did
#   the attention last? What was written down in that time that is still in force? Close with: what
#   would you have ready in a drawer for the day when everybody is frightened?

# %%
import race_sim
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, say, show, tabulate
from race_sim.lessons.exercises.lesson_04 import both_careful_after, both_careful_in_percent
from race_sim.lessons.pictures import lines, matrices
from race_sim.plots import first_chernobyl
from race_sim.plots.words import percent, source_line

# %% [markdown]
# ## The question
#
# Suppose something goes badly wrong: an AI system in China causes harm on a scale that nobody can
# overlook. Will both sides be careful from then on?

# %% [markdown]
# ## Your bet
#
# The accident happens in China at the beginning of 2028. In the quarter after it, nearly everyone
# is careful, in nearly every world. **Five years later**: in what share of worlds is the United
# States careful? Write a number, in percent.

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# The game opens at the end of 2027, with both racing. Play on for three or four years. Do you
# invest after the accident, and when do you stop?

# %%
play(
    "The accident is one quarter away.",
    scenario="chernobyl-2028-cn",
    us="person",
    cn="logit-response",
    world=2,
    us_moves="AAAAAAA",
)

# %% [markdown]
# ## Run
#
# A thousand worlds with the accident, and the same thousand without it: the same luck in everything
# else, so that whatever differs is the accident's doing.

# %%
WORLDS = 1000
without = race_sim.trajectories("baseline", WORLDS, seed=1)
china = race_sim.trajectories("chernobyl-2028-cn", WORLDS, seed=1)


def careful(worlds, side):
    return worlds.groupby("year")[f"{side}_invests"].mean()


share = careful(china, "us")
tabulate(
    ["the United States is careful", "with the accident", "without"],
    [
        [when, percent(share[year]), percent(careful(without, "us")[year])]
        for when, year in {
            "the quarter before": 2027.75,
            "the quarter after": 2028.25,
            "two years later": 2030.25,
            "five years later": 2033.25,
            "eight years later": 2036.25,
        }.items()
    ],
)

# %% [markdown]
# ## Look

# %%
years = share.index[share.index < 2040]
show(
    lines.draw(
        [
            lines.Line("with the accident", years, share[years], side="us"),
            lines.Line("without", years, careful(without, "us")[years], faint=True),
        ],
        "A window opens, and closes again",
        "Share of worlds in which the United States invests in safety",
        "year",
        "careful",
        source_line(WORLDS, 1),
        {"the accident": 2028.0},
        percent=True,
    )
)

# %% [markdown]
# ## The surprise, and why

# %%
compare(my_guess, round(100 * share[2033.25]), "%")

# %% [markdown]
# Here is the square of the first lesson, in one of these worlds: before the accident, right after
# it, and five years on. Every arrow turns, and then some of them turn back.

# %%
squares = {
    f"{when} ({year:.2f})": StageGame.of("chernobyl-2028-cn", year=year, seed=1, world=2)
    for when, year in {"before": 2027.75, "after": 2028.25, "later": 2033.25}.items()
}
show(matrices.draw(squares, "What the accident does to the game"))
names = [game.name for game in squares.values()]
assert names[:2] == ["prisoners_dilemma", "harmony"] and names[2] != "harmony"

# %% [markdown]
# Why do they turn back? Part of it is that people forget. But look at how wide the gap between
# capability and safety is by then, in the middle one of all worlds, with and without the accident.

# %%
gap = china.groupby("year")["us_gap"].median()
gap_without = without.groupby("year")["us_gap"].median()
usual = careful(without, "us")
crossing = next(year for year in share.index if year > 2028.25 and share[year] < usual[year])
say(f"""
Five years after the accident the safety gap of the United States is **{gap[2033.25]:.1f}**; without
it, it would have been **{gap_without[2033.25]:.1f}**. Being careful has made the next accident less
likely, and so racing looks less dangerous again. In {int(crossing)} the lines even cross: without
the accident the gap has become so wide by then that it pays more often to be careful.
""")
assert gap[2033.25] < gap_without[2033.25]
assert (share < usual)[(share.index > 2034.0) & (share.index < 2040.0)].all()

# %% [markdown]
# ### And the luck
#
# Nobody ordered that accident. Left to itself, the first Chernobyl moment comes when it comes. Each
# dot is one of fifty equally likely worlds.

# %%
baseline = race_sim.simulate("baseline", worlds=WORLDS, seed=1)
show(first_chernobyl.draw(baseline, "The baseline", 2026.0, 2046.0, seed=1))

# %% [markdown]
# ## Change one number
#
# How fast is it forgotten? `alarm.memory_half_life` is the time in which half of what was seen is
# gone. Let nobody forget anything.

# %%
remembering = race_sim.load_scenario("chernobyl-2028-cn", {"alarm.memory_half_life": 200.0})
never = careful(race_sim.trajectories(remembering, WORLDS, seed=1), "us")
say(f"""
Five years after the accident the United States is careful in **{percent(never[2033.25])}** of
worlds if nobody forgets, and in {percent(share[2033.25])} as it stands. Memory helps, and yet the
window closes: in the quarter after the accident it was {percent(share[2028.25])}.
""")
assert share[2033.25] < never[2033.25] < share[2028.25]

# %% [markdown]
# ## Exercise
#
# Now let the same accident happen in the **United States** (`"chernobyl-2028-us"`). In what share
# of worlds are **both** careful in the quarter after it, at `2028.25`? First guess. Then count, in
# percent:
#
# ```python
# america = race_sim.trajectories("chernobyl-2028-us", WORLDS, seed=1)
# after = america[america.year == 2028.25]
# ```
#
# The columns are called `us_invests` and `cn_invests`.


# %% tags=["exercise"]
my_answer = ...
check(
    my_answer,
    both_careful_in_percent,
    because="Where it happens matters more than that it happens.",
)

# %% [markdown]
# ## Questions for the class
#
# - An accident stops the side in which it happens for longer. How does that explain the answer?
# - The window is open for a year or two. What can be agreed on, written down and built in that
#   time?
# - Was the world with the accident better off in the end? What would you need to know to say so?
# - Is it right to speak of a useful catastrophe?

# %% [markdown]
# ## Where the model lies
#
# - Both countries believe what happened. Real accidents are hidden, denied or blamed on the other.
# - How long and how far China or the United States would stop is taken, and in part guessed, from
#   what nuclear power did after Three Mile Island and Fukushima. AI is not a reactor.
# - Alarm is one number for a whole country, and it only fades. Laws, agencies and graves do not.
# - Both choose once a quarter and see the same figures. In a panic nobody sees anything clearly.

# %% [markdown]
# ## An answer

# %% tags=["solution"]
america = race_sim.trajectories("chernobyl-2028-us", WORLDS, seed=1)
after = america[america.year == 2028.25]
my_answer = 100 * (after.us_invests & after.cn_invests).mean()
check(
    my_answer,
    both_careful_in_percent,
    because="Where it happens matters more than that it happens.",
)

# %%
here = both_careful_after("chernobyl-2028-us")
there = both_careful_after("chernobyl-2028-cn")
say(f"""
Both are careful in {percent(here)} of worlds after an accident in the United States, and in
{percent(there)} after one in China. An accident in China stops the one that was catching up, for
long, and the United States need no longer fear for its lead. One in the United States slows the
leader, less and not for as long. Its rival sees a chance to draw level, and so the leader does not
dare.
""")
assert here < there
