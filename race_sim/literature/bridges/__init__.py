"""Bridges: which limit of our race a published model is, and whether the two agree there.

One file a model. Each builds a race from `limit`, in which everything is switched off but what the
model has, plays it with the engines of this project (`race_sim.quarter`, `race_sim.plain_loop` or
`race_sim.ensemble`), and sets what comes out beside what the model's own functions give
(docking: Axtell, R., Axelrod, R., Epstein, J. M. and Cohen, M. D., 1996, Computational and
Mathematical Organization Theory 1, 123-141).
"""
