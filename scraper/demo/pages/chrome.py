"""What stands around the content of every page, as heavy as on real portals where asked for."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache

from scraper.demo.chance import dice, hexdigits
from scraper.demo.content.phrases import phrases
from scraper.demo.sections import SECTIONS

MENU_ITEMS = 130
"""In a heavy page: about 25 kB of menus, as large as those of the real pages."""
END = "</form>"


@dataclass(frozen=True, slots=True)
class Page:
    """The frame of one page: its title, address, form action and list item, and its weight."""

    title: str
    path: str
    action: str
    item: int = 0
    weight: int = 0
    list_id: str = ""
    """GUID of the list that the item is of."""

    @property
    def viewstate(self) -> str:
        """`__VIEWSTATE` of the page."""
        return viewstate(self.path, heavy=self.weight > 0)

    @property
    def menus(self) -> str:
        """Fly-out menus, in heavy pages."""
        return _menus() if self.weight else ""


@cache
def viewstate(path: str, *, heavy: bool = False) -> str:
    """Return the view state of a page: the same at each fetch, as ASP.NET's is for one control."""
    parts = 96 if heavy else 12
    state = b"".join(hashlib.sha384(f"{path}/{part}".encode()).digest() for part in range(parts))
    return "/wEPDwUBMA9kFgJmD2QWAgIBD2QWBAIBD2QW" + base64.b64encode(state).decode()


def weighed(html: str, weight: int) -> bytes:
    """Return the page in UTF-8, with scripts added where it is lighter than `weight` bytes."""
    content = html.encode()
    missing = weight - len(content) - 80
    if missing <= 0:
        return content
    scripts = _scripts(weight)[:missing]
    scripts = scripts[: scripts.rfind("\n") + 1]
    at = content.rindex(END.encode())
    padding = f'<script type="text/javascript">//<![CDATA[\n{scripts}//]]></script>\n'
    return content[:at] + padding.encode() + content[at:]


@cache
def _menus() -> str:
    rng = dice("menus")
    words = (*phrases().parks, *phrases().agencies, *phrases().districts)
    items = "\n".join(
        '<li class="dynamic ms-core-listMenu-item"><a class="dynamic menu-item '
        f'ms-core-listMenu-item ms-displayInline" tabindex="0" href="{rng.choice(SECTIONS).path}">'
        f'<span class="additional-background ms-navedit-flyoutArrow"><span class="menu-item-text">'
        f"{rng.choice(words)}</span></span></a></li>"
        for _ in range(MENU_ITEMS)
    )
    return f'<div class="menus"><ul class="dynamic">{items}</ul></div>'


@cache
def _scripts(length: int) -> str:
    """Return script lines of at least that length."""
    lines = []
    for index in range(length // 140 + 1):
        token = hexdigits(22, "script", index)
        lines.append(
            f'RegisterSod("sp.part{index}.js", "\\u002f_layouts\\u002f15\\u002fsp.part{index}.js'
            f'?rev={token}\\u00253D\\u00253D");RegisterSodDep("sp.part{index}.js", "sp.js");\n'
        )
    return "".join(lines)
