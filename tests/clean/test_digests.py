"""Pages of several short texts, and the dates and titles that only such pages print."""

from __future__ import annotations

import datetime

import pytest

from onrecord.clean.cleaner import clean_text
from onrecord.clean.dates import find_dates
from onrecord.clean.mastheads import is_masthead
from onrecord.clean.stamps import parse_stamp

HEAD = "Minister of Harbours meets Ambassador of Tarvia"
LEAD = (
    "The Minister of Harbours, Ada Mell, met the Ambassador of Tarvia, Oren Pask, in Lesk on "
    "Tuesday and discussed the ferry line between the two countries."
)
MORE = (
    "The parties agreed to open the line in June. The Minister said that the plan would be "
    "published within a month."
)
LISTED = "\n\n".join(
    f"Pilots of {place} move into tower\nPublishing date: {day} May 2021\n"
    f"The pilots of {place} moved into the tower of the harbour on Tuesday."
    for place, day in (("Lesk", 9), ("Moor", 8), ("Arn", 7), ("Holt", 6))
)


def read_found(text: str) -> list[tuple[str | None, str | None]]:
    """The headline and the day of each release."""
    page = clean_text(text, "page")
    return [(one.headline.text if one.headline else None, one.published) for one in page.releases]


def test_each_day_of_a_digest_is_a_release():
    text = f"Week Ahead   Webcast of Today\n\n9 May 2021\n{LEAD}\n\n{MORE}\n\n8 May 2021\n{MORE}\n\n7 May 2021\n{LEAD}"
    assert read_found(text) == [(None, "2021-05-09"), (None, "2021-05-08"), (None, "2021-05-07")]


def test_the_days_of_a_chronology_are_no_releases():
    text = f"{HEAD}\n\n{LEAD}\n\n7 May 2021\n{LEAD}\n\n8 May 2021\n{MORE}\n\n9 May 2021\n{LEAD}"
    assert len(read_found(text)) < 3


def test_titles_over_their_days_stay_titles_in_a_list_that_falls():
    assert [day for _, day in read_found(LISTED)] == [f"2021-05-0{day}" for day in (9, 8, 7, 6)]
    assert all(head for head, _ in read_found(LISTED))


def test_a_sentence_over_a_listing_is_no_release():
    intro = "News and press releases of the Council of Harbours and its offices.\n\n"
    assert read_found(intro + LISTED) == read_found(LISTED)


def test_three_titles_each_over_its_paragraph_make_a_bulletin_without_dates():
    items = (
        ("Pilots of Lesk move into tower", "The pilots of Lesk moved into the tower in May."),
        ("Ferry line to Moor opens soon", "The ferry line to Moor opens in the summer."),
        ("Harbour of Arn gets two cranes", "The harbour of Arn gets cranes from Tarvia."),
    )
    text = "\n\n".join("\n".join(item) for item in items)
    assert read_found(text) == [(title, None) for title, _ in items]


def test_texts_under_titles_in_capitals_share_the_day_above_them():
    text = (
        "News\nWednesday, 12 May 2021\n\n"
        "PRESIDENT OPENS PORT\nPresident Ada Mell opened the new port in Lesk on Tuesday.\n\n"
        "MINISTER VISITS DISTRICTS\nMinister Oren Pask visited the flooded districts today.\n\n"
        "COUNCIL TO MEET IN JUNE\nThe Council of Harbours will meet on 4 June in Moor.\n"
    )
    assert read_found(text) == [
        ("PRESIDENT OPENS PORT", "2021-05-12"),
        ("MINISTER VISITS DISTRICTS", "2021-05-12"),
        ("COUNCIL TO MEET IN JUNE", "2021-05-12"),
    ]


def test_texts_that_lead_to_more_are_not_what_a_page_is_for():
    items = "\n".join(
        f"{day} May 2021\nPilots of {place} move into tower\n"
        f"The pilots of {place} moved into the tower of the harbour on Tuesday.\nRead more"
        for place, day in (("Lesk", 9), ("Moor", 8), ("Arn", 7))
    )
    page = clean_text(f"{items}\n\n{HEAD}\n6 May 2021\n{LEAD}\n{MORE}\nGo back", "page")
    assert [one.main for one in page.releases] == [False, False, False, True]


def test_a_bulleted_line_over_its_day_is_a_headline_without_the_bullet():
    text = f"•  {HEAD}\nIssued by the Harbour Office on 3 May 2021.\n\n{LEAD}\n\n{MORE}"
    assert read_found(text) == [(HEAD, "2021-05-03")]


def test_a_title_that_ends_with_the_day_it_tells_of_keeps_it():
    title = "Transcript of Weekly Briefing by the Spokesperson of the Harbour Office (May 3, 2021)"
    assert read_found(f"{title}\nMay 6, 2021\n\n{LEAD}\n\n{MORE}") == [(title, "2021-05-06")]


def test_the_day_of_a_paper_is_that_of_every_text_in_it():
    second = "Pilots of Lesk move into the new tower"
    text = (
        f"For Immediate Release\n3 May 2021\n\n{HEAD}\n\n{LEAD}\n\n{MORE}\n\n# # #\n\n"
        f"{second}\n\nThe pilots of Lesk moved into the new tower of the harbour. {MORE}"
    )
    assert read_found(text) == [(HEAD, "2021-05-03"), (second, "2021-05-03")]


def test_announcements_are_a_part_of_a_briefing_where_a_paragraph_follows():
    text = f"{HEAD}\n3 May 2021\n\n{LEAD}\n\nFerries\n{MORE}\n\nAnnouncements\n{LEAD}"
    page = clean_text(text, "page")
    assert [one.end for one in page.releases] == [len(text)]


def test_the_marks_of_a_feed_are_no_part_of_its_fields():
    assert read_found(f"<![CDATA[ {HEAD} ]]>\n3 May 2021\n\n{LEAD}") == [(HEAD, "2021-05-03")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("03 05 2021", True),
        ("Lesk, 3 May 21:", True),
        ("Lesk, 3 May ’21", True),
        ("on 3 May 21 pilots came", False),
        ("call 03 05 2021", False),
    ],
)
def test_short_dates_count_where_they_end_or_are_the_line(text: str, found: bool):
    days = [date.day for date in find_dates(text)]
    assert days == ([datetime.date(2021, 5, 3)] if found else [])


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Monday, 3 May 2021, 3:31 p.m. Press Hall, 2nd floor", True),
        ("3 May 2021, 15:00, Briefing Room", True),
        ("3 May 2021, 15:00 Minister opens the Harbour Hall in Lesk.", False),
        ("Minister opens Harbour Hall of Lesk 3 May 2021", False),
    ],
)
def test_a_room_may_stand_behind_a_day_and_its_time(line: str, known: bool):
    stamp = parse_stamp(line)
    assert (stamp is not None and stamp.kind == "line") == known


def test_arrows_between_short_names_make_a_trail():
    text = f"Lesk Harbour Bank » Site » Owners » Quays\n{HEAD}\n3 May 2021\n\n{LEAD}"
    assert read_found(text) == [(HEAD, "2021-05-03")]


def test_the_heading_of_the_latest_releases_tells_nothing():
    assert is_masthead("Latest News Releases")
    assert not is_masthead("Latest releases show rise in trade")
