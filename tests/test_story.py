"""The story of a world says what its history says."""

import re
from functools import cache

import pytest

import race_sim
from race_sim.game import GAMES
from race_sim.rules.state import BINDING
from race_sim.story import as_text, story
from race_sim.words import GAME_NAMES

QUARTERS = ("first", "second", "third", "fourth")


@cache
def worlds_of(name):
    return race_sim.simulate(name, worlds=1500, seed=1)


def first_world(name, condition):
    """The first world in which something happened, whatever the calibration."""
    worlds = worlds_of(name)
    return int(worlds.loc[condition(worlds), "world"].iloc[0])


# What happened in the world, the scenario, and how to find it.
WORLDS = {
    "catastrophe": ("baseline", lambda w: w.catastrophe & (w.incidents > 3)),
    "early catastrophe": ("baseline", lambda w: w.catastrophe & (w.incidents == 1)),
    "breach": ("baseline", lambda w: w.breaches_found > 0),
    "treaty": ("baseline", lambda w: w.binding_treaty_year.notna() & ~w.catastrophe),
    "many shocks": ("baseline", lambda w: w.chernobyl_moments >= 5),
    "quiet": ("baseline", lambda w: w.chernobyl_moments == 0),
    "transition": ("finish-line", lambda w: (w.ending == "transition") & ~w.lost_at_finish),
    "lost": ("finish-line", lambda w: w.lost_at_finish),
    "forced": ("chernobyl-2028-cn", lambda w: w.chernobyl_moments > 1),
    "paused": ("mutual-pause-2027", lambda w: w.chernobyl_moments > 0),
    "changed": ("export-control-squeeze", lambda w: w.incidents > 0),
}


@cache
def model_of(which):
    name, condition = WORLDS[which]
    model = race_sim.RaceModel(name, seed=1, world=first_world(name, condition))
    model.run()
    return model


@cache
def told_of(which):
    model = model_of(which)
    return story(model.scenario, model.history, model.events, model.outcome)


def years_in(label):
    """The years that a passage covers."""
    first, _, last = label.partition(" to ")
    return range(int(first), int(last or first) + 1)


def passage_of(which, year):
    return next(p for p in told_of(which)[:-1] if year in years_in(p.years))


def dated(which):
    """Every sentence of a year with the quarter that was last named before it, or None."""
    for passage in told_of(which)[:-1]:
        quarter = None
        for text in passage.sentences:
            found = re.match(r"In the (first|second|third|fourth) quarter ", text)
            if found:
                quarter = QUARTERS.index(found.group(1))
            yield years_in(passage.years)[0], quarter, text


every_world = pytest.mark.parametrize("which", list(WORLDS))


@every_world
def test_every_year_is_told_once(which):
    told = told_of(which)
    years = [year for passage in told[:-1] for year in years_in(passage.years)]
    history = model_of(which).history
    assert years == sorted(set(history["year"].astype(int)))
    assert told[-1].years == "The end"


@every_world
def test_every_incident_is_told_once_in_its_quarter_with_severity_and_place(which):
    model = model_of(which)
    expected = sorted(
        (
            int(event.year),
            int(event.year % 1 * 4),
            {"us": "the United States", "cn": "China"}[event.side],
            event.text.partition(":")[0],
        )
        for event in model.events
        if event.kind == "incident"
    )
    pattern = re.compile(
        r"a (Chernobyl moment|catastrophe|serious incident) (?:strikes|happens in) (.+?): "
        r"(.+?), severity ([\d. ]+)",
        re.IGNORECASE,
    )
    found, severities = [], []
    for year, quarter, text in dated(which):
        match = pattern.search(text)
        if match:
            size = match.group(1).replace("serious incident", "incident")
            # The first quarter of a race is not named.
            found.append((year, quarter or 0, match.group(2), size))
            severities.append(float(match.group(4).replace(" ", "").rstrip(".")))
    assert sorted(found) == expected
    assert sorted(severities) == pytest.approx(
        sorted(event.severity for event in model.events if event.kind == "incident"), rel=0.05
    )


@every_world
def test_chernobyl_moments_are_told_in_their_year_and_no_other(which):
    model = model_of(which)
    by_year = model.history.groupby(model.history["year"].astype(int))
    moments = by_year[["us_chernobyl_moments", "cn_chernobyl_moments"]].sum().sum(axis=1)
    for year, expected in moments.items():
        text = " ".join(passage_of(which, year).sentences).lower()
        # A catastrophe is counted as a Chernobyl moment too.
        assert (
            text.count("chernobyl moment strikes") + text.count("catastrophe strikes") == expected
        )


