"""The page without a server: a folder and one file, whole, small, and the same each time."""

import base64
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest

from race_sim.page.build import byte_code, library, pyodide, static
from race_sim.page.build.bundle import bundle
from race_sim.page.build.one_file import GIVEN, worker_script
from race_sim.page.javascript import rules_script
from race_sim.page.static_files import static_files
from race_sim.problems import InputError


@pytest.fixture(scope="module")
def page(single_file):
    return single_file.decode("utf-8")


def test_the_site_is_the_page_and_what_its_worker_needs(site):
    for name, content in static_files().items():
        assert site[name] == content or name == "index.html"
    added = {name for name in site if name not in static_files()}
    assert added == {
        "race_sim.zip",
        "rules.mjs",
        "pyodide/LICENSES.txt",
        *(f"pyodide/{name}" for name in pyodide.FILES),
    }
    assert site["rules.mjs"].decode().startswith(rules_script())
    assert b'content="worker"' in site["index.html"] and b"wasm-unsafe-eval" in site["index.html"]
    assert site["index.html"].index(b'src="engine.mjs"') < site["index.html"].index(
        b'src="app.mjs"'
    )
    assert json.loads(site["pyodide/pyodide-lock.json"])["packages"] == {}


def test_the_sizes_are_within_bounds(site, page):
    assert sum(map(len, site.values())) < 16_000_000
    assert len(page) < 9_000_000


def test_the_library_is_byte_code_of_what_the_door_needs(site):
    names = zipfile.ZipFile(io.BytesIO(site["race_sim.zip"])).namelist()
    assert "race_sim/page/door.pyc" in names and "race_sim/page/scenarios.json" in names
    assert not [name for name in names if name.endswith(".py") or "server" in name]
    python = zipfile.ZipFile(io.BytesIO(site["pyodide/python_stdlib.zip"])).namelist()
    assert "json/__init__.pyc" in python and "traceback.pyc" in python
    assert not [name for name in python if name.startswith(("unittest", "doctest", "http/server"))]


def test_the_library_zip_is_the_same_each_time():
    packed = library.library_zip()
    assert packed == library.library_zip()
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names == sorted(names) and "race_sim/page/standing.py" in names


def test_the_one_file_holds_everything_and_asks_for_nothing(site, page):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; ") and "unsafe-inline" not in policy
    for kind in ("script", "style"):  # the only ones that may run, each by its hash
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    head = page.partition("<script")[0]
    assert not re.search(r'(?:src|href)="(?!#|data:)', head)
    assert "<script src" not in page and '<script type="module"' not in page
    for name in (*GIVEN, "worker.js", "vendor/vega.min.js"):
        (text,) = re.findall(rf'<script id="held:{name}" type="text/plain">([^<]*)</script>', page)
        content = gzip.decompress(base64.b64decode(text))
        if name in site and not name.endswith(".zip"):
            assert content == site[name]
        elif name in site:  # the same files, packed together
            ours, theirs = (zipfile.ZipFile(io.BytesIO(one)) for one in (content, site[name]))
            assert ours.namelist() == theirs.namelist()
            assert all(ours.read(one) == theirs.read(one) for one in ours.namelist())
    (words,) = re.findall(r'<script id="words" type="application/json">(.*?)</script>', page)
    assert json.loads(words) == json.loads(site["words.json"])
    assert "Mozilla Public License" in page and "PYTHON SOFTWARE FOUNDATION" in page


def test_scripts_of_the_one_file_can_be_read(node, site, page, tmp_path):
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert len(scripts) == 1
    for number, text in enumerate([*scripts, worker_script(site)]):
        path = tmp_path / f"{number}.js"
        path.write_text(text, encoding="utf-8")
        subprocess.run([node, "--check", path], check=True, timeout=60)
    assert page.count("</script>") == page.count("<script")


def test_build_writes_both_and_replaces_an_earlier_build(site, tmp_path, monkeypatch):
    monkeypatch.setattr(static, "site_files", lambda folder: dict(site))
    monkeypatch.setattr(static, "one_file", lambda files: b"<!doctype html>")
    folder, single = static.build(tmp_path / "out")
    (folder / "old.txt").write_text("old")
    assert static.build(tmp_path / "out") == (folder, single)
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert written == set(site)
    assert single.read_bytes() == b"<!doctype html>"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_site_of_somebody_else_is_not_replaced(tmp_path):
    for kind in ("site", "race-sim.html"):
        folder = tmp_path / kind
        (folder / kind).mkdir(parents=True)
        (folder / kind / "index.html").write_text("mine")
        with pytest.raises(InputError, match=f"holds other files, such as {kind}"):
            static.build(folder)
        assert (folder / kind / "index.html").read_text() == "mine"
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "site").symlink_to(tmp_path / "site")
    with pytest.raises(InputError, match="holds other files, such as site"):
        static.build(tmp_path / "link")


