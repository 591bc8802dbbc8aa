"""Writes the table of policies in docs/policies.md anew. Run it after a change of the catalogue."""

from pathlib import Path

from race_sim.policy_index import index_table

PAGE = Path(__file__).parent.parent / "docs" / "policies.md"
BEGIN, END = "<!-- policies: begin -->", "<!-- policies: end -->"


def page_with_table(text: str) -> str:
    """The page with the table between its two comment lines."""
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    return f"{head}{BEGIN}\n\n{index_table()}\n\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{PAGE.name}: the table of policies is up to date")
