"""Whether a page that reads as an article is the one that stands at its address.

A page in front of an article need not say a word that a list knows. It is told by what it is
beside the article's own history: it has neither its item, nor its title, nor a sentence of its
text, and no date of its own; or it is what another address of the portal says. Such a page is
kept as `blocked` and never becomes a version. An edit, however large, keeps one of these.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from archive.addresses import url_key
from archive.content import NO_END, Article, Blocked
from archive.recording.captures import Resource
from archive.recording.likeness import HALF, Likeness, compare, sentences

WIDE = 3
"""So many articles with one title: it is the portal's, not an article's."""
CUT = "cut short: the page stops before the end that it used to have"
CUT_NEW = "cut short: the page stops without the end that the portal's pages have"
NOTHING = "no article: neither a date, nor text, a picture or a file"
FEW_PAGES = 10
"""Pages that show what a portal's have, if fewer than one in so many lacks it."""
SHORT = 0.5
"""Below this share of the length that an undated article had, a page like nothing of it is none."""

_SAID = text("""
    SELECT v.title, v.body_text, v.published_at, v.content_digest, v.warnings, a.item_id,
           a.url_key
    FROM versions AS v JOIN articles AS a ON a.id = v.article_id
    WHERE v.article_id = :article ORDER BY v.valid_to IS NULL DESC, v.number DESC
""")
_OTHERS = text("""
    SELECT a.url, a.item_id, v.title, v.body_text, v.published_at, v.content_digest
    FROM articles AS a JOIN versions AS v ON v.article_id = a.id AND v.valid_to IS NULL
    WHERE a.portal = :portal AND a.id != :article AND (a.item_id = :item OR a.title = :title)
    ORDER BY a.id
""")
_SAME = text("""
    SELECT a.url FROM versions AS v JOIN articles AS a ON a.id = v.article_id
    WHERE v.content_digest = :content AND v.valid_to IS NULL
      AND a.portal = :portal AND a.url_key != :key
    ORDER BY a.id LIMIT 1
""")
_LACKING = {
    CUT_NEW: f"v.warnings LIKE '%{NO_END}%'",
    NOTHING: "v.published_at IS NULL AND v.body_text = '' AND v.body_html = ''"
    " AND v.image_url IS NULL AND v.attachments = '[]'",
}
"""How versions lack what a page lacks that is doubted for this reason."""
_OTHERS_LACK = """
    SELECT count(*), count(*) FILTER (WHERE {lacking}),
           (SELECT count(*) FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
            WHERE r.url = :url AND r.portal = :portal AND c.reason = :reason)
    FROM versions AS v JOIN articles AS a ON a.id = v.article_id
    WHERE a.portal = :portal AND v.valid_to IS NULL
"""
_TITLED = text("SELECT count(*) FROM articles WHERE portal = :portal AND title = :title")


