"""What a parser read, in the form that `luutru parse --json` promises."""

from archive.content import Article


def to_json(article: Article) -> dict[str, object]:
    """Return an article as a JSON-able dict; what the page lacks is None or empty."""
    return {
        "url": article.url,
        "parser": article.parser,
        "title": article.title,
        "summary": article.summary,
        "body_text": article.body_text,
        "body_html": article.body_html,
        "published_at": article.published_at,
        "source": article.source,
        "author": article.author,
        "category": article.category,
        "keywords": list(article.keywords),
        "view_count": article.view_count,
        "image_url": article.image_url,
        "attachments": [
            {"url": one.url, "filename": one.filename, "label": one.label}
            for one in article.attachments
        ],
        "related": list(article.related),
        "fields": dict(article.fields),
        "content_digest": article.content_digest,
        "warnings": list(article.warnings),
    }
