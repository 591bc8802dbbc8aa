import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from race_sim.plots import endings


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6).filter(lambda counts: sum(counts)))
def test_icons_sum_to_a_hundred_and_none_is_off_by_a_whole_one(counts):
    shares = np.array(counts) / sum(counts)
    icons = endings.icon_counts(shares)
    assert icons.sum() == 100
    assert np.all(np.abs(icons - 100 * shares) < 1.0)


def test_exact_hundredths_are_shown_exactly():
    assert endings.icon_counts(np.array([0.07, 0.93])).tolist() == [7, 93]
    assert endings.icon_counts(np.array([0.29, 0.58, 0.13])).tolist() == [29, 58, 13]


def test_the_table_has_the_shares_with_wilson_intervals(finish_worlds):
    table = endings.draw(finish_worlds, "Finish line").table.set_index("ending")
    assert table["share"].sum() == pytest.approx(1.0)
    # A catastrophe in the step of the finish ends the race as a catastrophe.
    crossed = finish_worlds[~finish_worlds["catastrophe"]]
    kept = crossed.loc[~crossed["lost_at_finish"], "winner"]
    expected = {
        "horizon": (finish_worlds["ending"] == "horizon").sum(),
        "catastrophe": finish_worlds["catastrophe"].sum(),
        "transition: us": (kept == "us").sum(),
        "transition: cn": (kept == "cn").sum(),
        "transition: lost": crossed["lost_at_finish"].sum(),
    }
    assert table["count"].to_dict() == expected
    for row in table.itertuples():
        interval = binomtest(row.count, row.worlds).proportion_ci(method="wilson")
        assert (row.low, row.high) == pytest.approx((interval.low, interval.high))


def test_without_a_finish_line_no_transition_is_shown(worlds):
    table = endings.draw(worlds, "Baseline").table
    assert table["ending"].tolist() == ["horizon", "catastrophe"]
    assert table["meaning"].tolist() == ["no catastrophe by 2046", "catastrophe"]


def test_the_icons_drawn_are_those_of_the_table_and_differ_by_marker(finish_worlds):
    picture = endings.draw(finish_worlds, "Finish line")
    icons = picture.figure.axes[0].collections
    shown = picture.table[picture.table["icons"] > 0]
    assert [len(one.get_offsets()) for one in icons] == shown["icons"].tolist()
    outlines = [one.get_paths()[0].vertices.round(6).tobytes() for one in icons]
    assert len(set(outlines)) == len(outlines)


def test_a_rare_ending_is_enlarged(worlds):
    picture = endings.draw(worlds, "Baseline")
    titles = [axes.get_title(loc="left") for axes in picture.figure.axes]
    assert titles == ["Of 100 such worlds", "Every ending", "The rarer endings, enlarged"]
    enlarged = picture.figure.axes[2]
    rare = picture.table.set_index("ending").loc["catastrophe"]
    assert rare["high"] < enlarged.get_xlim()[1] < 2 * rare["high"]
    assert "about 1" in " ".join(text.get_text() for text in enlarged.texts)


def test_no_catastrophe_still_has_an_upper_limit(worlds):
    safe = worlds[worlds["ending"] == "horizon"]
    row = endings.draw(safe, "Baseline").table.set_index("ending").loc["catastrophe"]
    # With no event in n trials the Wilson limit is z^2 / (n + z^2).
    assert (row["share"], row["low"]) == (0.0, 0.0)
    assert row["high"] == pytest.approx(1.959964**2 / (len(safe) + 1.959964**2), rel=1e-5)


def test_names_may_come_as_plain_text(worlds):
    plain = worlds.assign(**{name: worlds[name].astype(str) for name in ("ending", "winner")})
    assert endings.draw(plain, "t").table.equals(endings.draw(worlds, "t").table)
