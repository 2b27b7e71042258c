"""What people might search for, by what makes a search hard."""

from collections.abc import Mapping
from urllib.parse import urlencode

SEARCHES: Mapping[str, tuple[dict[str, str], ...]] = {
    "a common word": ({"q": "nghiệp"}, {"q": "công"}, {"q": "khu"}, {"q": "tinh"}),
    "two common words": ({"q": "doanh nghiệp"}, {"q": "lao dong"}, {"q": "báo cáo"}),
    "five words": ({"q": "khoi phuc hoat dong san xuat"}, {"q": "người lao động tại các KCN"}),
    "a phrase": ({"q": '"người lao động"'}, {"q": '"bao cao ket qua"'}, {"q": '"khu công nghiệp"'}),
    "a rare name": ({"q": "Khiêng Ngoan"}, {"q": "trông thơn"}, {"q": "Phanh Quưng"}),
    "a number": ({"q": "4501/KH-UBND"}, {"q": "86/KH-UBND"}, {"q": "1501/KH-UBND"}),
    "without a word": ({"q": "doanh nghiệp -covid"}, {"q": '"lao động" -"báo cáo"'}),
    "with filters": ({"q": "nghiệp", "year": "2019"}, {"q": "lao dong", "category": "Đầu tư"}),
    "diacritics as typed": ({"q": "lao động", "exact": "1"}, {"q": "đầu tư", "exact": "1"}),
    "past versions too": ({"q": "doanh nghiệp", "past": "1"}, {"q": '"kết quả"', "past": "1"}),
    "the fifth page": ({"q": "nghiệp", "page": "5"}, {"q": '"lao động"', "page": "5"}),
}
"""Parameters of the search page by kind."""


def addresses(kind: str) -> list[str]:
    """Return the addresses of one kind of search."""
    return [f"/-/search?{urlencode(asked)}" for asked in SEARCHES[kind]]
