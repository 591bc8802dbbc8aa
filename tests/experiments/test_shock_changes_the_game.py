"""Which game follows a shock: the finding against worlds counted another way."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis.game_transitions import STATES
from race_sim.outcomes import share

WORLDS, SEED = 300, 5


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("shock_changes_the_game")


@pytest.fixture(scope="module")
def played(module):
    return module.play(WORLDS, SEED)


@pytest.fixture(scope="module")
def forced(module, played):
    return module.forced_table(played)


def test_games_before_and_after_are_those_of_the_histories(module, played):
    rows = module.table_of(played)
    history = race_sim.trajectories("baseline", worlds=WORLDS, seed=SEED)
    worlds = race_sim.simulate("baseline", worlds=WORLDS, seed=SEED)
    games = dict(iter(history.groupby("world")["game"]))
    for host, other in (("us", "cn"), ("cn", "us")):
        first = worlds[f"{host}_first_chernobyl_year"]
        alone = first.notna() & ~(worlds[f"{other}_first_chernobyl_year"] <= first)
        chosen = worlds.loc[alone & (first < 2041.0), "world"]
        pairs = []
        for world in chosen:
            step = round((first[world] - 2026.0) / 0.25)
            own = games[world].tolist()
            pairs.append((own[step], own[step + 1] if step + 1 < len(own) else "ended"))
        found = rows[(rows["host"] == host) & (rows["later"] == "a quarter")]
        assert found["worlds"].sum() == len(pairs) > 30
        for row in found.itertuples():
            assert pairs.count((row.before, row.after)) == row.worlds
            assert (row.value, row.low, row.high) == share(row.worlds, row.of)


def test_forced_shocks_are_paired_with_the_same_worlds(module, played, forced):
    """Counted from whole histories: the game in the second quarter of 2028."""
    paths = {
        name: race_sim.trajectories(name, worlds=WORLDS, seed=SEED)
        for name in ("baseline", "chernobyl-2028-cn")
    }
    baseline = race_sim.simulate("baseline", worlds=WORLDS, seed=SEED)
    early = baseline.loc[baseline["first_chernobyl_year"] < 2028.0, "world"]
    here, there = (
        path[(path["step"] == 9) & ~path["world"].isin(early)]["game"].eq("harmony")
        for path in (paths["chernobyl-2028-cn"], paths["baseline"])
    )
    rows = forced.set_index(["host", "later", "game"])
    row = rows.loc[("cn", "a quarter", "harmony")]
    count = int(played.nobody_before.sum())
    assert row.value == pytest.approx(here.sum() / count)
    assert row.difference_value == pytest.approx((here.sum() - there.sum()) / count)
    assert row.difference_low < row.difference_value < row.difference_high


def test_before_the_forced_shock_all_worlds_are_alike(played):
    before = played.natural.games[:, : played.forced_step + 1]
    for host in ("us", "cn"):
        assert np.array_equal(before, played.forced[host].games[:, : played.forced_step + 1])
        undisturbed = played.nobody_before
        assert (played.forced[host].first_step[undisturbed] == played.forced_step).all()


def test_sentences_hold_the_numbers(module, played, forced, plain):
    text = plain(" ".join(module.sentences_on(played, forced)))
    quarter = played.after("cn", "a quarter")
    common = int(quarter.before.argmax())
    assert f"{quarter.total:,} in China" in text
    name = module.GAME_NAMES[STATES[common]]
    assert f"Before a Chernobyl moment in China the game is most often {name}" in text
    share_of = 100 * quarter.before[common] / quarter.total
    assert f"in {share_of:.0f} % (" in text
    assert "What grows most after a Chernobyl moment in China is" in text


def test_sentences_claim_nothing_without_shocks(module, played, forced, plain):
    quiet = played._replace(
        natural=played.natural._replace(
            first_step=np.full(WORLDS, -1), host=np.full(WORLDS, "nobody")
        )
    )
    text = plain(" ".join(module.sentences_on(quiet, forced)))
    assert "0 have their first Chernobyl moment" in text
    assert "Too few Chernobyl moments in China" in text
    assert "most often" not in text and "grows most" not in text


def test_the_picture_shows_games_that_occur(module, played):
    picture = module.draw(played, module.table_of(played), SEED)
    axes = picture.figure.axes
    titles = [one.get_title(loc="left") for one in axes]
    assert titles == ["Shock in the United States", "Shock in China"]
    rows = [label.get_text() for label in axes[0].get_yticklabels()]
    quarter = [played.after(host, "a quarter") for host in ("us", "cn")]
    assert len(rows) <= len(STATES)
    for found in quarter:
        for state in np.flatnonzero(found.before >= 0.02 * found.total):
            assert any(module.transitions.title_of(STATES[state]) in row for row in rows)
    total = sum(
        int(label.get_text().rpartition("(")[2].rstrip(")")) for label in axes[0].get_yticklabels()
    )
    assert total == quarter[0].total
