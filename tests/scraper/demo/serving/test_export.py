from scraper.demo import Portal, export_static


def test_every_page_becomes_a_file_that_a_static_server_finds(tmp_path):
    portal = Portal(articles=20)
    count = export_static(portal, tmp_path)
    assert sum(file.is_file() for file in tmp_path.rglob("*")) == count
    assert b"aspnetForm" in (tmp_path / "tin-tuc" / "index.html").read_bytes()
    assert (tmp_path / "tin-tuc/Lists/TinTuc/DispForm.aspx?ID=1").is_file()
    plan = tmp_path / "tin-tuc/Lists/TinTuc/Attachments/1/4500-KH.signed.pdf"
    assert plan.read_bytes().startswith(b"%PDF")
    assert (tmp_path / "robots.txt").is_file()
    assert portal.pager is None


def test_its_listings_page_by_number(tmp_path):
    export_static(Portal(articles=60), tmp_path, attachments=False)
    assert b"?Page=2" in (tmp_path / "xuc-tien-dau-tu" / "index.html").read_bytes()
