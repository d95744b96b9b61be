import pytest

from onrecord.follow.when import find_when


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "stated"),
    [
        ("The line was [opened] today.", "2024-06-20", "2024-06-20", True),
        ("Yesterday the line was [opened].", "2024-06-19", "2024-06-19", True),
        ("The line, [opened] on 28 March, runs.", "2024-03-28", "2024-03-28", True),
        ("The line, [opened] on 28 November, runs.", "2023-11-28", "2023-11-28", True),
        ("The line was [opened] on May 3, 2022.", "2022-05-03", "2022-05-03", True),
        ("The line, [opened] in April, runs.", "2024-04-01", "2024-04-30", True),
        ("On Monday the line was [opened].", "2024-06-17", "2024-06-17", True),
        ("The line was [opened].", "2024-06-20", "2024-06-20", False),
        ("He came on 3 May, and the line was [opened].", "2024-06-20", "2024-06-20", False),
        ("The line was [opened] on 3 July.", "2023-07-03", "2023-07-03", True),
        ("The line was [opened] on 20 June.", "2024-06-20", "2024-06-20", True),
        ("The line was [opened] on the 1st of May 2023.", "2023-05-01", "2023-05-01", True),
        ("The line was [opened] on 3 July 2030.", "2024-06-20", "2024-06-20", False),
        ("The line was [opened] on 31 June.", "2024-06-20", "2024-06-20", False),
        ("The line was [opened] in June.", "2024-06-01", "2024-06-20", True),
        ("The line was [opened] in July.", "2023-07-01", "2023-07-31", True),
        ("The line was [opened] in July 2024.", "2024-06-20", "2024-06-20", False),
        ("The line was [opened] last night.", "2024-06-19", "2024-06-19", True),
        ("This morning the line was [opened].", "2024-06-20", "2024-06-20", True),
        ("The line was [opened] on Thursday.", "2024-06-20", "2024-06-20", True),
        ("The line was [opened] last Friday.", "2024-06-14", "2024-06-14", True),
        ("On 3 May it rained; the line was [opened].", "2024-05-03", "2024-05-03", True),
        ("It rained on 3 May; the line was [opened].", "2024-06-20", "2024-06-20", False),
        ("Planned on 3 May, the line was [opened] on 7 May.", "2024-05-07", "2024-05-07", True),
        ("It was [opened] on 7 May and closed on 9 May.", "2024-05-07", "2024-05-07", True),
    ],
)
def test_a_deed_has_the_day_of_its_clause(
    text: str, earliest: str, latest: str, *, stated: bool
) -> None:
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    when = find_when(plain, start, end, "2024-06-20")
    assert (when.earliest, when.latest, when.stated) == (earliest, latest, stated)
