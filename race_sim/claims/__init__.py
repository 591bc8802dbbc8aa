"""Claims: each hypothesis of `seeds/claims.toml`, tested in the baseline and over the prior.

>>> from race_sim.claims import load_claims
>>> claim = load_claims()[0]
>>> claim.id, len(claim.tests)
('shared-anxiety', 2)

`race_sim.claims.run.run_claims` plays and judges them; docs/claims.md says by which rule.
"""

from race_sim.claims.claim import Claim, Comparison, Side
from race_sim.claims.claim_file import load_claims

__all__ = ["Claim", "Comparison", "Side", "load_claims"]
