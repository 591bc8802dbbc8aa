"""Far-sighted play: what actors would do who look ahead without end and reckon with each other.

- `stochastic_game`, `responses`, `newton`, `logit_equilibrium`, `best_reply`: any two-sided
  stochastic game, its Markov perfect logit equilibrium, its planner, best replies.
- `grids`, `moves`, `shocks`, `agreements`, `reduced`: the race as such a game on a reduced state.
- `solution`, `kept`: solving the race, and keeping what was solved; `solution.rows_for` gives the
  rows of the table that `race_sim.policies.far_sighted` reads.

Nothing is imported here, so that the package costs nothing to those who do not need it.
"""
