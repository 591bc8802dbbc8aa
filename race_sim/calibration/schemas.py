"""What every data file must hold, by the file's name without ".csv"."""

from __future__ import annotations

from race_sim.calibration.schema import Schema
from race_sim.calibration.schemas_ai import AI_SCHEMAS
from race_sim.calibration.schemas_events import EVENT_SCHEMAS
from race_sim.calibration.schemas_nuclear import NUCLEAR_SCHEMAS

SCHEMAS: dict[str, Schema] = {**NUCLEAR_SCHEMAS, **AI_SCHEMAS, **EVENT_SCHEMAS}
