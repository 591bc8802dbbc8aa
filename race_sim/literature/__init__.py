"""Published models of the AI race, one a file, beside which this one can be read.

- `catalogue`: all of them, with their citations;
- a file a model: its assumptions and mathematics, its parameters, its functions on arrays;
- `known`: numbers that a right implementation must give, with their sources;
- `bridges`: the limit of our race that a model is, and how the two compare there;
- `sweep`: one model over a grid of its parameters;
- `comparison`: one question asked of all of them, and of our race.
"""
