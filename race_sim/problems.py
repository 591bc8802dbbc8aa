"""Bad input: one clear error for all that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong: where, what, and what is allowed."""

    where: str  # a key, or "" when it is the whole source
    what: str
    allowed: str = ""

    def text(self) -> str:
        """The problem in one line."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}; allowed: {self.allowed}" if self.allowed else line


class InputError(ValueError):
    """Input that cannot be used.

    Attributes
    ----------
    source : str
        The file or the call that the input came from.
    problems : tuple of Problem
        All that is wrong with it.
    """

    def __init__(self, source: str, problems: Sequence[Problem]):
        self.source = source
        self.problems = tuple(problems)
        lines = [problem.text() for problem in self.problems]
        if len(lines) == 1:
            message = f"{source}: {lines[0]}"
        else:
            message = f"{source}: {len(lines)} problems\n" + "\n".join(f"  {x}" for x in lines)
        super().__init__(message)

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.source, self.problems)


class ScenarioError(InputError):
    """A scenario that cannot be used."""


class PolicyError(RuntimeError):
    """A user's own policy that raises, gives nonsense or takes too long.

    Attributes
    ----------
    policy : str
        Its name, "file.py:function".
    file : str
    line : int
    what : str
        What went wrong.
    where : str
        Side, seed, world and date, once known.
    """

    def __init__(self, policy: str, file: str, line: int, what: str, where: str = ""):
        self.policy = policy
        self.file = file
        self.line = line
        self.what = what
        self.where = where
        met = f" ({where})" if where else ""
        super().__init__(f"policy {policy}: {what}; {file}, line {line}{met}")

    def met_in(self, where: str) -> PolicyError:
        """The same with side, seed, world and date."""
        return PolicyError(self.policy, self.file, self.line, self.what, where)

    def __reduce__(self) -> tuple[type, tuple[str, str, int, str, str]]:
        return type(self), (self.policy, self.file, self.line, self.what, self.where)


class EngineError(RuntimeError):
    """A run that cannot go on, through no fault of its input; what is finished is kept."""
