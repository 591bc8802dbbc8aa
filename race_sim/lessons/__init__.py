"""What the lessons in `notebooks/` are made with: words, pictures, tables, links, and checks.

>>> from race_sim.lessons import check
>>> print(check(4, right=4))
Right.

`telling` puts words and pictures under a cell, `checks` answers bets and exercises, `running` runs
a lesson in this process, `textbook` makes a page of one.
"""

from race_sim.lessons.checks import Verdict, check, compare
from race_sim.lessons.telling import play, rounded, say, show, tabulate

__all__ = ["Verdict", "check", "compare", "play", "rounded", "say", "show", "tabulate"]
