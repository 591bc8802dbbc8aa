import pandas as pd
import pytest
from scipy.stats import binomtest

from race_sim.plots import games, style


def test_shares_are_those_of_a_cross_table(paths):
    table = games.game_shares(paths, smallest=-1.0)
    expected = pd.crosstab(paths["year"], paths["game"].astype(str), normalize="index")
    found = table.pivot(index="year", columns="game", values="share")
    for name in expected:
        assert found[name].to_numpy() == pytest.approx(expected[name].to_numpy())
    assert found.sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_small_games_are_put_together(paths):
    table = games.draw(paths, "Baseline").table
    largest = table.groupby("game")["share"].max()
    assert (largest.drop("other", errors="ignore") > 0.01).all()
    assert table.groupby("year")["share"].sum().to_numpy() == pytest.approx(1.0)
    everything = pd.crosstab(paths["year"], paths["game"].astype(str), normalize="index")
    small = everything.loc[:, everything.max() <= 0.01]
    assert small.shape[1] > 0
    others = table[table["game"] == "other"].set_index("year")["share"]
    assert others.to_numpy() == pytest.approx(small.sum(axis=1).to_numpy())


def test_shares_have_wilson_intervals(paths):
    row = games.draw(paths, "t").table.query("share > 0.2 and share < 0.8").iloc[0]
    interval = binomtest(int(row["count"]), int(row["worlds"])).proportion_ci(method="wilson")
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))


def test_bands_are_stacked_without_gaps_and_have_their_looks(paths):
    picture = games.draw(paths, "Baseline")
    bands = picture.figure.axes[0].collections
    names = list(dict.fromkeys(picture.table["game"]))
    assert len(bands) == len(names)
    assert len({(band.get_facecolor().tobytes(), band.get_hatch()) for band in bands}) == len(names)
    for name, band in zip(names, bands, strict=True):
        look = style.GAME_BANDS.get(name, style.OTHER_BAND)
        assert (band.get_hatch() or "") == look.hatch
    boxes = [band.get_datalim(picture.figure.axes[0].transData) for band in bands]
    assert boxes[0].y1 == pytest.approx(1.0)
    assert boxes[-1].y0 == pytest.approx(0.0, abs=1e-9)
    # The last step has its length too.
    assert {(box.x0, box.x1) for box in boxes} == {(2026.0, 2046.0)}


def test_every_game_shown_is_named_with_its_last_share(paths):
    picture = games.draw(paths, "Baseline")
    texts = [text.get_text() for text in picture.figure.axes[0].texts]
    last = picture.table[picture.table["year"] == picture.table["year"].max()]
    for row in last.itertuples():
        assert any(text.startswith(f"{row.title}, ") and text.endswith("%") for text in texts)


def test_marks_are_drawn_where_they_belong(paths):
    picture = games.draw(paths, "t", marks=[(2030.0, "second"), (2028.0, "first")])
    axes = picture.figure.axes[0]
    lines = [line.get_xdata()[0] for line in axes.lines if line.get_transform() != axes.transData]
    assert {2028.0, 2030.0} <= set(lines)
    assert {"first", "second"} <= {text.get_text() for text in axes.texts}
    assert "Marked at 2028: first. Marked at 2030: second." in picture.alt


def test_a_shock_shows_as_a_change_of_game(played):
    import race_sim

    paths = race_sim.trajectories("chernobyl-2028-cn", worlds=100, seed=1)
    table = games.draw(paths, "Shock").table.set_index(["game", "year"])["share"]
    assert table["prisoners_dilemma", 2028.0] > 0.8
    assert table["harmony", 2028.25] > 0.9
