"""Nothing serious that keeps people out, and no sideways scroll: every view, in three looks."""

from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="the extra `page` is needed")

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
GRAVE = ("serious", "critical")
COLOURS = ["color-contrast", "link-in-text-block"]
LOOKS = ("light", "dark", "phone")
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
FIND = """
async (only) => {
  const options = { resultTypes: ["violations"], elementRef: false };
  const found = await axe.run(document, only ? { ...options, runOnly: only } : options);
  return found.violations.map((one) => ({
    rule: one.id, impact: one.impact, where: one.nodes.map((node) => node.target.join(" ")),
  }));
}
"""
VIEWS = {
    "welcome": ("#/", ".hero"),
    "sandbox": ("#/sandbox", ".matrix .cell.rest"),
    "compare": ("#/compare", ".figures"),
    "card": ("#/card", ".terms"),
    "chapters": ("#/chapters", ".chapter-doors"),
    **{f"chapter {at}": (f"#/chapters/{at}", ".beat") for at in range(1, 9)},
    "bad link": ("#/play?game=0", ".problem"),
}
GAMES = {
    "play": {"us_moves": ""},
    "play with an accident": {"us_moves": "A" * 12, "world": 146},
    "play by two": {"us_moves": "A", "cn_moves": "I", "cn": "person"},
    "over": {"us_moves": "IAAAAAAA", "world": 68},
}
READY = {"over": ".dot-row .dot", "play with an accident": ".endings .dot"}


@pytest.fixture(scope="module")
def one(long_visit, server):
    """The page, open for all tests, with axe in it."""
    visit = long_visit()
    visit.go(server.address)
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    return visit


def look(page, name):
    """Turn the page light or dark, or as narrow as a phone, and dark too."""
    theme = "light" if name == "light" else "dark"
    if page.evaluate("document.documentElement.dataset.theme") != theme:
        page.locator("button.theme").click()
    page.set_viewport_size(PHONE if name == "phone" else DESK)


def found_in(page, only=None):
    """What is wrong with the page, by axe, if it is grave."""
    return [
        f"{one['rule']} ({one['impact']}): {', '.join(one['where'])}"
        for one in page.evaluate(FIND, only)
        if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize("name", [*VIEWS, *GAMES])
def test_nobody_is_kept_out(one, link, name):
    page = one.page
    if name in VIEWS:
        one.turn(*VIEWS[name])
    else:
        one.turn(f"#{link(**GAMES[name]).partition('#')[2]}", READY.get(name, ".choice"))
    # From the look that the test before has left; each turn draws the page anew.
    grave = {}
    for at in LOOKS if page.viewport_size == DESK else reversed(LOOKS):
        look(page, at)
        grave[at] = found_in(page, COLOURS if at == "dark" else None)  # all else is as in the light
        if at == "phone":
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert grave == {at: [] for at in LOOKS}


def test_what_is_wrong_would_be_found(one):
    look(one.page, "light")
    one.turn("#/card", ".terms")
    one.page.evaluate("document.querySelector('h1').style.color = 'rgb(230, 230, 220)'")
    one.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert {text.split(" ")[0] for text in found_in(one.page)} == {"color-contrast", "button-name"}
    assert [text.split(" ")[0] for text in found_in(one.page, COLOURS)] == ["color-contrast"]