def test_build_touches_no_folder_of_others(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match=r"holds other files, such as thesis\.txt"):
        static.build(tmp_path)
    with pytest.raises(InputError, match="is a file"):
        static.build(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_what_is_missing_is_said(tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"lacks pyodide\.mjs"):
        pyodide.pyodide_files(tmp_path)
    for name in pyodide.FILES:
        (tmp_path / name).write_text("not it")
    with pytest.raises(InputError, match="another version"):
        pyodide.pyodide_files(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path / 'cache'}")
    with pytest.raises(InputError, match="npm is not here"):
        pyodide.pyodide_files()
    with pytest.raises(InputError, match="node: is not here"):
        byte_code.byte_code({}, b"")


def test_what_node_cannot_compile_is_said(node):
    with pytest.raises(InputError, match="could not compile Python: "):
        byte_code.byte_code({"pyodide.mjs": b"export const loadPyodide = () => { throw 3 }"}, b"")


def test_a_package_with_another_hash_is_not_unpacked(tmp_path):
    with pytest.raises(InputError, match="another hash"):
        pyodide._unpack(b"something else", tmp_path / "pyodide")
    assert not list(tmp_path.iterdir())


MODULES = {
    "app.mjs": 'import { one, two as second } from "./parts/one.mjs";\n'
    'const later = () => import("./parts/two.mjs");\n'
    "later().then((module) => console.log(one(), second, module.three));\n",
    "parts/one.mjs": "export function one() {\n  return 1;\n}\nconst two = 2;\nexport { two };\n",
    "parts/two.mjs": 'import { one } from "./one.mjs";\nexport const three = one() + 2;\n',
}


def test_a_bundle_does_what_its_modules_do(node, tmp_path):
    path = tmp_path / "bundle.js"
    path.write_text(bundle(MODULES, "app.mjs"), encoding="utf-8")
    done = subprocess.run([node, path], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "1 2 3\n"
    assert bundle(MODULES, "app.mjs") == bundle(dict(reversed(MODULES.items())), "app.mjs")


@pytest.mark.parametrize(
    "text, what",
    [
        ('import one from "./parts/one.mjs";\n', "import one from"),
        ('import * as one from "./parts/one.mjs";\n', r"import \* as one"),
        ('import "./parts/one.mjs";\n', 'import "./parts'),
        ('import { one } from "https://x.example/one.mjs";\n', "x.example"),
        ("export default 3;\n", "export default"),
        ('export * from "./parts/one.mjs";\n', r"export \*"),
        ("export let count = 3;\n", "export let"),
        ('import { one } from "./parts/none.mjs";\n', "parts/none.mjs, which is not there"),
        ('const x = import("./none.mjs");\n', "none.mjs, which is not there"),
        ('import { four } from "./parts/one.mjs";\n', "four, which parts/one.mjs does not export"),
    ],
)
def test_what_cannot_be_bundled_is_refused_with_its_module(text, what):
    with pytest.raises(InputError, match=rf"page build: x\.mjs: .*{what}"):
        bundle({**MODULES, "x.mjs": text}, "app.mjs")


def test_modules_in_a_circle_are_refused():
    circle = {
        "app.mjs": 'import { a } from "./a.mjs";\n',
        "a.mjs": 'import { b } from "./b.mjs";\nexport const a = 1;\n',
        "b.mjs": 'import { a } from "./a.mjs";\nexport const b = 1;\n',
    }
    with pytest.raises(InputError, match=r"a\.mjs.*b\.mjs"):
        bundle(circle, "app.mjs")


def test_the_pages_own_modules_can_be_bundled():
    modules = {
        name: content.decode("utf-8")
        for name, content in static_files().items()
        if name.endswith(".mjs") and name not in ("worker.mjs", "python.mjs")
    }
    assert '$need("app.mjs")' in bundle(modules, "app.mjs")


IMPORTED = """
import json, sys
import race_sim.page.door, race_sim.page.server, race_sim.page.browser_endings
import race_sim.page.build.static, race_sim.page.links
call = race_sim.page.door.call
game = call({"ask": "new_game", "cn": "equilibrium"})["game"]
call({"ask": "forecast", "game": game})
race_sim.page.javascript.rules_script()
roots = {name.partition(".")[0] for name in sys.modules}
print(json.dumps(sorted(roots - set(sys.stdlib_module_names) - {"race_sim", "__main__"})))
"""


def test_the_page_stands_on_the_standard_library_alone():
    done = subprocess.run(
        [sys.executable, "-S", "-c", IMPORTED],
        cwd=library.PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []
