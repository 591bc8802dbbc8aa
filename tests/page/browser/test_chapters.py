"""The chapters in a browser: each told to its end, bets kept, and the first by keyboard alone."""

import json
import re

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="the extra `page` is needed").expect
expect.set_options(timeout=20_000)

# Does whatever can be done next, as a player would, until the chapter has been told.
PLAY = """
async (slide) => {
  const usable = (one) => !one.disabled && one.offsetParent !== null;
  const first = (what) => [...document.querySelectorAll(what)].filter(usable);
  for (let turn = 0; turn < 3000; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 8));
    if (document.querySelector(".beat a.button.main.large")) return turn;
    const [control] = [
      ".bet:not(.placed) .bet-option", ".bet:not(.placed) .button.main", ".onward button",
      ".choice.invest", ".case .button.main", ".endings .row .button",
    ].flatMap(first);
    const knob = first(".groove input").at(slide === "min" ? 0 : -1);
    if (control) control.click();
    else if (knob && slide && knob.value !== knob[slide]) {
      knob.value = knob[slide];
      knob.dispatchEvent(new Event("input"));
    }
  }
  return null;
}
"""
SLIDES = {6: "max", 8: "min"}  # what is dragged until arrows turn


@pytest.fixture(scope="module")
def one(long_visit, server):
    """A page on which all chapters are told."""
    visit = long_visit(reduced_motion="reduce")
    visit.go(f"{server.address}#/chapters")
    return visit


@pytest.mark.parametrize("number", range(1, 9))
def test_a_chapter_is_told_to_its_end(one, number):
    page = one.page
    step = f".chapter-steps a[href='#/chapters/{number}']"
    one.turn(f"#/chapters/{number}", f"{step}[aria-current]")
    assert page.evaluate(PLAY, SLIDES.get(number)) is not None
    told = page.locator(".chapter").inner_text()
    assert "undefined" not in told and "NaN" not in told and not re.search(r"\{\w+\}", told)
    assert page.locator(".bet.placed").count() >= 1 and page.locator(".bet-result").count() >= 1
    assert page.locator(f"{step}.done").count() == 1
    kept = json.loads(page.evaluate("localStorage.getItem('race-sim-chapters')"))
    assert len(kept["done"]) == len(kept["bets"]) >= 1
    one.turn("#/chapters", ".chapter-doors")
    door = page.locator(f"a.chapter-door[href='#/chapters/{number}']")
    expect(door).to_contain_text("done")
    expect(door).to_contain_text("Bets right")


def test_all_can_be_forgotten(one):
    one.turn("#/chapters/1", ".choice")
    assert one.page.evaluate(PLAY, None) is not None
    one.turn("#/chapters", ".chapter-doors")
    one.page.get_by_role("button", name="Forget").click()
    expect(one.page.locator(".chapter-door .badge.good")).to_have_count(0)


def test_the_first_chapter_by_keyboard_alone_and_where_one_left_off(visit, server):
    one = visit(reduced_motion="reduce")
    one.go(f"{server.address}#/chapters/1")
    page, keys = one.page, one.page.keyboard
    page.wait_for_selector(".choice")
    for made, letter in enumerate("AIAA"):
        keys.press(letter)
        expect(page.locator(".strip .mark:not(.none)")).to_have_count(2 * made + 2)
    page.wait_for_selector(".beat:focus .bet")
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".bet.placed strong")).to_have_text("Your bet: 3")
    page.wait_for_selector(".choice")
    for made in range(4):
        keys.press("A")
        expect(page.locator(".strip").last.locator(".mark.A")).to_have_count(2 * made + 2)
    expect(page.locator(".bet-result dd").last).to_have_text("4")
    page.wait_for_selector(".beat:focus h2:has-text('Why did you')")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_selector(".beat:focus .onward button")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_selector(".beat:focus a.button.main.large")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**/#/chapters/2")
    page.wait_for_selector("h1:focus")
    one.turn("#/", ".hero")
    page.get_by_role("link", name="Go on with chapter 2").click()
    page.wait_for_selector(".pinned .matrix")
    # Arrows, frames and the name are still to be found out.
    assert page.locator(".pinned .arrow:visible").count() == 0
    assert not page.locator(".pinned .named").is_visible()
    page.get_by_role("button", name="I have looked").click()
    page.get_by_role("button", name="To accelerate").click()
    expect(page.locator(".pinned .arrow:visible")).to_have_count(1)
