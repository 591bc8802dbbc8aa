"""The picture of the claims."""

import pandas as pd
import pytest

from race_sim.plots.claims import draw
from race_sim.problems import InputError

ROWS = [
    ("calls for a pause", 0.2, 0.01, "fails", "fails"),
    ("weaponised use and disruption", 33.0, 0.99, "holds", "holds"),
    ("neither can slow first", -9.0, 0.4, "depends", "depends on progress.share_investing"),
    ("problems respect no borders", 1.2, 0.5, "depends",
     "depends on incidents.financial_meltdown.spillover"),
    ("deployment without testing", 2.0, 0.8, "depends",
     "depends on incidents.base_rate, incidents.gap_elasticity and talks.pace"),
    ("talks stalled by export controls", 3.0, float("nan"), "depends",
     "depends on no single parameter"),
]  # fmt: skip


@pytest.fixture
def claims():
    """Made-up claims: beyond both ends of the axis, without a share, with a long key."""
    rows = [
        {
            "claim": name,
            "about": "share of the time that China accelerated",
            "effect_text": "+0.123 OOM (+0.111 to +0.135)",
            "needed_text": "above +0.05",
            "effect_value": effect,
            "effect_low": effect - 0.3,
            "effect_high": effect + 0.3,
            "share_value": share,
            "share_low": share - 0.01,
            "share_high": share + 0.01,
            "verdict": verdict,
            "verdict_text": text,
        }
        for name, effect, share, verdict, text in ROWS
    ]
    return pd.DataFrame(rows)


def panel(picture, title):
    (found,) = (axes for axes in picture.figure.axes if axes.get_title(loc="left") == title)
    return found


def test_every_text_can_be_read(claims, illegible):
    picture = draw(claims, 0.9, "1,000 worlds")
    assert illegible(picture.figure) == []
    assert picture.figure.get_size_inches()[0] == 10.0


def test_each_claim_stands_in_its_row(claims):
    picture = draw(claims, 0.9, "1,000 worlds")
    markers = [
        (round(-line.get_ydata()[0]), float(line.get_xdata()[0]), line.get_marker())
        for line in panel(picture, "In the baseline").lines
        if line.get_marker() not in ("None", "")
    ]
    assert [place for place, _, _ in markers] == [0, 1, 2, 3, 4, 5]
    assert [sign for _, _, sign in markers] == ["D", ">", "<", "s", "s", "s"]
    assert markers[0][1] == 0.2 and markers[3][1] == 1.2
    shares = [
        float(line.get_xdata()[0])
        for line in panel(picture, "Over the prior").lines
        if line.get_marker() not in ("None", "")
    ]
    assert shares == [0.01, 0.99, 0.4, 0.5, 0.8]  # the claim without a decided point has none


def test_what_is_seen_is_told_in_words(claims):
    picture = draw(claims, 0.9, "1,000 worlds")
    assert picture.table is claims
    assert picture.alt.count("verdict:") == len(claims)
    assert "verdict: depends on progress.share_investing" in picture.alt


def test_bad_frames(claims):
    with pytest.raises(InputError, match="no rows"):
        draw(claims[:0], 0.9, "")
    with pytest.raises(InputError, match="verdict: no such column"):
        draw(claims.drop(columns="verdict"), 0.9, "")
