"""A model of a user's own travels as text, is what it was, and is refused in words."""

import hashlib
import sys

import pytest

from race_sim import RaceModel
from race_sim.problems import InputError
from race_sim.study.user_model import UserModel, class_of, read_user_model

pytestmark = pytest.mark.short

SOURCE = "from race_sim import RaceModel\n\nclass Own(RaceModel):\n    '''é'''\n\nnumber = 3\n"


@pytest.fixture
def path(tmp_path):
    (tmp_path / "own.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path / "own.py"


def test_a_file_is_read_and_its_class_needs_the_file_no_more(path, tmp_path):
    found = read_user_model("own.py:Own", tmp_path)
    assert found == read_user_model(f"{path}:Own")._replace(spec="own.py:Own")
    assert found.sha256 == hashlib.sha256(SOURCE.encode()).hexdigest()
    path.unlink()
    model = class_of(found)
    assert issubclass(model, RaceModel) and model is class_of(found)


def test_a_module_is_found_by_its_name_and_kept_to(tmp_path, monkeypatch):
    name = "own_module_of_another_test"
    (tmp_path / f"{name}.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = read_user_model(f"{name}:Own")
    assert found.source == "" and class_of(found) is sys.modules[name].Own
    with pytest.raises(InputError, match="is not the one that the study began with"):
        class_of(found._replace(sha256="another"))


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("own.py", "subclass of race_sim.RaceModel"),
        ("own.py:", "subclass of race_sim.RaceModel"),
        ("own.py:Other", "has no RaceModel called Other"),
        ("own.py:number", "has no RaceModel called number"),
        ("nowhere.py:Own", "cannot be read"),
        ("no_such_module:Own", "cannot be imported"),
        ("math:Own", "the source of math is not at hand"),
        ("json:Own", "has no RaceModel called Own"),
    ],
)
def test_what_is_no_model_is_refused(path, tmp_path, spec, told):
    with pytest.raises(InputError, match=told):
        read_user_model(spec, tmp_path)


@pytest.mark.parametrize("source", ["def broken(:\n", "1 / 0\n", "raise KeyError('x')\n"])
def test_a_file_that_cannot_be_run_is_told_each_time(tmp_path, source):
    (tmp_path / "own.py").write_text(source)
    for _ in range(2):
        with pytest.raises(InputError, match=r"own\.py cannot be run: "):
            read_user_model("own.py:Own", tmp_path)


def test_threads_never_see_a_module_that_is_half_made(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    slow = SOURCE.replace("class", "import time\ntime.sleep(0.05)\nclass")
    model = UserModel("slow.py:Own", slow, hashlib.sha256(slow.encode()).hexdigest())
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(class_of, [model] * 8))) == 1
