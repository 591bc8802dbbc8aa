"""Run inside Pyodide at build time: writes `python_stdlib.zip` and `race_sim.zip` as byte code.

A browser reads byte code in a third of the time that compiling takes. Of Python's own library only
that is kept which Pyodide and a whole game have loaded, and what shows tracebacks.
"""

import sys

LIBRARY = "/library.zip"
FOR_TRACEBACKS = ("traceback", "linecache", "tokenize", "textwrap", "_colorize")
WHOLE = ("_pyodide/", "pyodide/")  # loaded part by part, as it is needed
EPOCH = (1980, 1, 1, 0, 0, 0)


def play() -> None:
    """Everything that the page does with Python, so that all it loads is loaded."""
    import json

    from race_sim.page import browser_endings, door

    game = door.call({"ask": "new_game", "cn": "equilibrium"})["game"]
    door.call({"ask": "ending", "game": game, "number": 0, "us_plan": "planner"})
    game = door.call({"ask": "move", "game": game, "us": "A"})["game"]
    door.call({"ask": "counterfactual", "game": game, "side": "us", "decision": 0})
    door.call({"ask": "no such"})
    json.dumps(browser_endings.numbers(((1.0,),)))


def main() -> None:
    """Write both."""
    python = next(path for path in sys.path if path.endswith(".zip"))
    sys.path.insert(0, LIBRARY)
    play()
    loaded = {*sys.modules, *FOR_TRACEBACKS}

    import zipfile  # only now, when what a game loads is known
    from importlib import _bootstrap_external

    def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)

    def compiled(text: bytes, name: str) -> bytes:
        code = compile(text, name, "exec", dont_inherit=True, optimize=2)  # without docstrings
        packed = _bootstrap_external._code_to_hash_pyc(  # type: ignore[attr-defined]
            code, b"\0" * 8, False
        )
        return bytes(packed)

    files = {f"{name.replace('.', '/')}{end}" for name in loaded for end in (".py", "/__init__.py")}
    for path, target_path in ((python, "/python_stdlib.zip"), (LIBRARY, "/race_sim.zip")):
        with (
            zipfile.ZipFile(path) as source,
            zipfile.ZipFile(target_path, "w", compresslevel=9) as target,
        ):
            for name in sorted(source.namelist()):
                own = path == LIBRARY
                if name.endswith(".py") and (own or name in files or name.startswith(WHOLE)):
                    add(target, f"{name}c", compiled(source.read(name), name))
                elif own:
                    add(target, name, source.read(name))


if __name__ == "__main__":
    main()
