"""What mkdocs does not do by itself: pages made of code, pages from elsewhere, the navigation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from command_reference import page as commands_page
from mkdocs.structure.files import File, Files
from navigation import expanded
from parameter_reference import parameters_page, scenarios_page
from project_links import PAGES, Place, with_links
from python_reference import pages as python_pages

ROOT = Path(__file__).parents[2]
_FILES = {page: file for file, page in PAGES.items()}
WITHOUT_NEIGHBOURS = ("index.md", "gallery.md")  # sections of one page


def _generated(config: Any, page: str, content: str) -> File:
    return File.generated(config, page, content=content)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made of code, and those from elsewhere; then fill the navigation."""
    readme = files.get_file_from_path("README.md")
    if readme is not None:
        files.remove(readme)  # the first page is the project's; this one is all-pages.md
    made = {
        "reference/commands.md": commands_page(),
        "reference/parameters.md": parameters_page(),
        "reference/scenarios.md": scenarios_page(),
        **dict(python_pages()),
    }
    for file, page in PAGES.items():
        made[page] = (ROOT / file).read_text(encoding="utf-8")
    for page, content in made.items():
        files.append(_generated(config, page, content))
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        file = File.generated(config, f"notebooks/{notebook.name}", abs_src_path=str(notebook))
        files.append(file)
    pages = [file.src_uri for file in files.documentation_pages()]
    config.nav = expanded(config.nav, pages)
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Links out of docs/ lead to pages of the site; a block that is a file has its name."""
    here = page.file.src_uri
    if here in WITHOUT_NEIGHBOURS:
        page.meta["hide"] = ["navigation"]
    place = Place(_FILES.get(here, f"docs/{here}"), here)
    text = with_links(markdown, place, {file.src_uri for file in files})
    text = re.sub(r"^( *```+\w+) ([\w-]+\.\w+)$", r'\1 title="\2"', text, flags=re.MULTILINE)
    return re.sub(r"^( *```+\w+) [\w -]+$", r"\1", text, flags=re.MULTILINE)


def on_post_build(config: Any) -> None:
    """Take out the addresses from which the theme would fetch what no page here needs."""
    for script in (Path(config.site_dir) / "assets" / "javascripts").glob("bundle.*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(re.sub(r"https://unpkg\.com/[^\"'`]*", "", text), encoding="utf-8")
