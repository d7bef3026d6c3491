"""The icons of the Teams app: `python -m tests.look.icons` draws them anew from the SVG files beside them."""

import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

ICONS = Path(__file__).parents[2] / "bot" / "teams" / "icons"
PAGE = "<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}"


def redraw() -> None:
    """Draw every SVG file as the PNG of the same name, in its own size, clear where nothing is drawn."""
    for source in sorted(ICONS.glob("*.svg")):
        svg = source.read_text(encoding="utf-8")
        size = re.findall(r'\b(?:width|height)="(\d+)"', svg)[:2]
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "icon.html"
            page.write_text(PAGE.format(svg=svg), encoding="utf-8")
            shoot(page, source.with_suffix(".png"), ",".join(size))


def shoot(page: Path, picture: Path, size: str) -> None:
    """A picture of the page, which may be clear in places."""
    browser = shutil.which("chromium")
    assert browser, "please install chromium"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--default-background-color=00000000"]
    subprocess.run(
        [browser, *flags, f"--window-size={size}", f"--screenshot={picture}", page.as_uri()],
        check=True,
        capture_output=True,
    )


def header(png: bytes) -> tuple[int, int, int]:
    """Width, height and colour type (2 has no alpha, 6 has) of a picture with 8 bits a colour."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png[24] == 8
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big"), png[25]


def pixels(png: bytes) -> Iterator[tuple[int, ...]]:
    """Red, green, blue and alpha of every pixel of a picture with alpha (PNG specification, 9.2)."""
    width, height, colour = header(png)
    assert colour == 6
    raw, stride, above = zlib.decompress(_data(png)), width * 4, bytes(width * 4)
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left, corner = (row[x - 4], above[x - 4]) if x >= 4 else (0, 0)
            guesses = (0, left, above[x], (left + above[x]) // 2, _paeth(left, above[x], corner))
            row[x] = (row[x] + guesses[kind]) % 256
        yield from (tuple(row[x : x + 4]) for x in range(0, stride, 4))
        above = bytes(row)


def _data(png: bytes) -> bytes:
    found, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            found += png[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def _paeth(left: int, above: int, corner: int) -> int:
    return min((left, above, corner), key=lambda one: abs(left + above - corner - one))


if __name__ == "__main__":
    redraw()
