"""`race-sim sweep` and `race-sim plot`: tables, files, pictures."""

import json

import pandas as pd
import pytest

import race_sim
from race_sim.cli.sweep import MOST_ROWS
from race_sim.outcomes import HEADLINES
from race_sim.study.sweep import read_sweep

FILES = {"worlds.parquet", "points.csv", "summary.csv", "failures.csv", "manifest.json"}


def names_in(folder):
    return {path.name for path in folder.iterdir() if path.name != ".lock"}


def content(folder):
    """Every file but the lock, and the manifest without its sessions, which tell times."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".lock", "manifest.json")
    }
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["sessions"]
    return found | {"manifest.json": manifest}


def pictures(*names):
    return {f"{name}{ending}" for name in names for ending in (".png", ".csv")}


CURVE = ("sweep", "baseline", "--vary", "payoffs.rivalry=0:1.2:3", "--worlds", 40, "--seed", 5)


def test_a_curve_and_its_files(type_in, tmp_path):
    result = type_in(*CURVE, "--out", "out")
    assert names_in(tmp_path / "out") == FILES | pictures("sweep_curve", "endings")
    for name in names_in(tmp_path / "out"):
        if not name.endswith(".csv") or name in FILES:
            assert name in result.stdout
    assert "In out:" in result.stdout
    assert read_sweep(tmp_path / "out").study.seed == 5


@pytest.mark.usefixtures("plain_pictures")
def test_the_table_holds_the_estimates(type_in, tmp_path):
    lines = type_in(*CURVE, "--out", "out").stdout.splitlines()
    summary = pd.read_csv(tmp_path / "out" / "summary.csv")
    head = next(n for n, line in enumerate(lines) if line.startswith("payoffs.rivalry"))
    for point, rivalry in enumerate((0.0, 0.6, 1.2)):
        found = summary[summary["point"] == point].set_index("outcome")[["value", "low", "high"]]
        catastrophe = [f"{100 * number:.1f}" for number in found.loc["catastrophe"]]
        us = 100 * found.loc["us_accelerating"]
        words = lines[head + 1 + point].split()
        assert words[:3] == [
            f"{rivalry:g}",
            catastrophe[0],
            f"({catastrophe[1]}-{catastrophe[2]})",
        ]
        assert words[3:5] == [f"{us['value']:.1f}", f"±{us['high'] - us['value']:.1f}"]


def test_one_point_shows_every_headline_and_five_pictures(type_in, tmp_path):
    text = type_in("sweep", "no-rivalry", "--worlds", 40).stdout
    folder = tmp_path / "results" / "sweep-no-rivalry"
    expected = pictures("endings", "harm", "first_chernobyl", "fan", "games")
    assert names_in(folder) == FILES | expected
    estimates = race_sim.summarise(race_sim.simulate("no-rivalry", worlds=40, seed=1))
    for outcome, title in HEADLINES:
        line = next(line for line in text.splitlines() if line.startswith(title))
        shown = [f"{estimates.loc[outcome, name]:.3f}" for name in ("value", "low", "high")]
        assert line.split()[-3:] == shown


def test_two_parameters_make_a_map(type_in, tmp_path):
    grid = ("--vary", "payoffs.rivalry=0:1.2:8", "--vary", "alarm.prior=0.5:2:6")
    text = type_in("sweep", "baseline", *grid, "--worlds", 3, "--out", "out").stdout
    assert names_in(tmp_path / "out") == FILES | pictures("sweep_map", "endings")
    assert f"... and {48 - MOST_ROWS} more points in the summary\n" in text


@pytest.mark.usefixtures("plain_pictures")
def test_names_can_be_varied_and_three_parameters_have_no_picture(type_in, tmp_path):
    vary = ("us.policy=always-safe,tit-for-tat", "alarm.prior=1,2", "payoffs.rivalry=0,1")
    words = [word for one in vary for word in ("--vary", one)]
    result = type_in("sweep", "baseline", *words, "--worlds", 3, "--out", "out")
    assert names_in(tmp_path / "out") == FILES | pictures("endings")
    assert "No picture shows more than two parameters; the table does." in result.stderr
    assert result.stdout.count("always-safe") == 4


@pytest.mark.usefixtures("plain_pictures")
def test_set_holds_at_every_point(type_in, tmp_path):
    type_in(*CURVE, "--set", "us.policy=always-safe", "--out", "out")
    worlds = read_sweep(tmp_path / "out").worlds()
    assert (worlds["us_accelerating"] == 0).all() and worlds["cn_accelerating"].max() > 0


@pytest.mark.usefixtures("plain_pictures")
def test_json_is_all_that_stdout_holds(type_in, tmp_path):
    found = json.loads(type_in(*CURVE, "--out", "out", "--json").stdout)
    assert found["keys"] == ["payoffs.rivalry"] and found["worlds"] == 40
    assert [one["values"]["payoffs.rivalry"] for one in found["points"]] == [0.0, 0.6, 1.2]
    summary = read_sweep(tmp_path / "out").summary
    row = summary[(summary["point"] == 2) & (summary["outcome"] == "us_harm")].iloc[0]
    shown = found["points"][2]["outcomes"]["us_harm"]
    assert shown == {"value": row["value"], "low": row["low"], "high": row["high"]}
    assert [(tmp_path / path).is_file() for path in found["pictures"]] == [True, True]


def test_threads_make_no_difference(type_in, tmp_path):
    for threads in (1, 2):
        type_in(*CURVE, "--threads", threads, "--out", f"out-{threads}")
    assert content(tmp_path / "out-1") == content(tmp_path / "out-2")


@pytest.mark.usefixtures("plain_pictures")
def test_an_earlier_sweep_is_replaced_with_its_pictures(type_in, tmp_path):
    type_in("sweep", "baseline", "--worlds", 20, "--out", "out")
    type_in(*CURVE, "--out", "out")
    assert names_in(tmp_path / "out") == FILES | pictures("sweep_curve", "endings")


@pytest.mark.usefixtures("plain_pictures")
def test_progress_is_told_in_lines(type_in):
    assert "Playing: 120 of 120 worlds in " in type_in(*CURVE, "--out", "out").stderr


def test_plot_draws_the_same_pictures_again(type_in, tmp_path):
    # With a shock, so that the scenario read back from the manifest has one too.
    type_in("sweep", "chernobyl-2028-cn", "--worlds", 40, "--out", "out")
    before = content(tmp_path / "out")
    for path in (tmp_path / "out").glob("*.png"):
        path.unlink()
    assert "In out:" in type_in("plot", "out").stdout
    assert content(tmp_path / "out") == before


@pytest.mark.usefixtures("plain_pictures")
def test_plot_does_not_play_again_what_other_rules_have_made(type_in, tmp_path):
    type_in(*CURVE, "--out", "out")
    manifest = tmp_path / "out" / "manifest.json"
    content = json.loads(manifest.read_text())
    content["versions"]["rule book"] = "older"
    manifest.write_text(json.dumps(content))
    result = type_in("plot", "out")
    assert names_in(tmp_path / "out") == FILES | pictures("sweep_curve")
    assert "The rules have changed since" in result.stderr


@pytest.mark.usefixtures("plain_pictures")
def test_plot_refuses_what_is_no_sweep(type_in, tmp_path):
    type_in("run", "baseline", "--out", "out")
    before = names_in(tmp_path / "out")
    assert "the manifest of a study" in type_in("plot", "out", code=2).stderr
    assert names_in(tmp_path / "out") == before
