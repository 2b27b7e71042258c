"""Article bodies as SharePoint's rich text editor leaves them.

Zero-width spaces, non-breaking spaces, nested spans and what Word puts on the clipboard; the
words are the article's own. Escapes follow SharePoint, which writes `:` in styles as `&#58;`.
"""

from html import escape
from random import Random

from scraper.demo.chance import dice
from scraper.demo.content.story import (
    Block,
    Bullets,
    Heading,
    Link,
    Paragraph,
    Picture,
    Story,
    Table,
)

ZERO_WIDTH = "\u200b"
WORD_LEFTOVERS = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom>"
    "</w:WordDocument></xml><![endif]-->"
)
WORD_OPENING = (
    '<p class="MsoNormal" style="margin&#58;6pt 0cm;text-align&#58;justify;">'
    '<span style="font-size&#58;14pt;line-height&#58;115%;">'
    '<span style="font-family&#58;&quot;times new roman&quot;, serif;">'
)
WRAPPERS = (
    ('<p style="text-align&#58;justify;">', "</p>"),
    (WORD_OPENING, "<o:p></o:p></span></span></p>"),
    ('<div style="text-align&#58;justify;">', "<br></div>"),
    ('<p><font face="Times New Roman" size="3"><span lang="VI">', "</span></font></p>"),
)
"""What opens and closes a paragraph, by the way in which its text came into the editor."""


def rich_text(seed: str, story: Story) -> str:
    """Return the body of an article as HTML."""
    rng = dice(seed, story.number, "markup", story.markup)
    opening, closing = rng.choice(WRAPPERS)
    parts = [WORD_LEFTOVERS] if opening == WORD_OPENING else []
    for index, block in enumerate(story.blocks):
        if index == 0 and isinstance(block, Paragraph) and story.source:
            block = Paragraph(f"({story.source}) - {block.text}", block.link)  # noqa: PLW2901
        parts.append(_block(block, rng, opening, closing))
        if rng.random() < 0.15:
            parts.append("<p>&#160;</p>")
    return "\n".join(parts)


def _block(block: Block, rng: Random, opening: str, closing: str) -> str:
    match block:
        case Paragraph(text, link):
            start = ZERO_WIDTH if rng.random() < 0.3 else ""
            return f"{opening}{start}{_words(text, rng)}{_link(link)}{closing}"
        case Heading(text):
            return f'<h3 class="ms-rteElement-H3">{ZERO_WIDTH}{escape(text)}</h3>'
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{_words(item, rng)}</li>" for item in items) + "</ul>"
        case Table(rows):
            return _table(rows)
        case Picture(src, caption):
            return (
                f'<p style="text-align&#58;center;"><img src="{escape(src)}" alt="" '
                'style="margin&#58;5px;width&#58;480px;" /></p>'
                f'<p style="text-align&#58;center;"><em>{escape(caption)}</em></p>'
            )


def _words(text: str, rng: Random) -> str:
    """Escape a text and spoil it: other spaces, spans around runs of words, zero-width spaces."""
    words = [escape(word) for word in text.split(" ")]
    for _ in range(len(words) // 25):
        place = rng.randrange(len(words))
        words[place] = _spanned(words[place], rng)
    if len(words) > 12 and rng.random() < 0.4:
        words[6] = words[6] + ZERO_WIDTH
    joints = rng.choices((" ", "&#160;"), (30, 1), k=len(words) - 1) if len(words) > 1 else []
    return "".join(word + joint for word, joint in zip(words, [*joints, ""], strict=True))


def _spanned(word: str, rng: Random) -> str:
    """Put a word, or the rest of it, into a span, as Word's spelling marks leave it."""
    start = rng.randrange(len(word)) if word.isalpha() and rng.random() < 0.3 else 0
    return f'{word[:start]}<span style="background&#58;white;">{word[start:]}</span>'


def _link(link: Link | None) -> str:
    if link is None:
        return ""
    return f' <a href="{escape(link.href)}" target="_blank">{escape(link.text)}</a>'


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        written = "".join(
            f'<{tag} class="ms-rteTableEvenCol-default" style="width&#58;25%;">'
            f"{ZERO_WIDTH}{escape(cell)}</{tag}>"
            for cell in cells
        )
        return f'<tr class="ms-rteTableOddRow-default">{written}</tr>'

    body = row(rows[0], "th") + "".join(row(cells, "td") for cells in rows[1:])
    return (
        '<table class="ms-rteTable-default" cellspacing="0" width="100%">'
        f"<tbody>{body}</tbody></table>"
    )
