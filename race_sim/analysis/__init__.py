"""Analysis: comparisons of scenarios under common luck, and what an experiment finds."""
