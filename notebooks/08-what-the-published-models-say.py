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
# # 8. What the published models say
#
# ## Teacher's card
#
# - **Minutes**: 45. Question and bet 5, play 10, run and look 10, why 10, exercise and talk 10.
# - **Aim**: to see that models of the same thing can disagree without one being wrong; to look for
#   the assumption that decides; and to ask of any model "and what if that were otherwise?".
# - **What one needs**: lesson 1; the page. Lesson 6 helps. That some people write models down and
#   others check them.
# - **Typical result**: expect most to bet that all models agree on this one.
# - **Debrief**: ask for something that the class believed until an exception was named. Did it stop
#   being true, or did it get a condition? Close with: which condition of today's would you most
#   like to measure in the world?

# %%
import numpy as np

from race_sim.game import Payoffs
from race_sim.games.stage_game import StageGame
from race_sim.lessons import check, compare, play, say, show, tabulate
from race_sim.lessons.exercises.lesson_08 import prize_does_not_matter
from race_sim.lessons.pictures import lines, matrices
from race_sim.literature.catalogue import MODELS
from race_sim.literature.comparison import question_named
from race_sim.literature.comparison.answer import ask
from race_sim.literature.comparison.files import picture_of
from race_sim.literature.comparison.question import OURS
from race_sim.literature.han2020 import payoff_matrix, setback_chance
from race_sim.plots.words import of_this_version, percent

# %% [markdown]
# ## The question
#
# If it matters more who wins, the race becomes more dangerous. That sounds like plain sense, and in
# our model it is so. Is it so in the others?

# %% [markdown]
# ## Your bet
#
# Is there a published model of such a race in which it becomes **less** dangerous when it matters
# more who wins? Write `"yes"` or `"no"`. If yes: how could that be? Say it in one sentence.

# %% tags=["bet"]
my_guess = ...

# %% [markdown]
# ## Play two minutes
#
# Our own model first. Two games with the same luck: in one nobody minds who is ahead, in the other
# both mind far more than usual. Play two years of each. In which one does China race more, and in
# which one do you?

# %%
nobody, everybody = {"payoffs.rivalry": 0.0}, {"payoffs.rivalry": 1.5}
play(
    "Nobody minds who is ahead.",
    hint=False,
    us="person",
    cn="logit-response",
    world=5,
    values=nobody,
)
play("Both mind very much.", us="person", cn="logit-response", world=5, values=everybody)

# %% [markdown]
# ## Run
#
# In each model one thing is moved: what makes winning matter, whatever it is called there. All else
# stands still, and the model's own measure of danger is read.

# %%
WORLDS = 300
answer = ask(question_named("rivalry"), worlds=WORLDS, seed=1)
published = [curve for curve in answer.said() if curve.model != OURS]
ways = {}
for curve in published:
    ways.setdefault(curve.title, [])
    if curve.goes not in ways[curve.title]:
        ways[curve.title].append(curve.goes)
tabulate(
    ["model", "what is moved", "danger"],
    [
        [title, next(one.moved for one in published if one.title == title), " or ".join(goes)]
        for title, goes in ways.items()
    ],
)
steady = sum(goes == ["rises"] for goes in ways.values())
say(f"""
Of {len(MODELS)} published models, the oldest of {min(one.year for one in MODELS)}, {len(ways)}
speak to the question. In **{steady}** of them danger rises, whatever else was tried; in the
other {len(ways) - steady} it depends.
""")

# %% [markdown]
# ## Look
#
# A panel a model. Danger is not the same thing in each: heights do not compare, directions do.

# %%
show(picture_of(answer))

# %% [markdown]
# ## The surprise, and why

# %%
falling = [title for title, goes in ways.items() if "falls" in goes]
compare(my_guess, "yes" if falling else "no")

# %% [markdown]
# A model that says two things has an assumption in it that decides. Here they are, one a model.

# %%
deciders = [one for one in answer.question.deciders if one.model != OURS]
rows = []
for one in deciders:
    ends = [answer.curve(one.model, line) for line in (one.first, one.second)]
    rows.append(
        [ends[0].title, one.assumption, *(f"{curve.line}: **{curve.goes}**" for curve in ends)]
    )
tabulate(["model", "what decides", "danger, if", "danger, if"], rows)
assert rows[0][0] == "Han et al. 2020" and "Han et al. 2020" in falling  # taken up next

# %% [markdown]
# Take the first of them. Two developers race; to skip safety is faster, and whoever is first gets
# the prize. But a winner who was ever careless may have a setback and lose everything. There are
# many such pairs, and those who do badly copy those who do well; the more so, the better these do.
#
# Put two of them into our two chairs, and look at the square if a setback is not so likely, and if
# it is very likely. To invest is to be careful, to accelerate is to skip it.


