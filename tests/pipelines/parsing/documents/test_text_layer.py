"""True layers are kept, false ones are told by what is wrong with them."""

import re
import unicodedata

import pytest

from pipelines.parsing.documents.text_layer import Verdict, judge_layer, measure_text

PLAN = (
    "Nhằm huy động sức mạnh của cả hệ thống chính trị và toàn thể nhân dân tập trung ngăn chặn,"
    " đẩy lùi và sớm kiểm soát dịch Covid-19, UBND tỉnh ban hành Kế hoạch phát động phong trào thi"
    " đua đặc biệt. Theo đó, phong trào thi đua được triển khai cho cơ quan, đơn vị, địa phương."
)
TCVN3 = (
    "Céng hoµ x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. Uû ban nh©n d©n tØnh ban"
    " hµnh kÕ ho¹ch ph¸t ®éng phong trµo thi ®ua ®Æc biÖt trªn ®Þa bµn tØnh."
)
VNI = (
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc. UÛy ban nhaân daân"
    " tænh ban haønh keá hoaïch phaùt ñoäng phong traøo thi ñua ñaëc bieät treân ñòa baøn tænh."
)
SHIFTED = PLAN.translate({code: code - 29 for code in range(0x3D, 0x7B)})
STAMP = (
    "Người ký: Ủy ban Nhân dân Tỉnh\nEmail: ubnd@binhduong.gov.vn\nCơ quan: Tỉnh Bình Dương\n"
    "Thời gian ký: 08.09.2021 09:12:11 +07:00"
)
ENGLISH = "The Crazy Ones. Here's to the crazy ones. The misfits. The rebels. iPhone, COVID19, H2O."
FRENCH = (
    "Les députés ont adopté à l'Assemblée nationale, où la majorité présidentielle était divisée,"
    " un projet de loi très controversé sur les retraites, dès l'année prochaine, naïvement."
)
GERMAN = "Die Bürger müssen für größere Gebäude höhere Beiträge zahlen, während Länder prüfen."


@pytest.mark.parametrize(
    "text", [PLAN, PLAN.upper(), ENGLISH, FRENCH, GERMAN, "Hello World", "1 2", "* * *", "_" * 99]
)
def test_true_layers_stay_as_they_are(text: str) -> None:
    layer = judge_layer(text, 0.0)
    assert layer.verdict is Verdict.TRUE
    assert layer.text == text
    assert layer.confidence > 0.8


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (TCVN3, Verdict.TCVN3),
        (VNI, Verdict.VNI),
        (VNI.upper(), Verdict.VNI),
        (SHIFTED, Verdict.BROKEN),
        ("\ue001\ue002 \ue003\ue004\ue005 \ufffd\ufffd", Verdict.BROKEN),
        (PLAN.replace(" ", ""), Verdict.GLUED),
        (" ".join("!" * len(word) for word in PLAN.split()), Verdict.BROKEN),
        (re.sub("[áạảàộốếệể]", "\ufffd", PLAN), Verdict.BROKEN),
        ("", Verdict.EMPTY),
    ],
)
def test_false_layers(text: str, verdict: Verdict) -> None:
    assert judge_layer(text, 0.0).verdict is verdict


def test_stamp_on_a_scan_is_no_text() -> None:
    assert judge_layer(STAMP, 0.99).verdict is Verdict.STAMP
    assert judge_layer(STAMP + "\n" + PLAN, 0.99).verdict is Verdict.TRUE
    assert judge_layer(STAMP, 0.1).verdict is Verdict.TRUE


def test_vietnamese_without_its_marks_is_no_text_of_a_scan() -> None:
    """Scanners that do not know the language lay such text over their pictures."""
    bare = re.sub("[\u0300-\u0323]", "", unicodedata.normalize("NFD", PLAN)).replace("đ", "d")
    assert "Nham huy dong suc manh" in bare
    assert judge_layer(bare, 0.99).verdict is Verdict.BARE
    assert judge_layer(bare, 0.1).verdict is Verdict.TRUE
    assert judge_layer(PLAN, 0.99).verdict is Verdict.TRUE
    assert judge_layer(ENGLISH * 3, 0.99).verdict is Verdict.TRUE


def test_glued_words_are_split_where_that_is_safe() -> None:
    glued = PLAN.replace("phong trào", "phongtrào").replace("đơn vị", "đơnvị")
    layer = judge_layer(glued, 0.0)
    assert layer.verdict is Verdict.TRUE
    assert "đơn vị" in layer.text
    assert layer.remark == "words stand glued together: 1 were split, 2 are left"
    assert judge_layer(PLAN, 0.0).remark is None
    assert judge_layer(PLAN + " ỦyBanNhânDân", 0.0).text.endswith(" Ủy Ban Nhân Dân")


def test_figures_are_split_from_syllables() -> None:
    layer = judge_layer(PLAN + " Ngày 06tháng8năm2021, số86, Covid19 và 12km2.", 0.0)
    assert layer.text.endswith(" Ngày 06 tháng 8 năm 2021, số 86, Covid19 và 12km2.")
    assert layer.split == 2


def test_two_thirds_of_the_spaces_gone_is_glued() -> None:
    words = PLAN.split(" ")
    text = "".join(word + (" " if place % 3 == 0 else "") for place, word in enumerate(words))
    layer = judge_layer(text, 0.0)
    assert layer.verdict is Verdict.GLUED
    assert layer.confidence < 0.85


def test_a_third_of_the_spaces_gone_is_glued() -> None:
    words = PLAN.split(" ")
    text = "".join(word + (" " if place % 3 else "") for place, word in enumerate(words))
    assert judge_layer(text, 0.0).verdict is Verdict.GLUED


def test_vietnamese_is_nearly_all_valid() -> None:
    measure = measure_text(re.sub("Covid|UBND", "", PLAN))
    assert measure.valid == 1.0
