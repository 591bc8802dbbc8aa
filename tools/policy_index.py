"""Writes the table of policies in docs/policies.md anew. Run it after a change of the catalogue."""

from pathlib import Path

from race_sim.documents import write_block
from race_sim.policy_index import index_table

PAGE = Path(__file__).parent.parent / "docs" / "policies.md"
OF = ("race_sim/policies/catalogue.py", "race_sim/policy_index.py")

if __name__ == "__main__":
    write_block(PAGE, "policies", index_table(), OF)
    print(f"{PAGE.name}: the table of policies is up to date")
