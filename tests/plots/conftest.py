"""Real data for the pictures, small enough to be quick, and a way to see every text drawn."""

import itertools

import pytest
from matplotlib.text import Text

import race_sim
from race_sim.study.sweep import sweep


@pytest.fixture(scope="session")
def worlds():
    return race_sim.simulate("baseline", worlds=1000, seed=1)


@pytest.fixture(scope="session")
def finish_worlds():
    return race_sim.simulate("finish-line", worlds=400, seed=1)


@pytest.fixture(scope="session")
def paths():
    return race_sim.trajectories("baseline", worlds=150, seed=1)


@pytest.fixture(scope="session")
def short_paths(worlds):
    """Paths of worlds that all end early."""
    early = worlds.loc[worlds["ending"] == "catastrophe", "world"].tolist()
    return race_sim.trajectories("baseline", worlds=early, seed=1)


@pytest.fixture(scope="session")
def rivalry():
    return sweep("baseline", ["payoffs.rivalry=0:1.2:5"], worlds=60, seed=1).summary


@pytest.fixture(scope="session")
def policies():
    keys = ["us.policy=logit-response,always-safe,always-accelerate"]
    return sweep("baseline", keys, worlds=60, seed=1).summary


@pytest.fixture(scope="session")
def grid():
    keys = ["payoffs.rivalry=0:1.2:5", "exchange.openness=0:1:4"]
    return sweep("baseline", keys, worlds=60, seed=1).summary


@pytest.fixture(scope="session")
def named_grid():
    keys = ["us.policy=logit-response,always-safe,always-accelerate", "payoffs.rivalry=0:1.2:3"]
    return sweep("baseline", keys, worlds=60, seed=1).summary


@pytest.fixture(scope="session")
def one_point():
    keys = ["payoffs.rivalry=0.5", "alarm.prior=0.6"]
    return sweep("baseline", keys, worlds=20, seed=1).summary


@pytest.fixture(scope="session")
def played():
    """A function that plays one world to its end."""

    def play(scenario, world):
        model = race_sim.RaceModel(scenario, seed=1, world=world)
        model.run()
        return model

    return play


@pytest.fixture
def drawn_texts(monkeypatch):
    """A function that draws a figure and gives every text that was drawn, with its box."""

    def record(figure):
        seen = []
        draw = Text.draw

        def spy(self, renderer, *args, **kwargs):
            if self.get_visible() and self.get_text().strip():
                seen.append(self)
            return draw(self, renderer, *args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(Text, "draw", spy)
            figure.canvas.draw()
        return [(text.get_text(), text.get_window_extent()) for text in seen]

    return record


def _area_in_common(one, other):
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width * height if width > 1.0 and height > 1.0 else 0.0


@pytest.fixture
def illegible(drawn_texts):
    """A function that gives the texts of a figure that overlap or leave the sheet."""

    def find(figure):
        texts = drawn_texts(figure)
        assert len(texts) > 5
        room = figure.bbox.padded(1.0)
        outside = [
            (text, "leaves the sheet")
            for text, box in texts
            if box.x0 < room.x0 or box.y0 < room.y0 or box.x1 > room.x1 or box.y1 > room.y1
        ]
        return outside + [
            (one, other)
            for (one, one_box), (other, other_box) in itertools.combinations(texts, 2)
            if _area_in_common(one_box, other_box) > 0.0
        ]

    return find
