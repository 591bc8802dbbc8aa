"""Links to a game: they bring back what was put in, and refuse what is no game."""

import base64
import json
import string
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.page.door import call
from race_sim.page.links import ADDRESS, fragment_of, game_in, link_to
from race_sim.problems import InputError

pytestmark = pytest.mark.short

LINKS = Path(__file__).parents[2] / "race_sim" / "page" / "static" / "links.mjs"


@given(
    st.integers(0, 2**31 - 1),
    st.text("AI", max_size=30),
    st.sampled_from(["tit-for-tat", "always-safe", "person"]),
    st.dictionaries(
        st.sampled_from(["payoffs.rivalry", "exchange.openness"]), st.floats(0.0, 1.0), max_size=2
    ),
)
def test_a_game_comes_back_from_its_link(world, moves, cn, values):
    other = moves if cn == "person" else ""
    link = link_to(world=world, us_moves=moves, cn_moves=other, cn=cn, values=values)
    game = game_in(link)
    assert (game["world"], game["us_moves"], game["cn_moves"]) == (world, moves, other)
    assert game["values"] == values
    assert ADDRESS + fragment_of(game) == link
    # Nothing in it has to be escaped in an address.
    assert set(link.partition("=")[2]) <= {*string.ascii_letters, *string.digits, "-", "_"}


def test_the_door_plays_the_game_of_a_link():
    view = call({"ask": "move", "game": game_in(link_to(us_moves="AA", world=3)), "us": "I"})
    assert view["game"]["us_moves"] == "AAI"
    assert game_in(fragment_of(view["game"])) == view["game"]


def test_padding_and_what_follows_do_not_matter():
    link = link_to(world=12)
    assert game_in(f"{link}==&view=chart") == game_in(link)


def coded(value):
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return "#/play?game=" + base64.urlsafe_b64encode(text).decode()


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://127.0.0.1:8765/#/play",
        "#/play?game=",
        "#/play?game=a",
        "#/play?game=%%%",
        "#/play?game=\N{SNOWMAN}",
        coded(b"\xff\xfe"),
        coded(b"{"),
        coded(b"[" * 100_000),
        coded(None),
        coded([]),
        coded({"world": 1}),
        coded({"model": "0", "world": 1}),
        coded({"model": "2", "us_moves": "AX"}),
        coded({"model": "2", "colour": "red"}),
    ],
)
def test_what_is_no_game_is_refused(link):
    with pytest.raises(InputError):
        game_in(link)


@given(st.text())
def test_no_text_does_worse_than_be_refused(text):
    with pytest.raises(InputError):
        game_in("#/play?game=" + text)


def test_the_page_reads_and_writes_the_same_links(node):
    """As the page's own `links.mjs` does it, with letters beyond ASCII in it."""
    game = game_in(link_to(world=7, us_moves="AIA", values={"payoffs.rivalry": 0.1}))
    fragment = fragment_of({**game, "note": "\N{SNOWMAN} \N{GREEK SMALL LETTER MU}?>"})
    script = (
        f"import {{ unpacked, packed }} from {json.dumps(LINKS.as_uri())};"
        f"const game = unpacked({json.dumps(fragment.partition('=')[2])});"
        "console.log(JSON.stringify([game, packed(game)]));"
    )
    command = [node, "--input-type=module", "-e", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    read, written = json.loads(done.stdout)
    note = read.pop("note")
    assert note.startswith("\N{SNOWMAN}") and read == game
    assert json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))["note"] == note
