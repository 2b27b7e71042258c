import tracemalloc

from archive.warc.noting import NotedPlaces
from archive.warc.positions import Position


def test_places_are_found_by_the_whole_of_their_name():
    places = NotedPlaces()
    first, second = Position("a.warc.gz", 1 << 40, 5), Position("b.warc.gz", 0, 0)
    places.put(first, "http://a.example/", "2017-01-01T00:00:00Z")
    places.put(second, "sha1:A\udc80")
    assert places.get("http://a.example/", "2017-01-01T00:00:00Z") == first
    assert places.get("http://a.example/") is None
    assert places.get("sha1:A\udc80") == second


def test_of_a_name_given_twice_the_latest_counts():
    places = NotedPlaces()
    for offset in (1, 2):
        places.put(Position("a.warc.gz", offset, 0), "sha1:A")
    assert places.get("sha1:A") == Position("a.warc.gz", 2, 0)


def test_many_places_cost_no_memory_of_python():
    places = NotedPlaces()
    tracemalloc.start()
    try:
        for number in range(5_000):
            places.put(Position("a.warc.gz", number, 0), f"<urn:uuid:{number}>")
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 100_000
    assert places.get("<urn:uuid:4999>") == Position("a.warc.gz", 4_999, 0)
