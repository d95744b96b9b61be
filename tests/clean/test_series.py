"""Pages that are a series of texts or a list of lines, each with its title or its day."""

from __future__ import annotations

import pytest

from onrecord.clean.cleaner import clean_html, clean_text
from onrecord.clean.stamps import parse_stamp
from onrecord.clean.wording import tells_title

Found = list[tuple[str | None, str | None]]

PILOTS = ("Pilots elect new chair", "The pilots of Lesk elected Ada Mell as chair on Monday.")
FERRY = ("Ferry line opens in June", "The ferry line to Moor was closed in 2019 because of ice.")
CRANES = ("Council buys two cranes", "The Council will put the cranes up in the port in May.")
ITEMS = (PILOTS, FERRY, CRANES)
TITLES = [title for title, _ in ITEMS]
DAYS = ("9 May 2021", "8 May 2021", "7 May 2021")
ISO = ["2021-05-09", "2021-05-08", "2021-05-07"]


def read_found(text: str) -> Found:
    """The headline and the day of each release of a plain text."""
    page = clean_text(text, "page")
    return [(one.headline.text if one.headline else None, one.published) for one in page.releases]


def read_texts(text: str) -> list[str]:
    """The words of each release of a plain text."""
    page = clean_text(text, "page")
    return [text[one.start : one.end] for one in page.releases]


def test_titles_that_tell_facts_part_a_bulletin():
    text = "\n".join(f"{kind}\n{title}\n{body}" for kind, (title, body) in
                     zip(("STAFF", "LINES", "WORKS"), ITEMS, strict=True))  # fmt: skip
    assert read_found(f"THE HARBOUR THIS WEEK\n{text}") == [(title, None) for title in TITLES]


def test_sections_of_a_headed_text_stay_in_it():
    sections = "\n".join(f"{title}\n{body}" for title, body in ITEMS)
    text = f"Council of Harbours decides on cranes and ferries\n9 May 2021\n{sections}"
    assert read_found(text) == [("Council of Harbours decides on cranes and ferries", ISO[0])]


def test_the_greeting_of_a_newsletter_is_no_release_and_its_day_that_of_all():
    items = "\n".join(f"{title}\n{body}\nRead more" for title, body in ITEMS)
    text = f"Harbour Digest\n9 May 2021\nDear readers,\nhere is what happened last week.\n{items}"
    assert read_found(text) == [(title, ISO[0]) for title in TITLES]


def test_days_below_the_texts_of_a_list_are_those_of_the_texts_above():
    text = "\n".join(
        f"{title}\n{body}\n{day}" for (title, body), day in zip(ITEMS, DAYS, strict=True)
    )
    assert read_found(text) == list(zip(TITLES, ISO, strict=True))


@pytest.mark.parametrize(
    "form", ["{day} {title}", "{title} - {day}", "{title}\n{day}", "{day}\n{title}"]
)
def test_lines_with_their_days_are_entries_of_a_list(form: str):
    text = "\n".join(
        form.format(title=title, day=day) for title, day in zip(TITLES, DAYS, strict=True)
    )
    assert read_found(f"Harbour Office\n{text}") == [(None, day) for day in ISO]
    assert read_texts(f"Harbour Office\n{text}") == TITLES


def test_a_row_of_a_table_ends_with_its_title():
    text = "\n".join(f"{day}\t{title}\tNews" for title, day in zip(TITLES, DAYS, strict=True))
    assert read_texts(f"Date\tTitle\tKind\n{text}") == TITLES


def test_days_without_a_year_take_that_of_the_line_above_them():
    text = "2021\nMay 9\n{}\nMay 8\n{}\nMay 7\n{}".format(*(body for _, body in ITEMS))
    assert read_found(text) == [(None, day) for day in ISO]


def test_numbered_titles_over_their_texts_part_a_newsletter():
    items = [(f"{number}. {title}", body) for number, (title, body) in enumerate(ITEMS, 1)]
    text = "\n".join(f"{title}\n{body}" for title, body in items)
    assert read_found(text) == [(title, None) for title, _ in items]


def test_a_table_whose_first_column_is_days_is_a_list():
    rows = "".join(
        f"<tr><td>{day}</td><td><b>{title}</b><br>{body}</td></tr>"
        for (title, body), day in zip(ITEMS, DAYS, strict=True)
    )
    page = clean_html(f"<html><body><table>{rows}</table></body></html>", "page")
    found = [(one.headline and one.headline.text, one.published) for one in page.releases]
    assert found == list(zip(TITLES, ISO, strict=True))


def test_the_day_and_author_of_each_text_of_a_list_stay_with_it():
    items = "".join(
        f'<div><p class="meta">Pilots | {day}</p><h2>{title}</h2><p>{body}</p></div>'
        for (title, body), day in zip(ITEMS, DAYS, strict=True)
    )
    page = clean_html(f"<html><body><main><h1>News</h1>{items}</main></body></html>", "page")
    assert [one.published for one in page.releases] == ISO


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("9 May 2021, 47th session of the Council of Harbours", "2021-05-09"),
        ("Briefing on the decision of the Council taken on 9 May 2021", "2021-05-09"),
        ("The pilots met the Council on 9 May 2021, as agreed.", None),
    ],
)
def test_a_line_between_title_and_text_may_date_the_text(note: str, day: str | None):
    body = "The Chair, Ada Mell, thanked the pilots of Lesk for their work on the plan of cranes."
    assert read_found(f"Statement by Ada Mell on cranes\n{note}\n{body}") == [
        ("Statement by Ada Mell on cranes", day)
    ]


def test_the_title_above_a_day_counts_before_the_subtitle_below_it():
    text = (
        "Pilots criticise delay of cranes\n9 May 2021\nA letter of the pilots of Lesk on cranes\n"
    )
    body = "The pilots of Lesk say in a letter that the cranes should have been bought in 2019."
    assert read_found(text + body) == [("Pilots criticise delay of cranes", ISO[0])]


def test_a_communique_without_a_title_is_headed_by_its_kind():
    assert read_found(f"COMMUNIQUÉ\n\n{FERRY[1]} {CRANES[1]}") == [("COMMUNIQUÉ", None)]


def test_notes_at_the_foot_of_a_page_end_a_text():
    text = f"{FERRY[0]}\n9 May 2021\n{FERRY[1]} {CRANES[1]}"
    foot = "Earlier press releases are kept for a year.\nNote that they have no legal force."
    assert read_texts(f"{text}\n{foot}") == [text]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Feb 2, 2022 | Event", "2022-02-02"),
        ("Event: Feb 2, 2022", None),
        ("Lintz, le 2 avril 2013", "2013-04-02"),
        ("2 de abril de 2013", "2013-04-02"),
    ],
)
def test_a_section_behind_a_mark_and_other_languages_months_leave_a_day_a_stamp(
    line: str, day: str | None
):
    stamp = parse_stamp(line)
    assert stamp is not None
    assert (stamp.day.isoformat() if stamp.day else None) == day


@pytest.mark.parametrize("line", ["Seven ships added to blacklist 2/8/2017"])
def test_a_title_with_a_word_of_publication_is_no_stamp(line: str):
    stamp = parse_stamp(line)
    assert stamp is None or stamp.kind != "line"


@pytest.mark.parametrize(
    ("title", "tells"),
    [
        ("Board hires a new librarian", True),
        ("Cranes sold to port of Moor", True),
        ("Fees for the marina", False),
        ("What the council has decided", False),
        ("Next steps", False),
    ],
)
def test_a_title_tells_a_fact_by_its_verb(title: str, tells: bool):
    assert tells_title(title) == tells
