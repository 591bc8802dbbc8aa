"""Play every experiment, in the order in which the page of experiments tells them.

To run it: python experiments/all.py [--worlds N] [--seed N] [--out FOLDER] [--docs PAGE]

Each writes its files into its own folder under `--out`. Without `--worlds`, each plays as many
worlds as its intervals need; only then is the page worth writing. `--only NAME ...` plays some.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parent
# Every script beside this one is named here; a test holds it to that.
EXPERIMENTS = (
    "unilateral_safety",
    "first_mover",
    "chernobyl_window",
    "treaty_in_the_drawer",
    "early_or_late_shock",
    "home_and_abroad",
    "command_or_market",
    "export_controls",
    "rivalry_and_openness",
    "open_exchange",
    "anxiety_or_commitment",
    "agreements",
    "pauses",
    "incident_kinds",
    "shock_changes_the_game",
    "myopia_or_rivalry",
    "tournament",
    "robust_levers",
    "warning_shots",
    "literature",
)


def load(name: str) -> ModuleType:
    """The script of an experiment as a module."""
    path = FOLDER / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"experiments_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: list[str] | None = None) -> int:
    """Play the experiments; the exit code is that of the first that fails, which ends the run."""
    parser = argparse.ArgumentParser(
        prog="all.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", help="worlds a setting, in every experiment")
    parser.add_argument("--seed", default="1", help="seed of luck (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path("results"), help="default: %(default)s")
    parser.add_argument("--docs", metavar="PAGE", help="also write the sections of this page anew")
    parser.add_argument("--only", nargs="+", choices=EXPERIMENTS, metavar="NAME")
    chosen = parser.parse_args(arguments)
    names = chosen.only or EXPERIMENTS
    for number, name in enumerate(names, 1):
        begin = time.monotonic()
        print(f"[{number} of {len(names)}] {name}\n", flush=True)
        module = load(name)
        options = ["--seed", chosen.seed, "--out", str(chosen.out / name)]
        options += ["--worlds", chosen.worlds] if chosen.worlds else []
        options += ["--docs", chosen.docs] if chosen.docs else []
        code: int = module.command(
            module.run,
            name,
            module.__doc__,
            module.WORLDS,
            options,
            of=getattr(module, "DEPENDS_ON", ()),
        )
        if code:
            return code
        print(f"{time.monotonic() - begin:.0f} s\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
