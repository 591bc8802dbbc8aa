"""Takes the picture of the page that README.md shows: a game on the way, in a browser.

Needs the extra `page`, and Chromium. The game is always the same one, so that the picture changes
only when the page does.
"""

from __future__ import annotations

import argparse
import io
import threading
from pathlib import Path

from PIL import Image

from race_sim.page.links import link_to
from race_sim.page.server import PageServer, play_compiled
from race_sim.study.store import written_aside

FIGURES = Path(__file__).parent.parent / "docs" / "figures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# The United States begins carefully, sees what that brings, and has an accident behind it.
GAME = {"us": "person", "cn": "logit-response", "world": 7, "us_moves": "IIAAIIAAAAAAIA"}
COLOURS = 256
WIDTH, HEIGHT = 1280, 1180


def small_png(data: bytes) -> bytes:
    """A picture with fewer colours: a page of flat colours loses nothing that one sees."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.convert("RGB").quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(written, format="png", optimize=True)
    return written.getvalue()


def picture(scheme: str = "light", height: int = HEIGHT) -> bytes:
    """The page at the game, as PNG."""
    from playwright.sync_api import sync_playwright

    with PageServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        play_compiled()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            page = browser.new_page(
                viewport={"width": WIDTH, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            page.goto(link_to(server.address, **GAME))
            page.wait_for_selector(".dots")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            taken = page.screenshot()
            browser.close()
        server.shutdown()
    return small_png(taken)


def main() -> None:
    """Write docs/figures/page.png anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=FIGURES / "page.png", metavar="FILE")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--height", type=int, default=HEIGHT)
    chosen = parser.parse_args()
    with written_aside(chosen.out) as aside:
        aside.write_bytes(picture(chosen.scheme, chosen.height))
    print(f"{chosen.out}: {chosen.out.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
