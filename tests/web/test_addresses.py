import pytest

from onrecord.web.addresses import entry_address, external_address, list_address, static_address


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("ev-a", "/event/ev-a"),
        ("co-a", "/promise/co-a"),
        ("or-a", "/body/or-a"),
        ("re-a", "/release/re-a"),
        ("nobody", "/entry/nobody"),
        ("ev-a/../b?c", "/event/ev-a%2F..%2Fb%3Fc"),
    ],
)
def test_an_id_says_where_its_page_is(identifier: str, address: str) -> None:
    assert entry_address(identifier) == address


def test_empty_filters_are_left_out_and_others_escaped() -> None:
    assert (
        list_address("events", {"words": "a&b", "kind": "", "page": None}) == "/events?words=a%26b"
    )
    assert list_address("events", {}, ".csv") == "/events.csv"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "pages/a.txt", "file:///etc"]
)
def test_only_addresses_of_the_web_become_links(address: str) -> None:
    assert external_address(address) is None


def test_a_shipped_file_has_its_content_in_its_address() -> None:
    assert static_address("style.css").startswith("/static/style.css?v=")
