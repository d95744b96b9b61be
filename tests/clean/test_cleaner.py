"""Plain text: which lines are a release, which are furniture."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean.cleaner import clean_capture, clean_text
from onrecord.errors import InputError
from onrecord.model.text import Capture, Page, Release

BODY = (
    "The Council of Harbours met in Lesk on Tuesday and approved the plan of dredging for 2024.\n\n"
    "The plan will be published within a month, the Chair of the Council said."
)


def read_main(text: str) -> tuple[Page, Release]:
    page = clean_text(text, "page")
    (release,) = [one for one in page.releases if one.main]
    return page, release


def outside(page: Page) -> list[tuple[str, str]]:
    return [(name, span.text) for name, span in page.furniture]


def test_a_release_ends_before_signature_contacts_and_links():
    text = (
        "Home\nNews\nSearch\n\nCouncil of Harbours approves dredging plan\n\n14 March 2023\n\n"
        + BODY
        + "\n\nPress Secretary of the Council Ada Mell\n\nContacts\npress@harbours.example\nGo back"
    )
    page, release = read_main(text)
    quoted = text[release.start : release.end]
    assert quoted.startswith("Council of Harbours approves")
    assert quoted.endswith("Chair of the Council said.")
    assert release.published == "2023-03-14"
    assert ("menu", "Home") in outside(page)
    assert ("back", "Go back") in outside(page)


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("17.06.2022", "2022-06-17"),
        ("17/06/2022 14:30", "2022-06-17"),
        ("2022-06-17", "2022-06-17"),
        ("June 17, 2022", "2022-06-17"),
        ("17 June 2022, 14:30", "2022-06-17"),
        ("Friday, 17th of June 2022", "2022-06-17"),
        ("Published: 17 June 2022", "2022-06-17"),
        ("Published 17 June 2022 | Roads and bridges", "2022-06-17"),
        ("Posted On: 17 JUN 2022 5:12PM by Harbour Desk, Lesk", "2022-06-17"),
        ("News Release | 17 June 2022", "2022-06-17"),
        ("17 June 2022 3 minute read", "2022-06-17"),
        ("Embargoed until 17 June 2022, 10:00", "2022-06-17"),
        ("17.06.2022 Download document plan.docx", "2022-06-17"),
        ("Lesk, 17 June 2022", "2022-06-17"),
        ("6 – 17 June 2022", None),
        ("Last updated: 17 June 2022", None),
    ],
)
def test_the_day_of_publication_is_the_one_that_the_page_prints(stamp: str, published: str | None):
    _, release = read_main(f"Council of Harbours approves dredging plan\n{stamp}\n\n{BODY}")
    assert release.published == published
    assert release.headline is not None
    assert release.headline.text == "Council of Harbours approves dredging plan"


@pytest.mark.parametrize(
    ("beginning", "published", "dateline"),
    [
        ("LESK, 6 February 2024 – ", "2024-02-06", True),
        ("Lesk, 06.02.2024 - ", "2024-02-06", True),
        ("LESK, TARVIA (6 February 2024) — ", "2024-02-06", True),
        ("LESK. February 6. /HARBOURPRESS/. ", None, True),
        ("LESK – ", None, True),
        ("06.02.2024", "2024-02-06", False),
        ("06.02.2024 — ", "2024-02-06", False),
        ("On 6 February 2024 in Lesk ", None, False),
    ],
)
def test_what_stands_before_the_running_text(beginning: str, published: str | None, dateline: bool):
    text = f"Council of Harbours approves dredging plan\n{beginning}{BODY}"
    _, release = read_main(text)
    assert release.published == published
    assert (release.dateline is not None) == dateline
    cut = 0 if published is None and not dateline else len(beginning)
    assert text[release.body_start :].startswith((beginning + BODY)[cut : cut + 30])


def test_a_day_report_has_date_time_and_place_under_its_headline():
    text = f"Meeting of the Council of Harbours\nApril 20, 2023\n18:30\nLesk\n{BODY}"
    _, release = read_main(text)
    assert release.day_report
    assert release.published == "2023-04-20"
    assert release.place_line is not None
    assert release.place_line.text == "Lesk"
    assert release.headline is not None
    assert release.headline.text == "Meeting of the Council of Harbours"


def test_a_labelled_date_and_a_dateline_make_no_day_report():
    for stamp in ("Published: 14 March 2023\n\n", "LESK, 14 March 2023 – "):
        _, release = read_main(f"Council of Harbours approves dredging plan\n\n{stamp}{BODY}")
        assert not release.day_report


def test_a_sentence_about_a_day_to_come_is_no_stamp():
    ahead = "The plan will be published on 1 April 2023."
    page, release = read_main(
        f"Council of Harbours approves dredging plan\n14 March 2023\n\n{BODY}\n\n{ahead}"
    )
    assert release.published == "2023-03-14"
    assert page.text[release.start : release.end].endswith(ahead)


@pytest.mark.parametrize(
    "teasers",
    [
        "18.03.2024On March 14 the Secretariat hosted consultations on pilots.\n"
        "04.03.2024From 4 to 29 March the courses for duty officers are held in Dravik.\n",
        "18.03.2024\n\nOn March 14 the Secretariat hosted consultations on pilots.\n\n"
        "04.03.2024\n\nFrom 4 to 29 March the courses for duty officers are held in Dravik.\n\n",
        "On March 14 the Secretariat hosted consultations on pilots.\n"
        "From 4 to 29 March the courses for duty officers are held in Dravik.\n",
        "The Secretariat hosted consultations on pilots in the port of Dravik\n"
        "The courses for duty officers were opened by the Chair in Dravik\n",
        "18.03.2024 — On March 14 the Secretariat hosted consultations on pilots. Read more\n"
        "04.03.2024 — From 4 to 29 March the courses are held in Dravik. Read more\n",
    ],
)
def test_lines_above_an_article_are_items_of_their_own(teasers: str):
    text = f"Search\n{teasers}The Council of Harbours approved a plan for 2024\n14.03.2022{BODY}"
    page = clean_text(text, "page")
    assert [one.main for one in page.releases] == [False, False, True]
    assert page.releases[2].published == "2022-03-14"
    heads = [one.headline.text if one.headline else None for one in page.releases]
    assert heads == [None, None, "The Council of Harbours approved a plan for 2024"]
    assert "Read more" not in "".join(text[one.start : one.end] for one in page.releases)


def test_teasers_that_ran_together_are_parted():
    text = (
        "Stage one ended on 8 May, 61 vessels were inspectedThe delegation of pilots visited the "
        "Centre in Dravik 12.05.2019Training of boarding teams is to start in Lesk in June\n"
        f"Council of Harbours approves dredging plan\n17.05.2019 | Hits: 388\n{BODY}"
    )
    page = clean_text(text, "page")
    quoted = [text[one.start : one.end] for one in page.releases]
    assert quoted[0].endswith("were inspected")
    assert quoted[1].endswith("Centre in Dravik")
    assert [one.published for one in page.releases] == [None, "2019-05-12", None, "2019-05-17"]


def test_a_page_may_print_two_whole_releases():
    text = (
        f"Council of Harbours approves dredging plan\n08 Mar. 2023 - 17:50\n\n{BODY}\n\n"
        f"Chair of the Council of Harbours visits Dravik\n09 Mar. 2023 - 9:15\n\n{BODY}\nGo to top"
    )
    page = clean_text(text, "page")
    assert [(one.published, one.main) for one in page.releases] == [
        ("2023-03-08", True),
        ("2023-03-09", True),
    ]


@pytest.mark.parametrize("end", [".", "?", "!"])
def test_a_headline_may_have_a_final_stop(end: str):
    _, release = read_main(
        f"News\nCouncil of Harbours approves dredging plan{end}\n14.03.2023\n{BODY}"
    )
    assert release.headline is not None
    assert release.headline.text == f"Council of Harbours approves dredging plan{end}"


def test_a_headline_with_its_date_behind_it_is_told_from_the_date():
    head = "Council of Harbours approves plan"
    text = f"{head}\n\n{head} 02.12.2020\n\n{BODY}"
    _, release = read_main(text)
    assert release.headline is not None
    assert release.headline.text == head
    assert release.published == "2020-12-02"


def test_read_also_holds_no_release_unless_it_tells_a_fact():
    text = (
        f"Council of Harbours approves dredging plan\n\n{BODY}\n\nRead also\nRules of the port\n"
        "The ferry to Dravik runs again since Monday, the Harbour Office said."
    )
    page = clean_text(text, "page")
    assert [one.main for one in page.releases] == [True, False]
    assert ("other", "Rules of the port") in outside(page)


def test_figures_are_read_day_first_unless_the_page_shows_otherwise():
    head = "Council of Harbours approves dredging plan\n05/06/2022\n\n"
    assert read_main(head + BODY)[1].published == "2022-06-05"
    named = "The Council met on May 5 in Lesk and approved the plan of dredging for the harbour."
    assert read_main(head + named)[1].published == "2022-05-06"
    assert (
        read_main(f"{head}{BODY}\n\nAn earlier plan was dated 12/31/2021 by mistake.")[1].published
        == "2022-05-06"
    )


def test_a_wrapped_mail_is_read_as_paragraphs():
    text = (
        "From: Harbour Press <press@harbours.example>\r\n\r\n"
        "Council of Harbours approves plan\r\n\r\n"
        "14 March 2023\r\n\r\nThe Council of Harbours met in Lesk on Tuesday and approved the\r\n"
        "plan of dredging for the next year, which will be published\r\nwithin a month.\r\n\r\n"
        "Ada Mell\r\nPress Secretary of the Council\r\n"
    )
    _, release = read_main(text)
    assert text[release.start : release.end].endswith("published\r\nwithin a month.")
    assert release.headline is not None
    assert release.published == "2023-03-14"


def test_a_text_without_headline_or_line_ends_is_one_release():
    _, release = read_main("The Council met in Lesk. It approved the plan of dredging.")
    assert release.headline is None
    assert release.start == 0


@pytest.mark.parametrize("text", ["", " \r\n\t\n", "\ufeff\n"])
def test_a_text_without_text_is_refused(text: str):
    with pytest.raises(InputError, match="no text"):
        clean_text(text, "page", "folder/page.txt")


def test_what_the_source_says_fills_in_for_what_the_text_does_not_print():
    capture = Capture(
        "page", "x.jsonl:1", f"Harbour news\n{BODY}".encode(), "text/plain",
        published="2023-03-14T10:00:00Z", headline="Harbour news", institution="Council",
    )  # fmt: skip
    page = clean_capture(capture)
    assert page.releases[0].published == "2023-03-14"
    assert page.releases[0].stamp is None
    assert page.releases[0].headline is not None
    assert page.releases[0].headline.text == "Harbour news"
    assert page.institution == "Council"


def test_offsets_count_the_text_as_given():
    body = b"\xef\xbb\xbfHarbour news of the day\r\n\r\nThe Council met in Lesk on Monday.\r\n"
    page = clean_capture(Capture("page", "page.txt", body, "text/plain"))
    assert page.text == body.decode("utf-8")
    assert not page.derived


LINES = st.lists(
    st.sampled_from(
        [
            "Home", "Read more", "Share on Facebook", "14 March 2023", "18:30", "Lesk", "* * *", "",
            "Council of Harbours approves dredging plan", "The Council met in Lesk on Monday.",
            "14.03.2023The Council of Harbours met again.",
            "LESK, 14 March 2023 – It rained in Lesk.",
            "Read also", "press@harbours.example", "1. The plan of dredging", "\t a  b  c \u00a0",
            "The Chair visited the port of Dravik 12.05.2023The pilots were pleased to see them",
        ]
    ),
    max_size=14,
)  # fmt: skip


@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_every_character_is_in_a_release_or_in_named_furniture(lines: list[str], end: str):
    text = end.join(lines)
    if not text.strip():
        return
    page = clean_text(text, "page")
    check_cover(page)


def check_cover(page: Page) -> None:
    spans = [(one.start, one.end) for one in page.releases]
    spans += [(span.start, span.end) for _, span in page.furniture]
    spans.sort()
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    kept = "".join(page.text[start:end] for start, end in spans)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", page.text)
    for one in page.releases:
        assert one.start <= one.body_start < one.end
        for span in (one.headline, one.stamp, one.place_line, one.dateline):
            assert span is None or page.text[span.start : span.end] == span.text
