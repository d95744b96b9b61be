"""What stands inside an article and is not of it."""

from __future__ import annotations

from onrecord.clean.cleaner import clean_html

PAGE = """<title>Council opens the quay</title><div><h1>Council opens the quay</h1>
<p class="lead">The Council of Lesk opened the quay.</p>
<div class="meta"><span>3 May 2021</span></div>
<p>The Chair cut the ribbon and thanked the workers of the port.</p>
<div class="share"><a href="#">Share</a></div>
<p>Read also: <a href="/2">Pilots of Lesk elect a chair</a></p>
<p>The quay will be lit by the end of the year, the Chair promised.</p></div><p>Lesk</p>"""


def test_insets_come_behind_the_text_and_its_day_above_the_lead():
    page = clean_html(PAGE, "page")
    assert page.text.split("\n\n") == [
        "Council opens the quay",
        "3 May 2021",
        "The Council of Lesk opened the quay.",
        "The Chair cut the ribbon and thanked the workers of the port.",
        "The quay will be lit by the end of the year, the Chair promised.",
        "Share",
        "Read also: Pilots of Lesk elect a chair",
        "Lesk",
    ]
    (release,) = page.releases
    assert release.published == "2021-05-03"
    assert page.text[release.body_start : release.end].endswith("the Chair promised.")


def test_a_headline_in_two_lines_is_one():
    markup = "<h1>Council opens<br>the quay</h1><p>It was opened in Lesk on Monday.</p>"
    (release,) = clean_html(markup, "page").releases
    assert release.headline is not None
    assert release.headline.text == "Council opens the quay"


def test_of_a_byline_the_day_counts_that_is_no_change():
    markup = (
        "<h1>Council opens the quay</h1><p class='meta'>Author: host / Last modified May 9, 2021 / "
        "Monday, May 3, 2021 / Ports</p><p>It was opened in Lesk by the Chair of the Council.</p>"
    )
    (release,) = clean_html(markup, "page").releases
    assert release.published == "2021-05-03"
