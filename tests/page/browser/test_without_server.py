"""The page without a server of ours: a folder behind any server, and one file."""

import pytest

from race_sim.page.door import call
from race_sim.page.links import fragment_of

expect = pytest.importorskip("playwright.sync_api", reason="the extra `page` is needed").expect
expect.set_options(timeout=20_000)
pytestmark = pytest.mark.slow


def play_on(one, game):
    """A move, its endings and the end of the race; all as the door tells it in Python."""
    page = one.page
    told = call({"ask": "replay", "game": game})
    us = told["now"]["us"]
    expect(page.locator(".lane").first).to_contain_text(f"{us['capability']:.2f}")
    page.keyboard.press("A")
    after = call({"ask": "move", "game": game, "us": "A"})
    gap = f"{after['now']['us']['gap']:.2f}"
    expect(page.locator(".lane").first).to_contain_text(gap)
    forecast = call({"ask": "forecast", "game": after["game"], "worlds": 50})
    endings = sorted(one["us_welfare"] for one in forecast["endings"])
    middle = f"{endings[25]:.1f}".replace("-", "−")
    expect(page.locator(".endings .middle").first).to_contain_text(f"above {middle}.")
    page.wait_for_selector(".chart svg")


@pytest.fixture(scope="module")
def game():
    """A game on the way."""
    record = call({"ask": "new_game", "world": 7, "cn": "logit-response"})["game"]
    return {**record, "us_moves": "IIAAIIAAAAAA"}


def test_a_folder_behind_any_server(visit, folder_server, game, record_property):
    one = visit()
    usable = one.go(f"{folder_server}{fragment_of(game)}", ".view-play .choice")
    play_on(one, game)
    record_property("seconds until usable, folder", round(usable, 2))
    assert not [url for url in one.requests if url.endswith("/call")]
    hosts = {url.split("/")[2] for url in one.requests if url.startswith("http")}
    assert hosts == {folder_server.split("/")[2]}


def test_one_file_asks_nobody_for_anything(visit, single, game, record_property):
    one = visit(offline=True)
    address = single.as_uri()
    usable = one.go(f"{address}{fragment_of(game)}", ".view-play .choice")
    play_on(one, game)
    record_property("seconds until usable, one file", round(usable, 2))
    asked = [url for url in one.requests if not url.startswith(("about:", "data:", "blob:"))]
    assert [url.split("#")[0] for url in asked] == [address]
