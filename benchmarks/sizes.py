"""Sizes that the measuring process and the measured ones both know."""

POINTS = 4
WORKERS = 2
FEW = 8  # worlds a point of the run that is taken for start-up
