"""Studies: designs, their runs, and their files."""
