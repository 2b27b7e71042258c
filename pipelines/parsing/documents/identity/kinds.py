"""The kinds of administrative documents and their abbreviations.

Decree 30/2020/NĐ-CP, article 7 (the kinds) and annex III (the abbreviations).
"""

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
LETTER = "Công văn"
"""The kind without abbreviation or heading; its symbol names the office."""

STATUTES = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư")
"""Kinds of legal normative documents, which are cited and never issued by a province's offices."""

HEADINGS = {kind.upper(): kind for kind in (*ABBREVIATIONS.values(), "Thư công", LETTER)}
CITABLE = tuple(sorted({*ABBREVIATIONS.values(), *STATUTES, LETTER}, key=len, reverse=True))


def kind_of_symbol(number: str) -> str | None:
    """Return the kind that a number such as `4500/KH-UBND` names; None for a letter's."""
    symbol = number.rpartition("/")[2]
    return ABBREVIATIONS.get(symbol.partition("-")[0])
