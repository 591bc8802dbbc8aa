"""From data to parameters: estimates, each made by code that runs, and how the defaults compare."""
