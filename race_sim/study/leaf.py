"""The leaf: so many worlds are summed together.

The sums of a study are made leaf by leaf, so that they do not depend on how it was cut into
chunks; a chunk is therefore a whole number of leaves.
"""

LEAF = 256
