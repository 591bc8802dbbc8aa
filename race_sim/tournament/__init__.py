"""Tournaments: every policy against every policy, in both chairs, under common luck.

- `tournament`: all of it in one call;
- `entrants`: who takes part: policies, users' own ones, strategies of the Axelrod library;
- `play`: every ordered pair, world by world;
- `moments` and `bimatrix`: mean payoffs of all pairs, and how they vary together;
- `ranking`: scores with paired intervals;
- `equilibria`: of the game in which choosing a policy is the move;
- `replicator` and `evolution`: which policies spread (finite populations: `race_sim.games`);
- `report` and `files`: what is told and kept;
- `repeated`: two policies in a repeated game whose payoffs stand still;
- `axelrod_strategies`, `axelrod_race` and `axelrod_matches`: strategies of the Axelrod library in a
  race, and policies in its matches.
"""
