"""What changes are called, in both languages."""

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from archive.news import wording
from archive.news.entries import entries_of
from archive.news.wording import LANGUAGES, translator, what
from archive.schema import changes
from tests.archive.news.making import change

FILE = '{"url": "https://portal.example/a.pdf", "filename": "a.pdf", "label": null}'
DIGESTS = {"field": "a.pdf", "before": "sha256:aa", "after": "sha256:bb"}


def test_every_text_is_translated_and_no_other():
    keywords = {"_": None, "translate": None}
    folders = (wording.LOCALE.parent, wording.LOCALE.parents[1] / "alerts")
    found = [
        each
        for folder in folders
        for each in extract_from_dir(folder, [("**.py", "python")], keywords=keywords)
    ]
    with (wording.LOCALE / "vi.po").open("rb") as stream:
        known = {message.id: message.string for message in read_po(stream) if message.id}
    assert {text for _, _, text, _, _ in found} == set(known)
    assert all(known.values())


def test_every_kind_has_a_name():
    (known,) = [c for c in changes.constraints if c.name == "kind_known"]
    kinds = str(known.sqltext).replace("kind IN ('", "").removesuffix("')").split("', '")
    assert set(kinds) == set(wording._WHAT)
    for language in LANGUAGES:
        for kind in kinds:
            (entry,) = entries_of([change(1, kind, **DIGESTS)])
            assert what(entry, translator(language))


def test_a_file_is_named():
    for kind, said in [("document-added", {"after": FILE}), ("document-removed", {"before": FILE}),
                       ("document-changed", DIGESTS)]:  # fmt: skip
        (entry,) = entries_of([change(1, kind, **said)])
        assert what(entry, str).endswith(": a.pdf")


def test_an_edit_with_its_date_is_not_silent():
    text = change(1, "edited", field="body_text", before="a", after="b")
    dated = change(2, "edited", field="published_at", before="2021", after="2022")
    assert what(*entries_of([text]), translator("vi")) == "Sửa lặng lẽ"
    told = change(1, "edited", field="body_text", before="a", after="b", silent=False)
    assert what(*entries_of([dated, told]), translator("vi")) == "Sửa"