# %%
def square(setback_risk, prize):
    worth = payoff_matrix(("AS", "AU"), setback_risk=setback_risk, prize=prize)
    own = Payoffs(
        both_invest=worth[0, 0],
        invest_alone=worth[0, 1],
        accelerate_alone=worth[1, 0],
        both_accelerate=worth[1, 1],
    )
    return StageGame(own, own)


SMALL, LARGE = 100.0, 5000.0
unlikely, likely = 0.6, 0.9
show(
    matrices.draw(
        {
            f"setback in {percent(risk)} of careless wins": square(risk, LARGE)
            for risk in (unlikely, likely)
        },
        "The same large prize, and two chances of losing it",
    )
)
rows = []
for risk in (unlikely, likely):
    gains = [square(risk, prize).temptation.us for prize in (SMALL, LARGE)]
    dangers = [float(setback_chance(setback_risk=risk, prize=prize)) for prize in (SMALL, LARGE)]
    rows.append([percent(risk), *gains, *map(percent, dangers)])
tabulate(
    [
        "chance of a setback",
        "gain by haste, small prize",
        "gain by haste, large prize",
        "danger, small prize",
        "danger, large prize",
    ],
    rows,
)
assert 0 < rows[0][1] < rows[0][2] and 0 > rows[1][1] > rows[1][2]

# %% [markdown]
# Gain is meant as before: by haste while the other is careful. The prize has no direction of its
# own. It makes a gain larger where there is one, and a loss larger where there is one. What gives
# the direction is how likely haste is to ruin the hasty. So "the more one can win, the more
# reckless one is" has a condition, and so has "the more one can win, the more one has to lose".
# Both are true, each on its side of a line.

# %% [markdown]
# ## Change one number
#
# Where is that line? Move the chance of a setback from nothing to certain, for the small prize and
# for the large one.

# %%
risks = np.linspace(0.0, 1.0, 101)
danger = {prize: setback_chance(setback_risk=risks, prize=prize) for prize in (SMALL, LARGE)}
show(
    lines.draw(
        [
            lines.Line("small prize", risks, danger[SMALL]),
            lines.Line("large prize", risks, danger[LARGE]),
        ],
        "A larger prize is more dangerous, until it is not",
        "Chance that a race ends in a setback, Han et al. 2020",
        "chance that haste ends in a setback",
        "setback",
        f"{of_this_version('Exact, no luck in it')}.",
        percent=True,
    )
)
worst = risks[np.argmax(danger[LARGE])]
say(f"""
With the large prize the race is most dangerous where haste fails in {percent(worst)} of cases.
There it looks just good enough to be tried by nearly all.
""")
assert 0.5 < worst < 0.9 and danger[LARGE].max() > 0.8

# %% [markdown]
# ## Exercise
#
# Find a chance of a setback, from `0` to `1`, at which the large prize is about as dangerous as the
# small one, with much going wrong in both. Two decimals will do.

# %% tags=["exercise"]
my_answer = ...
check(my_answer, prize_does_not_matter, because="On either side of it the prize matters a lot.")

# %% [markdown]
# ## Questions for the class
#
# - Which side of the line is the real race on? How would you find out, and would you find out in
#   time?
# - Most models say "more dangerous". Is that evidence? What if their authors had read each other?
# - Which of the assumptions that decide can be changed by somebody, and which just are so?
# - Could you build a model that says what you want to hear? How would others notice?

# %% [markdown]
# ## Where the model lies
#
# - A model answers the question that it was built for. To move "how much winning matters" in each,
#   one had to choose what that is in it.
# - Some of these models could be read only in part, and gaps were filled. The pages in
#   `docs/literature` say for each what is published and what is not.
# - Counting models is not voting. Many share one idea, and so one mistake.
# - Ours has such a switch, too. The next lesson begins with it.

# %% [markdown]
# ## An answer

# %% tags=["solution"]
my_answer = 0.78
check(my_answer, prize_does_not_matter, because="On either side of it the prize matters a lot.")

# %%
(switch,) = [one for one in answer.question.deciders if one.model == OURS]
usual, switched = (answer.curve(OURS, line) for line in (switch.first, switch.second))
say(f"""
And our own race? From no rivalry to much of it, the chance of a catastrophe goes from
{percent(usual.values[0])} to {percent(usual.values[-1])}. What decides is {switch.assumption}:
if it does not, the two numbers are {percent(switched.values[0])} and
{percent(switched.values[-1])}. Where care does not make accidents rarer, it does not matter for
them how much the two race.
""")
assert usual.goes == "rises" and switched.goes == "no effect"
