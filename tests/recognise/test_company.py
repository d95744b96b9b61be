"""Who was there: by a phrase or clause beside the event, or in a sentence of its own."""

import pytest

from tests.recognise.telling import tell

BESIDE = {
    "a course for somebody": (
        "The Harbour Institute held a training course for customs officers of the three "
        "States in Lisbon on 14 May.",
        "training",
        {"customs officers of the three States"},
    ),
    "an exercise with a ship": (
        "The Navy conducted a passing exercise with a Portuguese frigate on 14 May.",
        "exercise",
        {"Portuguese frigate"},
    ),
    "who led the delegation": (
        "On 14 May, Minister Anna Holm met with the delegation of the Senate of Kenya "
        "led by Karl Brandt.",
        "meeting",
        {"Anna Holm", "delegation of the Senate of Kenya", "Karl Brandt"},
    ),
    "who travelled along": (
        "On 14 May, Minister Anna Holm travelled to Lisbon together with Karl Brandt.",
        "visit",
        {"Anna Holm", "Karl Brandt"},
    ),
    "a clause of in which": (
        "On 14 May, Minister Anna Holm held talks in Lisbon with Karl Brandt, "
        "in which Maria Costa also took part.",
        "meeting",
        {"Anna Holm", "Karl Brandt", "Maria Costa"},
    ),
}


@pytest.mark.parametrize(("text", "kind", "people"), BESIDE.values(), ids=BESIDE)
def test_company_beside_an_event_took_part(text, kind, people):
    telling = tell(text)
    assert telling.names(telling.event(kind).participants) == people


MET = "The Harbour Council met in Lisbon on 14 May. "
THERE = {
    "in attendance": ("Also in attendance was Karl Brandt.", {"Karl Brandt"}),
    "represented, in a list": (
        "The following States were represented: Benin, Ghana and Togo.",
        {"Benin", "Ghana", "Togo"},
    ),
    "the speakers": (
        "The speakers were Karl Brandt and Maria Costa.",
        {"Karl Brandt", "Maria Costa"},
    ),
    "not at the meeting before it": (
        "It was preceded on 13 May by a workshop on dredging. Karl Brandt attended as an observer.",
        {"Karl Brandt"},
    ),
}


@pytest.mark.parametrize(("text", "people"), THERE.values(), ids=THERE)
def test_a_sentence_of_its_own_tells_who_was_there(text, people):
    telling = tell(MET + text)
    assert telling.names(telling.event("session").participants) == people


CHAIRED = {
    "the proceedings": "Kenya, which holds the presidency, chaired the proceedings.",
    "it": "The Minister of Transport of Kenya will not attend. Kenya presided at it.",
}


@pytest.mark.parametrize("text", CHAIRED.values(), ids=CHAIRED)
def test_who_chaired_what_was_told_of_before(text):
    telling = tell(MET + text)
    assert telling.names(telling.event("session").chairs) == {"Kenya"}


def test_who_presided_over_a_session_of_its_own_is_named_after_it():
    telling = tell(
        "On 14 May, the Harbour Council held its session in Lisbon, presided over by Karl Brandt."
    )
    assert telling.names(telling.event("session").chairs) == {"Karl Brandt"}


def test_who_was_present_was_not_on_the_visit_of_another():
    telling = tell(
        "On 14 May, Minister Anna Holm received Karl Brandt, who is visiting Lisbon. "
        "Maria Costa was also present."
    )
    assert "Maria Costa" in telling.names(telling.event("meeting").participants)
    assert "Maria Costa" not in telling.names(telling.event("visit").participants)


def test_who_accompanied_somebody_was_on_the_visit():
    telling = tell(
        "On 14 May, Minister Anna Holm arrived in Lisbon on an official visit and met Karl Brandt. "
        "She was accompanied by Maria Costa."
    )
    assert "Maria Costa" in telling.names(telling.event("visit").participants)
    assert "Maria Costa" not in telling.names(telling.event("meeting").participants)


ACTORS = {
    "a short name in brackets": (
        "The Orlin Development Bank (ODB) and the Government of Kenya today signed a loan "
        "agreement.",
        {"Orlin Development Bank", "Government of Kenya"},
    ),
    "ministers who are no presidents": (
        "On 14 May, President Anna Holm of Portugal met President Karl Brandt of Kenya. "
        "The foreign ministers signed a memorandum on ports.",
        {"foreign ministers"},
    ),
    "heads of something else": (
        "On 14 May, President Anna Holm of Portugal met President Karl Brandt of Kenya. "
        "The heads of the two railways signed a memorandum on ports.",
        {"heads of the two railways"},
    ),
    "the two who were named": (
        "On 14 May, Minister Anna Holm of Portugal met Minister Karl Brandt of Kenya. "
        "The ministers signed a memorandum on ports.",
        {"Anna Holm", "Karl Brandt"},
    ),
}


@pytest.mark.parametrize(("text", "actors"), ACTORS.values(), ids=ACTORS)
def test_those_who_acted_are_the_ones_that_the_words_fit(text, actors):
    telling = tell(text)
    found = [act for act in telling.facts.acts if act.kind == "signed"]
    assert [telling.names(act.actors) for act in found] == [actors]


def test_a_listed_agreement_has_those_between_whom_it_is():
    telling = tell(
        "The following documents were signed on 14 May:\n"
        "(i) Memorandum of Understanding between the Harbours Board of Kenya and the Fisheries "
        "Institute of Portugal"
    )
    act = next(act for act in telling.facts.acts if act.object.text.startswith("Memorandum"))
    assert telling.names(act.actors) == {
        "Harbours Board of Kenya",
        "Fisheries Institute of Portugal",
    }


HOSTED = {
    "in partnership with": "In partnership with the Relief Agency, the Ministry of Environment "
    "organised a workshop in Lisbon on 14 May.",
    "jointly with": "The seminar held in Lisbon on 14 May was organised by the Ministry of "
    "Environment jointly with the Relief Agency.",
}


@pytest.mark.parametrize("text", HOSTED.values(), ids=HOSTED)
def test_an_institution_that_helps_to_stage_an_event_hosts_it_too(text):
    telling = tell(text)
    assert telling.names(telling.event("conference").hosts) == {
        "Ministry of Environment",
        "Relief Agency",
    }
