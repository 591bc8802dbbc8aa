"""The published models, in the order in which a reader may want to meet them."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from race_sim.problems import InputError, Problem

# Whose the formulas are. "published": read in the source, or recalled and derived again;
# "ours": no formula is published, and the smallest instance with the published property is ours.
Formulas = Literal["published", "partly ours", "ours"]


class Measure(NamedTuple):
    """A number that a model gives for each point of its parameters."""

    name: str
    title: str  # for an axis, for example "chance of a disaster"
    unit: str  # "share" for a chance or a share, else a unit
    of: Callable[..., Any]  # keyword arguments by the names of the parameters, arrays broadcast


class Model(NamedTuple):
    """A published model of the race."""

    name: str  # of its module in race_sim.literature
    title: str  # in a few words
    authors: str
    year: int
    citation: str
    formulas: Formulas

    def module(self) -> Any:
        """Its module, which holds `Parameters`, `MEASURES` and its functions."""
        return importlib.import_module(f"race_sim.literature.{self.name}")

    def label(self) -> str:
        """For a legend, for example "Han et al. 2020"."""
        return f"{self.authors} {self.year}"


MODELS: tuple[Model, ...] = (
    Model(
        "armstrong2016",
        "Racing to the precipice",
        "Armstrong et al.",
        2016,
        "Armstrong, S., Bostrom, N. and Shulman, C. (2016). Racing to the precipice: a model of "
        "artificial intelligence development. AI & Society 31, 201-206.",
        "published",
    ),
    Model(
        "han2020",
        "To regulate or not (DSAIR)",
        "Han et al.",
        2020,
        "Han, T. A., Pereira, L. M., Santos, F. C. and Lenaerts, T. (2020). To regulate or not: a "
        "social dynamics analysis of an idealised AI race. Journal of Artificial Intelligence "
        "Research 69, 881-921.",
        "published",
    ),
    Model(
        "han2021",
        "Punishment and reward",
        "Han et al.",
        2021,
        "Han, T. A., Pereira, L. M., Lenaerts, T. and Santos, F. C. (2021). Mediating artificial "
        "intelligence developments through negative and positive incentives. PLoS ONE 16(1), "
        "e0244592.",
        "partly ours",
    ),
    Model(
        "han2022",
        "Voluntary commitments",
        "Han et al.",
        2022,
        "Han, T. A., Lenaerts, T., Santos, F. C. and Pereira, L. M. (2022). Voluntary safety "
        "commitments provide an escape from over-regulation in AI development. Technology in "
        "Society 68, 101843.",
        "partly ours",
    ),
    Model(
        "spt2023",
        "Safety-performance tradeoff contest",
        "Jensen et al.",
        2023,
        "Jensen, M., Emery-Xu, N. and Trager, R. (2023). Industrial policy for advanced AI: "
        "compute pricing and the safety tax. arXiv 2302.11436. Code: AIIncentives.jl, MIT "
        "licence.",
        "published",
    ),
    Model(
        "emery_xu2023",
        "Information in technology races",
        "Emery-Xu et al.",
        2023,
        "Emery-Xu, N., Park, A. and Trager, R. (2023). Uncertainty, information, and risk in "
        "international technology races. Journal of Conflict Resolution.",
        "ours",
    ),
    Model(
        "kwa2025",
        "The race to superintelligence with split resources",
        "Kwa",
        2025,
        "Kwa, T. (2025). AI race game theory. Work in progress, "
        "github.com/tkwa/ai-race-game-theory.",
        "published",
    ),
    Model(
        "naude_dimitri2020",
        "The race as an all-pay contest",
        "Naudé and Dimitri",
        2020,
        "Naudé, W. and Dimitri, N. (2020). The race for an artificial general intelligence: "
        "implications for public policy. AI & Society 35, 367-379.",
        "partly ours",
    ),
    Model(
        "lacroix_mohseni2022",
        "The tragedy of the AI commons",
        "LaCroix and Mohseni",
        2022,
        "LaCroix, T. and Mohseni, A. (2022). The tragedy of the AI commons. Synthese 200, 289.",
        "partly ours",
    ),
    Model(
        "tan2025",
        "Preemption under shared risk",
        "Tan",
        2025,
        "Tan, D. (2025). Strategic preemption under shared catastrophic risk: the suicide region. "
        "arXiv 2512.07526.",
        "ours",
    ),
    Model(
        "katzke2025",
        "The Manhattan trap",
        "Katzke and Futerman",
        2025,
        "Katzke, C. and Futerman, G. (2025). The Manhattan trap: why a race to artificial "
        "superintelligence is self-defeating. arXiv 2501.14749.",
        "ours",
    ),
    Model(
        "maim2025",
        "Mutual assured AI malfunction",
        "Hendrycks et al.",
        2025,
        "Hendrycks, D., Schmidt, E. and Wang, A. (2025). Superintelligence strategy. "
        "arXiv 2503.05628.",
        "ours",
    ),
    Model(
        "incentive_gradient",
        "The incentive gradient",
        "rk and Sempere",
        2018,
        "rk, with N. Sempere (2018). AI development incentive gradients are not uniformly "
        "terrible. LessWrong.",
        "partly ours",
    ),
    Model(
        "loury1979",
        "The memoryless race",
        "Loury",
        1979,
        "Loury, G. C. (1979). Market structure and innovation. Quarterly Journal of Economics 93, "
        "395-410.",
        "published",
    ),
)
NAMES = tuple(model.name for model in MODELS)


def model_named(name: str) -> Model:
    """The model with this name.

    Raises
    ------
    InputError
        If there is none.
    """
    for model in MODELS:
        if model.name == name:
            return model
    near = difflib.get_close_matches(f"{name}", NAMES, n=1)
    hint = f"{name!r} is no model" + (f", did you mean {near[0]}?" if near else "")
    raise InputError("literature", [Problem("model", hint, "one of " + ", ".join(NAMES))])
