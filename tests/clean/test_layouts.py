"""Layouts of pages in plain text: what is one release and what is several.

In the marked texts a release stands between braces.
"""

from __future__ import annotations

import pytest

from onrecord.clean.cleaner import clean_text

HEAD = "Minister of Harbours meets Ambassador of Tarvia"
LEAD = (
    "The Minister of Harbours, Ada Mell, met the Ambassador of Tarvia, Oren Pask, in Lesk on "
    "Tuesday and discussed the ferry line between the two countries."
)
MORE = (
    "The parties agreed to open the line in June. The Minister said that the plan would be "
    "published within a month."
)
TALK = "“We are pleased with the outcome of the talks,” the Ambassador told reporters after it."

Found = tuple[str | None, str | None]
ONE: list[Found] = [(HEAD, "2021-05-03")]


def read_marked(marked: str) -> tuple[list[str], list[str], list[Found]]:
    """The marked releases, those found, and the headline and day of each found."""
    wanted = [piece.partition("}")[0] for piece in marked.split("{")[1:]]
    text = marked.replace("{", "").replace("}", "")
    page = clean_text(text, "page")
    found = [text[one.start : one.end] for one in page.releases]
    heads = [(one.headline.text if one.headline else None, one.published) for one in page.releases]
    return wanted, found, heads


@pytest.mark.parametrize(
    "marked",
    [
        f"{{{HEAD}\n\n3 May 2021\n\n{LEAD}\n\nAda Mell\nMinister of Harbours\n\n{MORE}\n\n"
        f"His Excellency Oren Pask\nAmbassador of Tarvia\n\n{TALK}}}",
        f"{{{HEAD}\n\n3 May 2021\n\n{LEAD}\n\nVenue: Hall of Pilots, Lesk\nDate: 12 May 2021\n"
        f"Time: 10:00\n\n{MORE}}}",
        f"{{{HEAD}\n\nThe Hon Ada Mell MP\nMinister for Harbours\n\nSenator the Hon Bo Carr\n"
        f"Minister for Trade\n\n3 May 2021\n\n{LEAD}\n\n{MORE}}}",
        f"Ministry of Harbours\nof the Republic of Tarvia\n\n{{{HEAD}\n\n3 May 2021\n\n{LEAD}}}",
        f"Ministry of Harbours\nPress release No. 37-21\n\n{{{HEAD}\n\n3 May 2021\n\n{LEAD}}}",
        f"Minister of Harbours meets…\n{{{HEAD}\n3 May 2021\n{LEAD}\n{MORE}}}",
        f"Home News {HEAD}\n\n{{{HEAD}\n\n3 May 2021\n\n{LEAD}\n\n{MORE}}}",
        f"{{{HEAD}\n\n{LEAD}\n\n{MORE}}}\n\nMinistry of Harbours\nQuay Street, Lesk\nMay 3, 2021",
        f"{{{HEAD}\n\n{LEAD}\n\n{MORE}}}\n\nENDS\n\nIssued by the Ministry\n3 May 2021",
        f"{{{HEAD}\n\n3 May 2021\n\n{LEAD}\n\nRead more: Port of Dravik opened by the Minister\n\n"
        f"{MORE}}}",
        f"{{{HEAD}\n3 May 2021\nThe Minister at the Hall of Pilots (Photo: HDA)\n{LEAD}\n{MORE}}}",
        f"{{{HEAD}\n\n3 May 2021\n\n{LEAD}\n\n{MORE}}}\n\nContact:\npress@harbours.example\n\n"
        "About the Coast Bank\nThe Coast Bank is the main institution for ports of the coast.",
        f"Home » News » {HEAD}\n\n3 May 2021\n\n{LEAD}\n\n{MORE}".replace(HEAD, "{" + HEAD) + "}",
        f"Home About the Ministry Joint Fleet Photo and video\n\n{{{HEAD}\n3 May 2021\n{LEAD}}}",
        f"You are subscribed to news of the Ministry of Harbours.\n\n{{{HEAD}\n\n3 May 2021\n\n"
        f"{LEAD}\n\n{MORE}}}\n\nManage preferences",
        f"03\nMay\n2021\n{{{HEAD}\n{LEAD}\n{MORE}}}",
        f"{{{HEAD}\n\nMonday, 5/3/2021\n\n{LEAD}\n\n{MORE}}}",
    ],
)
def test_one_release_stays_whole(marked: str):
    wanted, found, heads = read_marked(marked)
    assert found == wanted
    assert heads == ONE


