"""`python -m race_sim.cli`, the same as `race-sim`."""

from race_sim.cli import main

main()