@dataclass(frozen=True, slots=True)
class Doubter:
    """Doubts what is read at addresses of one portal."""

    db: Connection
    portal: str

    def doubt(self, article: Article, resource: Resource) -> Blocked | None:
        """Return what a page is instead of the article at its address, or None: it is it."""
        number, base = resource.article_id, resource.base
        if base is not None and base.content_digest == article.content_digest:
            return None
        if number is None:
            return self._doubt_new(article) if resource.redirected_from is None else None
        said = self.db.execute(_SAID, {"article": number}).all()
        if any(version.content_digest == article.content_digest for version in said):
            return None
        reason = _cut(article, said[0]) or self._foreign(article, number, said)
        return Blocked(article.url, reason) if reason else None

    def strays(self, article: Article, resource: Resource) -> bool:
        """Tell whether a further address of an article shows one of its own by now."""
        number, base = resource.article_id, resource.base
        if number is None or not article.published_at:
            return False
        if base is not None and base.content_digest == article.content_digest:
            return False
        said = self.db.execute(_SAID, {"article": number}).all()
        if said[0].url_key == url_key(article.url) or (
            article.item_id is not None and said[0].item_id == article.item_id
        ):
            return False
        return not any(compare(version, article).of_one_article for version in said)

    def _doubt_new(self, article: Article) -> Blocked | None:
        """Return what a page at a new address is: no whole article, or what another address said.

        Two articles that say the same have each its date, or its item of a list.
        """
        lacking = {CUT_NEW: NO_END in article.warnings, NOTHING: _says_nothing(article)}
        for reason in (reason for reason, lacks in lacking.items() if lacks):
            if self._is_odd(article, reason):
                return Blocked(article.url, reason)
        if article.published_at is not None or article.item_id is not None:
            return None
        values = {
            "portal": self.portal,
            "key": url_key(article.url),
            "content": article.content_digest,
        }
        other = self.db.execute(_SAME, values).scalar()
        return Blocked(article.url, f"the page of another address: {other}") if other else None

    def _is_odd(self, article: Article, reason: str) -> bool:
        """Tell whether the portal's articles have what this page lacks, and it lacks it first now.

        A page that lacks it at another look, too, is one that has none.
        """
        query = text(_OTHERS_LACK.format(lacking=_LACKING[reason]))
        values = {"portal": self.portal, "url": article.url, "reason": reason}
        seen, lacking, before = self.db.execute(query, values).one()
        return seen >= FEW_PAGES and lacking * FEW_PAGES < seen and not before

    def _foreign(self, article: Article, number: int, said: Sequence[Any]) -> str | None:
        item = said[0].item_id
        likeness = [compare(version, article) for version in said]
        if (item is not None and item == article.item_id) or any(
            each.share >= HALF for each in likeness
        ):
            return None
        other = self._other(article, number)
        if other is not None:
            return f"the page of another article: {other}"
        if self._keeps_something(article, likeness):
            return None
        if other_item := _other_item(item, article.item_id):
            return other_item
        dated = any(version.published_at for version in said)
        longest = max(len(version.body_text) for version in said)
        if (dated and not article.published_at) or (
            not dated and len(article.body_text) < SHORT * longest
        ):
            return "another page: neither the article's title nor a sentence of it, and no date"
        return None

    def _keeps_something(self, article: Article, likeness: Sequence[Likeness]) -> bool:
        """Tell whether a page has a sentence of the article, or a title that is its own."""
        if any(each.share > 0 for each in likeness):
            return True
        if not any(each.same_title for each in likeness):
            return False
        values = {"portal": self.portal, "title": article.title}
        titled: int = self.db.execute(_TITLED, values).scalar_one()
        return titled < WIDE

    def _other(self, article: Article, number: int) -> str | None:
        """Return the address of another article of the portal that says what a page says."""
        values = {
            "portal": self.portal,
            "article": number,
            "item": article.item_id,
            "title": article.title,
        }
        for row in self.db.execute(_OTHERS, values):
            if row.content_digest == article.content_digest or compare(row, article).of_one_article:
                url: str = row.url
                return url
        return None


def _says_nothing(article: Article) -> bool:
    """Tell whether a page has a title at most."""
    said = article.published_at, article.body_text, article.body_html, article.image_url
    return not any(said) and not article.attachments


def _other_item(known: str | None, shown: str | None) -> str | None:
    """Say how a page shows another item than the article's; None where it may be the same.

    Pages that name their item call its list by a GUID, addresses by a path. What is known by
    its address alone may have a GUID; a page that named its item and no longer does is another.
    """
    if not known or not shown:
        return None
    if known.rpartition(":")[2] == shown.rpartition(":")[2]:
        if known.startswith("/"):
            return None
        if shown.startswith("/"):
            return "another page: neither title nor a sentence of the article, nor its item"
    return f"the page of another article: item {shown}, not {known}"


def _cut(article: Article, standing: Any) -> str | None:
    """Tell a page that stops within a text that is known, and before the end that it used to have.

    An editor who takes paragraphs away leaves the page whole.
    """
    if NO_END not in article.warnings or NO_END in json.loads(standing.warnings):
        return None
    left = article.body_text.rstrip(" .…")
    if len(left) < len(standing.body_text) and standing.body_text.startswith(left):
        return f"{CUT}, in the middle of the text that it had"
    whole = sentences(standing.body_text)
    lost = whole - sentences(article.body_text)
    added = sentences(article.body_text) - whole
    # The sentence in which the page stops reads as a new one.
    return f"{CUT}, after less of the text than before" if lost and len(added) <= 1 else None
