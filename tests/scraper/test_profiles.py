"""Profiles by name and by path."""

import pytest

from scraper.errors import ProfileError
from scraper.profiles import builtin_profiles, load_profile

PROFILE = """\
key = "tinh"
name = "Tỉnh"
home = "https://tinh.gov.vn/"
[crawl]
start = ["https://tinh.gov.vn/"]
article = ["/bai/"]
"""


def test_built_in_profiles_are_sound_and_named_by_their_key():
    profiles = builtin_profiles()
    assert {"demo", "bdiza"} <= set(profiles)
    assert all(name == profile.key for name, profile in profiles.items())


def test_the_demo_can_report_a_removal_at_once_and_is_crawled_at_any_port():
    demo = load_profile("demo")
    assert demo.crawl.allow_private
    assert demo.crawl.delay == 0
    assert demo.change.gone_after_looks == 1
    assert not demo.change.gone_after
    moved = demo.moved_to("http://127.0.0.1:4321/")
    assert all(url.startswith("http://127.0.0.1:4321/") for url in moved.crawl.start)
    assert "8765" not in moved.text.split("key =", 1)[1]


@pytest.mark.parametrize(
    ("url", "article", "listing"),
    [
        ("/tin-tuc/2021/09/547-ke-hoach-phat-dong", True, False),
        ("/Lists/TinTuc/DispForm.aspx?ID=547", True, False),
        ("/Lists/TinTucSuKien/TongQuat.aspx?PageIndex=2", False, True),
        ("/tin-tuc", False, True),
        ("/gioi-thieu", False, False),
    ],
)
def test_bdiza_patterns(url, article, listing):
    profile = load_profile("bdiza")
    url = "https://bdiza.binhduong.gov.vn" + url
    assert (profile.is_article(url), profile.is_listing(url)) == (article, listing)
    assert profile.crawl.obey_robots
    assert profile.crawl.verify_tls
    assert profile.crawl.delay == 1.0


def test_unknown_name_suggests_the_nearest():
    with pytest.raises(ProfileError, match=r"no portal 'bdizza'\. Did you mean 'bdiza'\?"):
        load_profile("bdizza")


def test_unknown_name_lists_all_where_none_is_near():
    with pytest.raises(ProfileError, match=r"no portal 'xyz'\. Built in: bdiza, demo"):
        load_profile("xyz")


def test_unknown_name_points_to_a_file_that_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tinh.toml").write_text(PROFILE)
    with pytest.raises(ProfileError, match=r"give its path: \./tinh\.toml"):
        load_profile("tinh")
    assert load_profile("tinh.toml").key == "tinh"


def test_a_file_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "tinh.toml"
    path.write_text(PROFILE, encoding="utf-8-sig")
    assert load_profile(path).name == "Tỉnh"


def test_no_such_file(tmp_path):
    with pytest.raises(ProfileError, match=r"none\.toml: there is no such file"):
        load_profile(tmp_path / "none.toml")


def test_a_folder_is_no_profile(tmp_path):
    with pytest.raises(ProfileError, match="can't be read: Is a directory"):
        load_profile(tmp_path)


def test_not_text(tmp_path):
    path = tmp_path / "tinh.toml"
    path.write_bytes(PROFILE.encode("utf-16"))
    with pytest.raises(ProfileError, match=r"tinh\.toml: not UTF-8 text"):
        load_profile(path)


def test_not_a_profile_by_its_size(tmp_path):
    path = tmp_path / "film.toml"
    with path.open("wb") as file:
        file.truncate(2 << 20)
    with pytest.raises(ProfileError, match="too large for a profile"):
        load_profile(path)


def test_a_wrong_key_names_file_key_and_reason(tmp_path):
    path = tmp_path / "tinh.toml"
    path.write_text(PROFILE + 'delay = "fast"\n')
    with pytest.raises(ProfileError, match=r"tinh\.toml: crawl\.delay: Input should be a valid"):
        load_profile(path)
