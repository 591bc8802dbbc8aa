"""The page of `race-sim play`, played in a browser: by keyboard, by two, by link, on a phone."""

import re

import pytest

from race_sim.page.door import call
from race_sim.page.links import game_in

expect = pytest.importorskip("playwright.sync_api", reason="the extra `page` is needed").expect
expect.set_options(timeout=20_000)

MEGABYTE = 1_000_000


def totals(page):
    """The table of what a race came to."""
    return page.locator(".closing table.figures").inner_text()


def date_is(page, text):
    """Wait until the page shows a quarter."""
    expect(page.locator(".head .date")).to_have_text(text)


def focus_by_tab(page, selector, most=60):
    """Reach an element with the tabulator alone."""
    for _ in range(most):
        if page.evaluate("what => Boolean(document.activeElement?.matches(what))", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_a_whole_game_by_keyboard_alone_and_its_link_gives_the_same(visit, server):
    one = visit()
    one.go(server.address)
    page = one.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # Set up a game in a world in which the race goes on to its end.
    focus_by_tab(page, ".doors a[href='#/sandbox']")
    page.keyboard.press("Enter")
    focus_by_tab(page, ".setting input[type=checkbox]", 120)
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("90")
    focus_by_tab(page, ".start-bar button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".view-play .choice")
    # A button, its key, taking back, and going on by itself until something happens.
    focus_by_tab(page, "button.choice[data-letter=I]")
    page.keyboard.press("Enter")
    date_is(page, re.compile("^Second"))
    assert page.evaluate("document.activeElement.dataset.letter") == "I"
    page.keyboard.press("A")
    date_is(page, re.compile("^Third"))
    page.keyboard.press("U")
    date_is(page, re.compile("^Second"))
    page.keyboard.press("A")
    date_is(page, re.compile("^Third"))
    stop = page.locator(".tools button", has_text="Stop")
    while not page.locator(".closing").count():
        seen = page.locator(".head .date").inner_text()
        page.keyboard.press("K")
        expect(page.locator(".head .date")).not_to_have_text(seen)
        expect(stop).to_have_count(0)
    page.wait_for_selector(".closing .figures")
    assert page.evaluate("document.activeElement.closest('.closing') !== null")
    page.wait_for_selector(".dot-row .dot")
    record = game_in(page.url)
    assert record["world"] == 90 and record["us_moves"].startswith("IA")
    told = call({"ask": "replay", "game": record})
    assert told["over"] and f"{told['outcome']['us_welfare']:.1f}".replace("-", "−") in totals(page)
    # The link, opened by somebody else.
    page.keyboard.press("Tab")
    focus_by_tab(page, ".tools button:last-child", 120)
    page.keyboard.press("Enter")
    link = page.locator("dialog input").first.input_value()
    page.keyboard.press("Escape")
    other = visit()
    other.go(link, ".closing .figures")
    assert totals(other.page) == totals(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.fixture(scope="module")
def table(long_visit, server):
    """A page that stays open, on which one game after the other is played."""
    one = long_visit()
    one.go(server.address)

    def play(link, ready=".endings .dots .dot"):
        one.turn(f"#{link.partition('#')[2]}", ready)
        return one.page

    return play


def test_usable_at_once_and_light(visit, server, record_property):
    one = visit()
    sizes = []
    one.page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    usable = one.go(f"{server.address}#/play", ".view-play .choice:not(:disabled)")
    one.settle()
    one.page.wait_for_load_state("networkidle")
    transferred = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    record_property("seconds until usable, server", round(usable, 2))
    record_property("bytes transferred, server", transferred)
    assert transferred <= MEGABYTE
    assert usable < 5.0  # a loaded machine; alone it takes a tenth


def test_a_move_with_200_endings(table, link, record_property):
    page = table(link(us_moves="AAI"))
    page.get_by_label("How many futures").select_option("200")
    expect(page.locator(".endings .dot")).to_have_count(200)
    first = page.locator(".endings .middle").inner_text()
    milliseconds = page.evaluate(
        """async () => {
            const seen = document.querySelector(".endings .dots").getAttribute("aria-label");
            const begun = performance.now();
            document.querySelector(".choice[data-letter=A]").click();
            const dots = document.querySelector(".endings .dots");
            while (dots.getAttribute("aria-label") === seen)
                await new Promise((resolve) => setTimeout(resolve, 2));
            return performance.now() - begun;
        }"""
    )
    record_property("milliseconds, a move with 200 endings, server", round(milliseconds))
    assert page.locator(".endings .dot").count() == 200
    assert page.locator(".endings .middle").inner_text() != first
    assert "Before your move" in page.locator(".endings").inner_text()
    page.wait_for_selector(".endings .dots .dot")
    page.get_by_role("button", name="Worst").click()  # and one of them, quarter by quarter
    page.wait_for_selector(".walk .track")
    assert "200 futures" in page.locator(".endings h2").inner_text()


def test_two_at_one_keyboard_choose_in_secret(table, link):
    page = table(link(cn="person"), ".hot-seat .choice")
    page.keyboard.press("Q")
    expect(page.locator(".seat.of-us .badge")).to_have_text("Sealed")
    date_is(page, "First quarter of 2026")
    seat = page.locator(".hot-seat").inner_html()
    page.keyboard.press("W")  # changed one's mind; nothing of it is to be seen
    assert page.locator(".hot-seat").inner_html() == seat
    page.keyboard.press("O")
    date_is(page, re.compile("^Second"))
    page.wait_for_selector(".endings .dots .dot")
    record = game_in(page.url)
    assert (record["us_moves"], record["cn_moves"]) == ("I", "A")
    assert page.get_by_label("Plan: China").count() == 1
    assert page.get_by_role("button", name="Keep going").count() == 0


def test_undo_and_same_luck_other_choice(table, link):
    page = table(link(us_moves="AAAAAAAAAAAA"))
    seen = page.locator(".lane").all_inner_texts()
    page.keyboard.press("I")
    date_is(page, re.compile("^Second"))
    page.get_by_role("button", name="Take it back").click()
    date_is(page, re.compile("^First"))
    page.wait_for_selector(".endings .dots .dot")
    assert page.locator(".lane").all_inner_texts() == seen
    page.get_by_role("button", name="See the other path").click()
    page.wait_for_selector(".compared h3")
    page.get_by_role("button", name="Play on from there").click()
    expect(page.locator(".compared")).to_have_count(0)
    page.wait_for_selector(".endings .dots .dot")
    assert re.fullmatch("A*I", game_in(page.url)["us_moves"])


@pytest.mark.parametrize(
    "text, what",
    [
        ("%23%23", "damaged"),
        ("eyJub25lIjozfQ", "model"),  # {"none":3}
    ],
)
def test_a_bad_link_is_answered_in_words(visit, server, text, what):
    one = visit()
    one.go(f"{server.address}#/play?game={text}", ".problem")
    page = one.page
    assert page.get_by_role("alert").count() == 1
    assert what in page.locator(".problem").inner_text()
    # The door refuses what can be read but is no game, and the browser notes it.
    assert all("400" in text for text in [*one.refused, *one.complaints])
    one.refused.clear()
    one.complaints.clear()
    page.get_by_role("link", name="Play a fresh game").click()
    page.wait_for_selector(".choice")
    one.settle()


def test_a_game_to_beat_is_the_same_world(table, link):
    page = table(link(us_moves="IIAA").replace("?game=", "?beat="))
    assert "Somebody sends you this world" in page.locator(".card").inner_text()
    date_is(page, "First quarter of 2026")
    assert "world=7" in page.url or game_in(page.url)["world"] == 7


def test_calm_motion_moves_nothing(visit, link):
    one = visit(reduced_motion="reduce")
    one.go(link(us_moves="AAAAAAAA"), ".endings .dots .dot")
    page = one.page
    page.keyboard.press("A")
    date_is(page, re.compile("^Second"))
    assert page.evaluate("document.getAnimations().length") == 0
    one.settle()
    page.get_by_role("button", name="Middle").click()
    page.wait_for_selector(".walk .track")
    at = page.locator(".walk output").inner_text()
    page.wait_for_timeout(400)
    assert page.locator(".walk output").inner_text() == at  # it waits to be walked


def test_turned_knobs_change_the_matrix_and_two_settings_are_compared(table, visit, server, link):
    page = table(link(us_moves="AA"))
    page.get_by_text("What if...").click()
    title = page.locator(".matrix-sheet .named strong").first
    before, game = title.inner_text(), page.url
    slider = page.get_by_label("Rivalry")
    slider.focus()
    page.keyboard.press("Home")
    expect(title).not_to_have_text(before)
    assert page.url == game  # the game itself stays as it is
    page.get_by_role("button", name="Put the knobs back").click()
    expect(title).to_have_text(before)
    page.goto(f"{server.address}#/compare")
    page.wait_for_selector(".figures")
    shown = page.locator(".figures").inner_text()
    other = visit()
    other.go(page.url, ".figures")
    assert other.page.locator(".figures").inner_text() == shown
