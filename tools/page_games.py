"""Plays three whole games on the page in a browser, and keeps pictures of them for docs/page.md.

The keys are those that a player presses, and the games are always the same ones: the pictures
change only when the page or the rules do. Needs the extra `page`, and Chromium.
"""

from __future__ import annotations

import argparse
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from page_pictures import CHROMIUM, FIGURES, FLAGS, small_png

from race_sim.page.links import link_to
from race_sim.page.server import PageServer, play_compiled
from race_sim.study.store import written_aside

DESK, PHONE = (1280, 860), (390, 844)
LONGEST = 400  # more than there are quarters in a race


class Game(NamedTuple):
    """One of the games: how it is set up and shown, and how it is played."""

    name: str
    scheme: str
    window: tuple[int, int]
    setting: dict[str, Any]
    play: Callable[[Table], None]


class Table:
    """The page, and the hand that plays on it."""

    def __init__(self, page: Any, name: str, out: Path):
        self.page, self.name, self.out = page, name, out
        self.kept: list[Path] = []

    def date(self) -> str:
        """The quarter that is shown."""
        return str(self.page.locator(".head .date").inner_text())

    def is_over(self) -> bool:
        """Whether the race has come to its end."""
        return bool(self.page.locator(".closing").count())

    def quarter(self, *keys: str) -> None:
        """Press the keys of one quarter, and wait for what comes of them."""
        before = self.date()
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_selector(f'.date:not(:text-is("{before}"))')

    def quarters(self, letters: str) -> None:
        """One quarter a letter, for the one person at the keyboard."""
        for letter in letters:
            self.quarter(letter)

    def keep_on(self) -> None:
        """Make the last choice again until something happens."""
        self.quarter("K")
        self.page.locator(".tools button", has_text="Stop").wait_for(state="detached")

    def keep_on_until(self, title: str) -> None:
        """Keep on, past all else, until a card with this title comes, or the end."""
        for _ in range(LONGEST):
            if self.is_over() or self.page.locator(".card h2", has_text=re.compile(title)).count():
                return
            self.keep_on()
        raise RuntimeError(f"{title}: never came")

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def show(self, selector: str) -> None:
        """Bring a part of the page to the top of the window, below the bar."""
        part = self.page.locator(selector).first
        part.wait_for()
        part.evaluate("part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 80)")

    def keep(self, what: str, part: str | None = None, scroll: bool = True) -> None:
        """Keep a picture of the window: from the top or a part of the page on, or as it stands."""
        if not self.is_over():
            self.page.wait_for_selector(".endings .dot")
        self.page.wait_for_load_state("networkidle")
        if not scroll:
            pass
        elif part is None:
            self.page.evaluate("scrollTo(0, 0)")
        else:
            self.show(part)
        self.page.wait_for_timeout(300)  # until the charts are drawn
        path = self.out / f"page-game-{self.name}-{what}.png"
        with written_aside(path) as aside:
            aside.write_bytes(small_png(self.page.screenshot()))
        self.kept.append(path)


def careful(table: Table) -> None:
    """The United States against a noisy best reply: two years of care in turns with haste."""
    table.quarters("IIAAIIAA")
    table.keep("begin")
    table.keep_on_until("Chernobyl")
    table.keep("accident")
    table.press("See the other path")
    table.keep("other-path", ".walk")
    table.press("Close")
    table.quarters("II")
    for letter in "AII" * LONGEST:
        if table.is_over():
            break
        table.quarter(letter)
    table.page.wait_for_selector(".dot-row .dot")
    table.keep("end")


def hasty(table: Table) -> None:
    """China against tit for tat, on a phone: slow at first, then as fast as it goes."""
    table.quarters("IIIA" * 3 + "A")
    table.keep("begin")
    table.keep_on_until("Chernobyl")
    table.keep("accident", scroll=False)  # as the page brings it into view
    table.press("Worst")
    table.keep("future", ".walk")
    table.press("Close")
    table.keep_on_until("no such card")
    table.page.wait_for_selector(".dot-row .dot")
    table.keep("end", ".closing")


def together(table: Table) -> None:
    """Two at one keyboard, and a shock that was set for a date."""
    table.page.keyboard.press("Q")
    table.keep("sealed")
    table.quarter("O")
    while not table.page.locator(".card h2", has_text="Chernobyl").count():
        table.quarter("Q", "O")
    table.keep("shock")
    while not table.page.locator(".card h2", has_text="Signed: a binding").count():
        table.quarter("W", "P")
    table.keep("treaty")
    while not table.is_over():
        table.quarter("W", "P")
    table.page.wait_for_selector(".dot-row .dot")
    table.keep("end")


GAMES = (
    Game("careful", "light", DESK, {"cn": "logit-response", "world": 7}, careful),
    Game(
        "hasty",
        "dark",
        PHONE,
        {"us": "tit-for-tat", "cn": "person", "world": 10},
        hasty,
    ),
    Game(
        "together",
        "dark",
        DESK,
        {"scenario": "chernobyl-2028-cn", "cn": "person", "world": 0},
        together,
    ),
)


def play(games: tuple[Game, ...], out: Path) -> list[Path]:
    """Play these games to their ends; gives the pictures."""
    from playwright.sync_api import sync_playwright

    kept: list[Path] = []
    with PageServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        play_compiled().join()
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            for game in games:
                page = browser.new_page(
                    viewport={"width": game.window[0], "height": game.window[1]},
                    color_scheme=game.scheme,
                    reduced_motion="reduce",
                )
                page.goto(link_to(server.address, **game.setting))
                page.wait_for_selector(".endings .dot")
                table = Table(page, game.name, out)
                game.play(table)
                kept += table.kept
                page.close()
            browser.close()
        server.shutdown()
    return kept


def main() -> None:
    """Write docs/figures/page-game-*.png anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [game.name for game in GAMES]
    parser.add_argument("--out", type=Path, default=FIGURES, metavar="DIR")
    parser.add_argument("--game", choices=names, help="this one only")
    chosen = parser.parse_args()
    games = tuple(game for game in GAMES if chosen.game in (None, game.name))
    for path in play(games, chosen.out):
        print(f"{path}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
