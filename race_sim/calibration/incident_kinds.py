"""What kinds of AI incidents are reported."""

from __future__ import annotations

from pathlib import Path

from race_sim.calibration.estimate import Estimate
from race_sim.calibration.incidents import MISUSE_DOMAIN, SAFETY_DOMAIN
from race_sim.calibration.intervals import binomial_share
from race_sim.calibration.tables import DATA, read_table

_FILE = "ai_incidents_by_year.csv"
_TOTAL = "mit_coded_total"


def estimates(folder: Path = DATA) -> list[Estimate]:
    """Shares of failures of AI systems, of malicious use, and of all else."""
    table = read_table("ai_incidents_by_year", folder)
    total = int(table[_TOTAL].sum())
    failures, misuse = (int(table[domain].sum()) for domain in (SAFETY_DOMAIN, MISUSE_DOMAIN))
    return [
        Estimate(
            f"inc.kind.{name}",
            f"share of AI incidents: {meaning}",
            *binomial_share(count, total),
            unit="share",
            data=_FILE,
            method=f"{count} of {total} that are coded, exact binomial",
            confidence="measured",
            note="of all reports, few of them serious; shares change from year to year, and no "
            "domain is financial",
        )
        for name, meaning, count in (
            ("failures", "failures of AI systems (MIT domain 7)", failures),
            ("misuse", "malicious use (MIT domain 4)", misuse),
            ("other", "all other MIT domains", total - failures - misuse),
        )
    ]