@every_world
def test_games_are_told_as_they_were_played(which):
    history = model_of(which).history
    steps = history.loc[history["game"].ne(history["game"].shift()), ["year", "game"]]
    expected = [(int(year), GAME_NAMES[game]) for year, game in steps.itertuples(index=False)]
    names = sorted(GAME_NAMES.values(), key=len, reverse=True)
    pattern = re.compile(rf"game (?:is|becomes) ({'|'.join(map(re.escape, names))})")
    found = [
        (year, match.group(1))
        for year, _, text in dated(which)
        for match in [pattern.search(text)]
        if match
    ]
    assert found == expected


@every_world
def test_what_a_game_means_is_said_when_it_is_first_named(which):
    text = " ".join(text for _, _, text in dated(which))
    for game in GAMES:
        name = GAME_NAMES[game.key]
        if f"The game is {name}" in text or f"game becomes {name}" in text:
            assert re.search(rf"game (?:is|becomes) {re.escape(name)}: \w+", text), name


@every_world
def test_choices_agree_with_history(which):
    history = model_of(which).history
    by_year = dict(iter(history.groupby(history["year"].astype(int))))
    claims = 0
    for passage in told_of(which)[:-1]:
        for year in years_in(passage.years):
            us, cn = by_year[year]["us_invests"], by_year[year]["cn_invests"]
            clauses = [part for text in passage.sentences for part in text.rstrip(".").split("; ")]
            for text in clauses:
                if text == "Both sides accelerate":
                    assert not us.any() and not cn.any()
                elif text == "Both sides invest in safety":
                    assert us.all() and cn.all()
                elif match := re.match(r"(.+) invests in safety in (\w+) quarters? of", text):
                    number = ("no", "one", "two", "three", "four").index(match.group(2))
                    subject = match.group(1)
                    assert subject in ("The United States", "China", "Each side")
                    if subject != "China":
                        assert us.sum() == number
                    if subject != "The United States":
                        assert cn.sum() == number
                elif match := re.match(
                    r"(The United States|China) (accelerates|invests in safety)$", text
                ):
                    side = us if match.group(1) == "The United States" else cn
                    assert side.all() if match.group(2) == "invests in safety" else not side.any()
                else:
                    continue
                claims += 1
    assert claims


@every_world
def test_turns_are_told_in_their_quarter(which):
    history = model_of(which).history
    for year, quarter, text in dated(which):
        match = re.search(
            r"([Tt]he United States|China|[Bb]oth sides) (turns? to safety|goe?s? back)",
            text,
        )
        if match is None or "quarter;" in text or quarter is None:
            continue
        at = history.index[history["year"].sub(year + quarter / 4).abs() < 1e-9][0]
        sides = {"china": ["cn"], "both sides": ["us", "cn"]}.get(match.group(1).lower(), ["us"])
        for side in sides:
            invests = history[f"{side}_invests"]
            assert bool(invests[at]) == match.group(2).startswith("turn")
            assert at == 0 or invests[at] != invests[at - 1]


@every_world
def test_agreements_are_told_as_they_came_and_went(which):
    history = model_of(which).history
    signed = history[history["treaty_signed"] != "none"]
    ended = history[history["treaty_ended"]]
    found_signed, found_ended = [], 0
    for year, _, text in dated(which):
        match = re.search(
            r"a (non-binding|binding) (?:agreement|treaty) is signed", text, re.IGNORECASE
        )
        if match:
            found_signed.append((year, match.group(1)))
        found_ended += "lapses" in text or "That is the end of the" in text
    assert found_signed == [
        (int(year), str(kind))
        for year, kind in signed[["year", "treaty_signed"]].itertuples(index=False)
    ]
    assert found_ended == len(ended)


def test_a_breach_names_who_was_caught():
    model = model_of("breach")
    caught = model.history[model.history["breach"] != "nobody"]
    name = {"us": "the United States", "cn": "China"}[str(caught["breach"].iloc[0])]
    text = " ".join(passage_of("breach", int(caught["year"].iloc[0])).sentences).lower()
    assert f"{name.lower()} is caught in breach of the treaty" in text
    assert (model.race.treaty == BINDING) == (model.history["treaty"].iloc[-1] == "binding")


@pytest.mark.parametrize("which", ["many shocks", "forced", "breach", "paused"])
def test_freezes_end_when_the_state_says_so(which):
    # Another way to the same dates: the end of a freeze as the model holds it.
    played = model_of(which)
    model = race_sim.RaceModel(played.scenario, seed=1, world=played.world)
    ends = {}
    while model.running:
        ends[model.step_number] = {"us": model.race.us.freeze_end, "cn": model.race.cn.freeze_end}
        model.step()
    found = 0
    for year, quarter, text in dated(which):
        match = re.search(r"freeze ends (on both sides|in China|in the United States)", text)
        if match is None:
            continue
        step = round((year + (quarter or 0) / 4 - 2026) * 4)
        sides = {"in China": ["cn"], "in the United States": ["us"]}.get(
            match.group(1), ["us", "cn"]
        )
        for side in sides:
            begin = 2026 + step / 4
            assert begin <= ends[step][side] < begin + 0.25
            found += 1
    assert found


