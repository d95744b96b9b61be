"""Offices of a person joined into tenures, and chairs each told once."""

from dataclasses import replace

from onrecord.register.views import EntryRow, FactView, Quotation, Value
from onrecord.web.lines import Line
from onrecord.web.sessions import list_chairs
from onrecord.web.tenures import group_offices

ALIASES = {"halmark": "st-h", "kingdom of halmark": "st-h", "~halmark": "st-h"}


def make_line(title: str, day: str) -> Line:
    row = EntryRow(
        id=f"of-{day}", layer="office", kind="office", label=title, start=day, end=day,
        status=None, facts=1, releases=1, first_published=day, last_published=day,
        earliest=day, latest=day, confidence=1.0,
    )  # fmt: skip
    return Line(row, title, f"/office/of-{day}")


def list_titles(*titles: str) -> list[list[str]]:
    lines = [make_line(title, f"2031-05-{number:02}") for number, title in enumerate(titles, 1)]
    return [[line.title for line in tenure.lines] for tenure in group_offices(lines, ALIASES)]


def test_one_office_in_other_words_is_one_tenure() -> None:
    titles = (
        "Foreign Minister",
        "Minister of Foreign Affairs of Halmark",
        "Minister of Foreign Affairs of the Kingdom of Halmark",
        "Foreign Minister of Halmark",
    )
    assert list_titles(*titles) == [list(titles)]


def test_other_ranks_and_former_offices_stay_apart() -> None:
    titles = (
        "Minister of Transport",
        "Deputy Minister of Transport",
        "former Minister of Transport",
    )
    assert list_titles(*titles) == [[title] for title in titles]


def test_an_office_that_may_be_either_of_two_is_joined_to_neither() -> None:
    titles = ("Minister", "Minister of Transport", "Minister of Justice")
    assert list_titles(*titles) == [[title] for title in titles]


def test_a_tenure_reaches_from_the_first_text_that_gives_it_to_the_last() -> None:
    early, late = (
        make_line("Minister of Transport", "2031-05-02"),
        make_line("Minister of Transport", "2031-05-04"),
    )
    told = [make_fact("2031-01-01"), make_fact("2031-05-02")]
    early = replace(early, row=replace(early.row, first_published="2031-01-01"), facts=tuple(told))
    late = replace(late, facts=(make_fact("2031-05-04"),))
    [tenure] = group_offices([late, early], ALIASES)
    assert (tenure.first, tenure.last) == ("2031-01-01", "2031-05-04")
    days = [fact.evidence.published for fact in tenure.facts]
    assert days == ["2031-01-01", "2031-05-02", "2031-05-04"]


def make_fact(day: str) -> FactView:
    quoted = Quotation("hall/1", "re-1", "v", 0, 8, "Minister", day, "")
    return FactView(
        "of-1", "of-1", "office", "office", None, day, day, "rule", 1.0, None, quoted, (), day, None
    )


def make_session(chair: str, day: str) -> Line:
    quoted = Quotation("hall/1", "re-1", "v", 0, len(chair), chair, day, "")
    value = Value("chair", chair, "st-h", quoted)
    fact = FactView(
        "ev-1", "ev-1", "event", "session", "held", day, day, "rule", 1.0, None, quoted, (value,),
        day, None,
    )  # fmt: skip
    return replace(make_line("Session", day), facts=(fact,))


def test_a_chair_called_by_two_names_is_told_once() -> None:
    [chair] = list_chairs(
        [make_session("Halmark", "2031-05-01"), make_session("Kingdom of Halmark", "2032-05-01")]
    )
    assert chair.name.text == "Halmark"
    assert chair.times == 2