@pytest.mark.parametrize(
    "marked",
    [
        "Press Releases\n\n"
        "• 31 Dec 2020 - LESK - {The Council of Harbours adopted the plan of dredging...}\n"
        "• 30 Dec 2020 - DRAVIK - {The Chair met the Ambassador of Tarvia in the port...}\n"
        "• 28 Dec 2020 - LESK - {The Harbour Office closed the port of Dravik for a day...}",
        "31 Dec 2020 - LESK - {The Council of Harbours adopted the plan of dredging.}\n"
        "30 Dec 2020 - DRAVIK - {The Chair met the Ambassador of Tarvia in the port.}\n"
        "28 Dec 2020 - LESK - {The Harbour Office closed the port of Dravik for a day.}",
        "COUNCIL OF HARBOURS\nHome\n"
        "31.12.2020\n{The Chair of the Council will pay a visit to Dravik on 3 June}\n"
        "30.12.2020\n{The training of pilots began at the Academy in Lesk on Monday}\n"
        "28.12.2020\n{Consultations on ferries were held in Dravik. The Chair took part.}",
    ],
)
def test_a_list_is_as_many_items_as_it_has_entries(marked: str):
    wanted, found, heads = read_marked(marked)
    assert found == wanted
    assert heads == [(None, "2020-12-31"), (None, "2020-12-30"), (None, "2020-12-28")]
    page = clean_text(marked.replace("{", "").replace("}", ""), "page")
    assert not any(one.main for one in page.releases)


def test_teasers_that_break_off_are_items():
    wanted, found, _ = read_marked(
        "{The Council of Harbours adopted the plan of dredging for the next year...}\n\n"
        "{The Chair met the Ambassador of Tarvia and discussed the ferry line with...}\n\n"
        "{The Harbour Office closed the port of Dravik for a day because of…}"
    )
    assert found == wanted


def test_titles_with_a_sentence_each_are_items():
    titles = (
        "Council of Harbours adopts the plan of dredging",
        "Pilots of Dravik elect a new chair of pilots",
        "Ferry line to Tarvia opens again in June",
        "Harbour Office closes the port for a day",
    )
    body = "In Lesk: {0}, as the Council said on Monday."
    marked = "\n\n".join(f"{{{title}\n\n{body.format(title)}}}" for title in titles)
    wanted, found, heads = read_marked(marked)
    assert found == wanted
    assert [head for head, _ in heads] == list(titles)


def test_subheadings_begin_no_release():
    wanted, found, _ = read_marked(
        f"{{{HEAD}\n\n3 May 2021\n\n{LEAD}\n\nFerry line\n\n{MORE}\n\nNext steps\n\n{TALK}}}"
    )
    assert found == wanted


def test_a_first_line_under_a_date_is_a_headline_where_none_stands_above():
    text = f"MINISTRY OF HARBOURS\nLESK\nFOR THE PRESS\n3rd May, 2021\nFERRY DAY\n{LEAD}\n{MORE}"
    (release,) = clean_text(text, "page").releases
    assert release.headline is not None
    assert release.headline.text == "FERRY DAY"
    assert release.place_line is None


def test_a_long_headline_above_a_label_and_a_stamp_is_no_running_text():
    head = (
        "Joint Statement of the Representatives of the Government of Tarvia and the "
        "Representatives of the Council of Harbours of the Coast and of the Alliance of Pilots "
        "of Dravik on the Ferry Line Process"
    )
    wanted, found, heads = read_marked(
        f"Office of the Spokesperson\n\n{{{head}\n\nMedia Note\n\nMay 3, 2021\n\n{LEAD}}}"
    )
    assert found == wanted
    assert heads == [(head, "2021-05-03")]


@pytest.mark.parametrize(
    "stamp",
    [
        "Done at Lesk, this 3rd day of May, 2021",
        "Lesk, 1–3 May 2021",
        "Press Release No. 12/2021 – 3 May 2021",
        "3-May-21",
        "2021. 5. 3.",
        "Date of issue: 3 May 2021",
    ],
)
def test_stamps_of_papers_date_their_release(stamp: str):
    (release,) = clean_text(f"{HEAD}\n{stamp}\n\n{LEAD}\n\n{MORE}", "page").releases
    assert release.published == "2021-05-03"


def test_a_headline_that_ends_with_its_day_of_issue_dates_itself():
    head = "Daily Report of the Harbour Mission to Dravik issued on 3 May 2021"
    _, _, heads = read_marked(f"{head}\n\n{LEAD}\n\n{MORE}")
    assert heads == [(head, "2021-05-03")]
