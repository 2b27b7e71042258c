from scraper.demo.content.first import first_story, recorded_text


def test_ten_paragraphs_one_signed_plan_and_the_author():
    story = first_story()
    assert len(story.blocks) == 10
    assert [file.filename for file in story.enclosures] == ["4500-KH.signed.pdf"]
    assert story.author == "Ban Quản lý các Khu công nghiệp Bình Dương"
    assert story.views == 194


def test_its_page_shows_the_recorded_words_and_no_others_between(ask, visible):
    words = visible(ask("/tin-tuc/Lists/TinTuc/DispForm.aspx?ID=1").body)
    assert "".join(recorded_text().split()) in "".join(words.split())