def test_what_a_shock_stops_is_what_history_shows():
    model = model_of("forced")
    step = model.history.index[model.history["cn_chernobyl_moments"] > 0][0]
    after = model.history.loc[step + 1]
    text = " ".join(passage_of("forced", 2028).sentences)
    assert "(the scenario's shock)" in text
    found = re.search(
        r"After that, (\d+) % of (.+?) progress is stopped, and (\d+) % of (.+?)\.", text
    )
    assert found
    stopped = {found.group(2): found.group(1), found.group(4): found.group(3)}
    assert stopped == {
        "China's": f"{100 * after['cn_restriction']:.0f}",
        "the United States'": f"{100 * after['us_restriction']:.0f}",
    }


def test_scenario_news_are_told_at_their_date():
    assert "both sides pause all progress" in " ".join(passage_of("paused", 2027).sentences)
    assert "the pause of both sides ends" in " ".join(passage_of("paused", 2028).sentences)
    change = model_of("changed").scenario.changes[0]
    key, value = next(iter(change.values.items()))
    text = " ".join(passage_of("changed", int(change.date)).sentences)
    assert f"the scenario sets {key} to {value}" in text


def test_endings():
    def end(which):
        return told_of(which)[-1].sentences

    outcome = model_of("catastrophe").outcome
    host = {"us": "the United States", "cn": "China"}[outcome["catastrophe_host"]]
    assert end("catastrophe")[0].startswith(f"A catastrophe in {host} ends the race in the ")
    assert end("early catastrophe")[1] == "Besides it, there was no serious incident."
    assert end("quiet")[0] == "The race reaches its horizon, 2046, without a catastrophe."
    winner = {"us": "The United States", "cn": "China"}[model_of("transition").outcome["winner"]]
    assert end("transition")[0].startswith(f"{winner} crosses the finish line first in the ")
    assert end("transition")[0].endswith(", and the outcome is not lost.")
    assert end("lost")[0].endswith(", but the outcome is lost to both.")


def test_the_end_adds_up():
    outcome = model_of("many shocks").outcome
    text = " ".join(told_of("many shocks")[-1].sentences)
    spelt = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}
    incidents, moments = int(outcome["incidents"]), int(outcome["chernobyl_moments"])
    assert f"There were {spelt.get(incidents, incidents)} serious incidents" in text
    assert f"{spelt.get(moments, moments)} of them Chernobyl moments" in text
    us, cn = (f"{100 * outcome[f'{side}_accelerating']:.0f} %" for side in ("us", "cn"))
    assert f"accelerated {us} of the time, and China {cn}" in text or us == cn


@every_world
def test_prose_is_whole_sentences(which):
    for passage in told_of(which):
        for text in passage.sentences:
            assert text[0].isupper() and text.endswith(".")
            assert not re.search(r"  |\.\.|\bnan\b|None| ,", text), text


@pytest.mark.parametrize("width", [40, 80, 100])
def test_text_keeps_to_its_width_and_loses_nothing(width):
    told = told_of("breach")
    text = as_text(told, width)
    assert max(map(len, text.split("\n"))) <= width
    labels = [passage.years for passage in told]
    assert [
        line[: len(max(labels, key=len))].strip() for line in text.split("\n") if line[0] != " "
    ] == labels
    together = " ".join(" ".join(passage.sentences) for passage in told)
    for label in labels:
        text = re.sub(rf"^{re.escape(label)}", "", text, flags=re.MULTILINE)
    assert " ".join(text.split()) == together
    assert not re.search(r"\d\n +%", text)


@pytest.mark.parametrize("step", [0.5, 1.0, 1 / 12])
def test_other_steps_are_told_by_the_month_or_not_at_all(step):
    scenario = race_sim.load_scenario(
        "chernobyl-2028-us", {"time.step": step, "time.decision_period": step}
    )
    model = race_sim.RaceModel(scenario, seed=1, world=3)
    model.run()
    told = story(model.scenario, model.history, model.events, model.outcome)
    text = as_text(told)
    assert "quarter" not in text
    year_2028 = " ".join(next(p for p in told if p.years == "2028").sentences)
    assert "Chernobyl moment strikes the United States" in year_2028
    assert ("In January" in year_2028) == (step < 1.0)


def test_the_same_world_gives_the_same_story():
    model = model_of("many shocks")
    again = story(model.scenario, model.history, model.events, model.outcome)
    assert again == told_of("many shocks")
