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
# # 1. One round: why neither can slow down first
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see that two sides can both want safety and both race, without either being stupid
#   or wicked; and that there are two different reasons to race, gain and fear.
# - **What one needs**: for each one or two, the page in a browser, and this notebook or a board
#   with four cells on it. No mathematics but to tell which of two numbers is larger.
# - **Typical result**: expect most to invest at first, to fall behind, and to race soon after.
#   Expect most bets on gain.
# - **Debrief**: ask those who raced why they did. Write "I wanted to win" and "I did not want to
#   lose" over two columns before anyone sees the square with the arrows. Close with: what would
#   have to change so that you dare to slow down first?

# %%
import race_sim
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, say, show, tabulate
from race_sim.lessons.exercises.lesson_01 import no_arrow_to_racing
from race_sim.lessons.pictures import matrices

# %% [markdown]
# ## The question
#
# Two countries build AI as fast as they can. Each quarter each one chooses: **accelerate**, or
# **invest** in safety. Both say that they would rather both be careful. Why does neither slow down?

# %% [markdown]
# ## Your bet
#
# The United States begins ahead, China behind. Put yourself in the chair of the United States.
# What pulls you more strongly towards accelerating?
#
# - `"gain"`: what I win by racing while China is careful
# - `"fear"`: what I lose by being careful while China races
#
# Write your word, with its quotation marks, in place of the three dots.

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# You are the United States. Invest in the first four quarters, whatever happens, and watch the two
# lines of capability. Then take it all back, and play as you like.

# %%
play("Play the first two years twice.", us="person", cn="best-reply", world=11)

# %% [markdown]
# ## Run
#
# There are four pairs of choices. For each, the model reckons what it is worth to either side over
# the next few years: progress, being ahead or behind, and the harm that one has to expect. More is
# better; only differences within a column mean something.

# %%
game = StageGame.of("baseline")

us, cn = game.us, game.cn
tabulate(
    ["United States", "China", "worth to the United States", "worth to China"],
    [
        ["invests", "invests", us.both_invest, cn.both_invest],
        ["invests", "accelerates", us.invest_alone, cn.accelerate_alone],
        ["accelerates", "invests", us.accelerate_alone, cn.invest_alone],
        ["accelerates", "accelerates", us.both_accelerate, cn.both_accelerate],
    ],
)

# %% [markdown]
# ## Look
#
# The same eight numbers as a square. Start in any cell, and follow the arrows: each points to what
# that side would rather do, as long as the other does not change.

# %%
show(matrices.draw({"The first quarter of 2026": game}, "Four pairs of choices, eight numbers"))
assert game.title == "Prisoner's Dilemma"  # what is said next rests on it

# %% [markdown]
# ## The surprise, and why
#
# All arrows lead to one cell, and there is another that both like better. Nobody has to be stupid
# or wicked for this: each side only does what is best for it, *given what the other does*. A square
# with such arrows is called a **Prisoner's Dilemma**.
#
# But the two do not race for the same reason.

# %%
pulls = {"gain": game.temptation.us, "fear": game.fear.us}
compare(my_guess, max(pulls, key=pulls.get))

# %%
gain, fear = game.temptation, game.fear
tabulate(
    ["", "United States (ahead)", "China (behind)"],
    [
        ["gain: racing while the other is careful", gain.us, gain.cn],
        ["fear: being careful while the other races", fear.us, fear.cn],
    ],
)
ahead = "fear" if fear.us > gain.us else "gain"
behind = "fear" if fear.cn > gain.cn else "gain"
us_loss = us.both_invest - us.both_accelerate
cn_loss = cn.both_invest - cn.both_accelerate
say(f"""
What pulls the side that is ahead is mostly **{ahead}**; what pulls the side that is behind is
mostly **{behind}**. And both end where it is worse for both: by {us_loss:.2f} for the United
States, by {cn_loss:.2f} for China.
""")

# %% [markdown]
# So it is not enough to take away either reason alone. A side that nobody tempts may still be
# afraid, and a promise not to attack does not help against the wish to catch up.

# %% [markdown]
# ## Change one number
#
# How much does it matter to be ahead? In the model this is `payoffs.rivalry`. Nobody can measure
# it, so change it and look at what follows. Which arrows turn first, and whose are they?

# %%
now = race_sim.load_scenario("baseline")["payoffs.rivalry"]
rivalries = {"as it stands": now, "less": 0.2, "none": 0.0}
games = {
    f"{name}: {value}": StageGame.of(race_sim.load_scenario("baseline", {"payoffs.rivalry": value}))
    for name, value in rivalries.items()
}
show(matrices.draw(games, "The less it matters to be ahead, the more arrows turn"))

# %%
middle = list(games.values())[1]
if not middle.pure_equilibria:
    say(f"""
    In the middle the arrows run in a circle: {middle.title}. Whatever the two do, one of them
    would rather do something else. Less rivalry does not lead straight to peace: on the way lies a
    place where nothing comes to rest.
    """)

# %% [markdown]
# ## Exercise
#
# Leave rivalry as it is. Make **harm** hurt more instead: `payoffs.harm_aversion`, at present
# `0.032`. Find a value at which no arrow points to accelerating any more, for neither side. Try,
# read the hint, and try again.


# %% tags=["exercise"]
my_answer = ...
check(my_answer, no_arrow_to_racing, because="Harm would have to hurt that much more.")

# %% [markdown]
# ## Questions for the class
#
# - Who raced out of fear, and who for gain? Did it depend on the chair?
# - You may send one message before the round. Which one would the other believe?
# - Which is easier to take away: the gain of the one behind, or the fear of the one ahead?
# - Do you know another place where everyone does what is best for them and all are worse off?

# %% [markdown]
# ## Where the model lies
#
# - Each side is one mind. Firms, ministries, parliaments and researchers want different things.
# - There are two choices a quarter. Real ones are a dial with many settings, and not all is seen.
# - How much rivalry and harm weigh is set, not measured; you have just seen how much hangs on it.
# - One round knows no tomorrow. The next lesson has one.

# %% [markdown]
# ## An answer
#
# There are many. This is one of them, and how it compares.

# %% tags=["solution"]
my_answer = 0.5
check(my_answer, no_arrow_to_racing, because="Harm would have to hurt that much more.")

# %%
default = race_sim.load_scenario("baseline")["payoffs.harm_aversion"]
say(f"That is {my_answer / default:.0f} times what the baseline assumes.")
