"""Files and pictures of a page."""

from __future__ import annotations

import pytest

from onrecord.clean.cleaner import clean_html
from onrecord.model.text import Attachment

HERE = "https://harbours.example/news/2031/ferries"
LEAD = (
    "<p>The Minister of Harbours met the Ambassador of Tarvia in Lesk on Tuesday and discussed "
    "the ferry line between the two countries, which is to open in June.</p>"
)


def read_attached(markup: str, address: str = HERE) -> list[Attachment]:
    page = f"<html><body><article><h1>Ferries to Tarvia</h1>{LEAD}{markup}</article></body></html>"
    return list(clean_html(page, "page", address).attachments)


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        (
            '<p><a href="/files/plan.pdf">The <b>plan</b> of ferries</a></p>',
            Attachment("file", "https://harbours.example/files/plan.pdf", "The plan of ferries"),
        ),
        (
            '<a href="table.XLSX?v=2#top">Table</a>',
            Attachment("file", "https://harbours.example/news/2031/table.XLSX?v=2#top", "Table"),
        ),
        (
            '<a href="/get?id=7" download>Minutes</a>',
            Attachment("file", "https://harbours.example/get?id=7", "Minutes"),
        ),
        (
            '<figure><img src="//img.harbours.example/a.jpg" alt="Two people">'
            "<figcaption>The Minister and the Ambassador</figcaption></figure>",
            Attachment(
                "picture", "https://img.harbours.example/a.jpg", "The Minister and the Ambassador"
            ),
        ),
        (
            '<img src="data:image/gif;base64,AAAA" data-src="b.webp" alt="The quay">',
            Attachment("picture", "https://harbours.example/news/2031/b.webp", "The quay"),
        ),
    ],
)
def test_a_file_or_picture_is_kept_with_what_it_is_called(markup: str, wanted: Attachment):
    assert read_attached(markup) == [wanted]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/news/2031/other.html">Another page</a>',
        '<a href="mailto:press@harbours.example">Write to us</a>',
        "<a href=\"javascript:save('x.pdf')\">Save</a>",
        '<a href="http://[broken/x.pdf">Broken</a>',
        '<img src="/mark.svg" width="24" height="24" alt="">',
        '<img class="site-logo" src="/mark.png">',
        '<img src="data:image/png;base64,AAAA">',
        '</article><footer><a href="/rules.pdf">Rules of this site</a></footer><article>',
        '</article><aside class="related"><img src="/other.jpg"></aside><article>',
    ],
)
def test_what_is_of_the_site_or_of_another_page_is_left_out(markup: str):
    assert read_attached(markup) == []


def test_one_address_is_one_attachment_by_its_first_name():
    twice = '<a href="/a.pdf"><img src="/pdf.png" width="16"></a><a href="/a.pdf">The plan</a>'
    assert read_attached(twice) == [
        Attachment("file", "https://harbours.example/a.pdf", "The plan")
    ]


def test_addresses_of_a_file_on_disk_stay_as_they_are_written():
    assert read_attached('<a href="plan.pdf">Plan</a>', "pages/ferries.html") == [
        Attachment("file", "plan.pdf", "Plan")
    ]
