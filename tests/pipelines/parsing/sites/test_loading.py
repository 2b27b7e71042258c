import pytest

from pipelines.errors import UnknownParserError
from pipelines.parsing import sites


def test_a_parser_is_found_by_its_name() -> None:
    parser = sites.load("sharepoint")
    assert parser.PARSER.startswith("sharepoint/")


@pytest.mark.parametrize("name", ["nowhere", "../sharepoint", "os", "", "sharepoint.parse"])
def test_an_unknown_parser_is_named(name: str) -> None:
    with pytest.raises(UnknownParserError, match="profile's `parser`"):
        sites.load(name)
