"""Numbers of administrative documents, and whether two statements of one agree.

Decree 30/2020/NĐ-CP, article 7 (the kinds), annex I, part I, II.3 (number and symbol) and
annex III (the abbreviations).
"""

import re
from dataclasses import dataclass

ABBREVIATIONS = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
}

FILE_NUMBER = re.compile(r"^0*(?P<number>\d{1,6}[a-z]?)[-_. ](?:(?P<code>[A-Za-zĐđ]{2,4})\b)?")
"""`4500-KH.signed.pdf`: offices name files by number and the kind's abbreviation."""
AROUND = 40
"""Characters to either side of a mention that are kept as its evidence."""


def _plain(code: str) -> str:
    """Write an abbreviation as file names do: capitals, without the stroke of Đ."""
    return code.upper().replace("Đ", "D")


_CODES = frozenset(map(_plain, ABBREVIATIONS))


@dataclass(frozen=True, slots=True)
class Check:
    """The number on the page, held against another statement of it.

    `source` is `file name` or `article`, `value` the number stated there, `evidence` its words.
    """

    source: str
    value: str
    evidence: str
    agrees: bool


def check_name(number: str, filename: str) -> Check | None:
    """Hold a number such as `4500/KH-UBND` against the file's name.

    A name contradicts it only by another number of the same kind, or the same number of another
    kind; whatever else begins with figures (`2021-thong-bao.pdf`) says nothing.
    """
    named = FILE_NUMBER.match(filename)
    if named is None:
        return None
    own, _, symbol = number.partition("/")
    same = named["number"] == own.lstrip("0")
    code, kind = _plain(named["code"] or ""), _plain(_kind_of(symbol))
    apart = code in _CODES and kind in _CODES and code != kind
    if same and not apart:
        return Check("file name", named["number"], filename, agrees=True)
    if same or (code in _CODES and code == kind):
        return Check("file name", f"{named['number']}/{code}", filename, agrees=False)
    return None


def check_words(number: str, words: str, others: frozenset[str] = frozenset()) -> Check | None:
    """Hold a number against what an article says of the file that it attaches.

    The article contradicts it only where it names exactly one number with this symbol, which is
    another one and no number of its other files (`others`).
    """
    own, _, symbol = number.partition("/")
    mention = re.compile(rf"(?<!\d)(\d{{1,6}}[a-z]?)\s*/\s*{re.escape(symbol)}(?![\w-])")
    found = {match[1].lstrip("0"): match for match in mention.finditer(words)}
    if match := found.get(own.lstrip("0")):
        return Check("article", number, _around(words, match), agrees=True)
    foreign = [match for value, match in found.items() if f"{value}/{symbol}" not in others]
    if len(found) == len(foreign) == 1:
        (match,) = foreign
        return Check("article", f"{match[1]}/{symbol}", _around(words, match), agrees=False)
    return None


def _kind_of(symbol: str) -> str:
    return symbol.rpartition("/")[2].partition("-")[0]


def _around(words: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    return " ".join(words[start:end].split())
