"""The stage game as game theory sees it: equilibria, dominance, ordinal type, quantal response.

Plain functions over two `race_sim.game.Payoffs`, each from its own side's chair, the United States
first. `StageGame` gathers them all. `finite_population` is about games of any size, played in a
population that imitates what does well; `elimination`, `imitation`, `three_strategies` and
`network_imitation` go with it.
"""
