"""Links that open the page at a game: `#/play?game=` and the record of the game.

The record travels as JSON (compact, keys in order) in base64 with the alphabet for addresses and
without padding. `fragment_of` writes it and `game_in` reads it; the page does the same in its own
language.

>>> link = link_to(cn="tit-for-tat", world=7, us_moves="AI")
>>> link.startswith("http://127.0.0.1:8765/#/play?game=")
True
>>> game_in(link)["us_moves"]
'AI'
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from race_sim import MODEL_VERSION
from race_sim.page.game_record import read_record
from race_sim.problems import InputError, Problem

# Where links lead unless another address is given: `race-sim play --port 8765`.
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}/"
_BEGIN = "#/play?game="


def _refused(what: str) -> InputError:
    return InputError("link", [Problem("", what, f"an address that ends in {_BEGIN}...")])


def fragment_of(game: Mapping[str, Any]) -> str:
    """The part of an address from `#` on that opens the page at this game.

    Parameters
    ----------
    game : mapping
        A record as the door gives it, `call(...)["game"]`.
    """
    text = json.dumps(game, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    coded = base64.urlsafe_b64encode(text.encode("utf-8")).decode("ascii").rstrip("=")
    return f"{_BEGIN}{coded}"


def game_in(link: str) -> dict[str, Any]:
    """The record of the game that a link opens, checked as the door checks it.

    Raises
    ------
    InputError
        If this is no such link, or what it holds is no game.
    """
    _, begin, coded = link.partition(_BEGIN)
    if not begin:
        raise _refused("holds no game")
    coded = coded.partition("&")[0].rstrip("=")
    try:
        data = base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True)
        game = json.loads(data)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _refused("holds what cannot be read") from error
    return read_record(game, "game").as_dictionary()


def link_to(address: str = ADDRESS, **setting: Any) -> str:
    """A link that opens the page at a game.

    Parameters
    ----------
    address : str
        Of the page.
    **setting
        Fields of a game, as `new_game` of the door takes them, and `us_moves` and `cn_moves`;
        what is left out is as in a new game.

    Raises
    ------
    InputError
        If this is no game.
    """
    game = read_record({"model": MODEL_VERSION, **setting}, "game").as_dictionary()
    return address.partition("#")[0] + fragment_of(game)
