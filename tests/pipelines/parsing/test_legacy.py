import pytest

from pipelines.parsing.legacy import legacy_encoding

TCVN3 = "UBND tØnh võa tæ chøc héi nghÞ triÓn khai nhiÖm vô ph¸t triÓn kinh tÕ - x· héi n¨m 2005."
VNI = "UBND tænh vöøa toå chöùc hoäi nghò trieån khai nhieäm vuï phaùt trieån kinh teá - xaõ hoäi."


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_font_encodings_are_recognised(text: str, name: str) -> None:
    assert legacy_encoding(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain ASCII text",
        "UBND tỉnh vừa tổ chức hội nghị triển khai nhiệm vụ phát triển kinh tế - xã hội.",
        "Le maïs, l'été, la Noël, déjà vu, où êtes-vous, ça va bien, à bientôt, coïncidence.",
        "Für Österreich: Größe, Straße, Übung, Mädchen, Käse, schön, Bücher © 2021 ® «Text»",
        f"Phông chữ cũ viết {VNI[:20]} thay cho chữ Việt có dấu, như bài viết này đã giải thích.",
    ],
)
def test_other_text_is_not_taken_for_one(text: str) -> None:
    assert legacy_encoding(text) is None
