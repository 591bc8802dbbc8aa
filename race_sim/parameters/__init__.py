"""What varies: every parameter of a scenario, and the list of them all."""

from functools import cache

from pydantic import BaseModel

from race_sim.parameters.choices import (
    ChoiceParameters,
    FinishLineParameters,
    PayoffParameters,
    TimeParameters,
)
from race_sim.parameters.foresight import ForesightParameters
from race_sim.parameters.knob import Knob, Section, knob_of
from race_sim.parameters.mechanisms import (
    AlarmParameters,
    BacklashParameters,
    ExchangeParameters,
    ExportControlParameters,
    IncidentParameters,
    LearningParameters,
    ProgressParameters,
    TalentParameters,
    TalksParameters,
)
from race_sim.parameters.sides import CnParameters, UsParameters

__all__ = ["Knob", "Parameters", "knobs"]


class Parameters(Section):
    """All parameters of a race, by section. The defaults are the baseline of 2026."""

    time: TimeParameters = TimeParameters()
    us: UsParameters = UsParameters()
    cn: CnParameters = CnParameters()
    progress: ProgressParameters = ProgressParameters()
    exchange: ExchangeParameters = ExchangeParameters()
    export_control: ExportControlParameters = ExportControlParameters()
    incidents: IncidentParameters = IncidentParameters()
    backlash: BacklashParameters = BacklashParameters()
    talent: TalentParameters = TalentParameters()
    learning: LearningParameters = LearningParameters()
    alarm: AlarmParameters = AlarmParameters()
    talks: TalksParameters = TalksParameters()
    payoffs: PayoffParameters = PayoffParameters()
    choice: ChoiceParameters = ChoiceParameters()
    foresight: ForesightParameters = ForesightParameters()
    finish_line: FinishLineParameters = FinishLineParameters()


def _walk(prefix: str, model: type[BaseModel]) -> list[Knob]:
    found: list[Knob] = []
    for name, field in model.model_fields.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(field.default, Section):
            found.extend(_walk(key, type(field.default)))
        elif prefix:
            found.append(knob_of(prefix, name, field))
    return found


@cache
def knobs() -> dict[str, Knob]:
    """Every parameter by its dotted key, in the order in which they are written."""
    return {knob.key: knob for knob in _walk("", Parameters)}
