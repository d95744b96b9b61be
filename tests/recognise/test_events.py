"""Events of short texts: what kind, whether held, when, where, who."""

import pytest

from tests.recognise.telling import tell

KINDS = {
    "A met with B": (
        "Foreign Minister Anna Holm met with Prime Minister Karl Brandt in Geneva on 14 May.",
        "meeting",
    ),
    "received": (
        "On 14 May, President Anna Holm received Ambassador Karl Brandt in Vienna.",
        "meeting",
    ),
    "a body met": ("The Committee on Fisheries met in Lisbon on 14 May 2024.", "session"),
    "a meeting of a body": (
        "On 14 May, a meeting of the Permanent Council was held in Lisbon.",
        "session",
    ),
    "consultations of ministries": (
        "Consultations between the Ministry of Energy and the Ministry of Trade were held "
        "in Lisbon on 14 May.",
        "consultations",
    ),
    "a round of consultations": (
        "The third round of political consultations took place in Lisbon on 14 May.",
        "consultations",
    ),
    "talks of two persons": (
        "On 14 May, Foreign Minister Anna Holm held talks with Prime Minister Karl Brandt.",
        "meeting",
    ),
    "a visit": (
        "Prime Minister Karl Brandt paid an official visit to Portugal on 13–14 May.",
        "visit",
    ),
    "a call": (
        "On 14 May, President Anna Holm spoke by telephone with President Karl Brandt.",
        "call",
    ),
    "a seminar": (
        "A seminar on water law was held in Lisbon on 14 May 2024.",
        "conference",
    ),
    "training courses": (
        "From 2 to 13 May 2024 the VII training courses for rescue officers were held in Lisbon.",
        "training",
    ),
    "a drill": ("The annual flood drill took place in Lisbon on 14 May.", "exercise"),
    "a press conference": (
        "Foreign Minister Anna Holm said this at a press conference in Lisbon on 14 May.",
        "briefing",
    ),
    "an oath": (
        "Karl Brandt took the oath of office in Lisbon on 14 May.",
        "ceremony",
    ),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_the_words_and_the_company_decide_the_kind(text, kind):
    assert [event.kind for event in tell(text).facts.events] == [kind]


NO_EVENT = {
    "a habit": "The Committee meets every year in Lisbon.",
    "a hope": "The Minister hopes to meet with President Anna Holm in Lisbon.",
    "a negation": "No meeting with President Anna Holm was held.",
    "a condition": "If the Council meets in Lisbon, the Minister would attend.",
    "a plural in general": "Meetings of this kind take place on Mondays.",
    "the title of a body": "The Conference on Shipping and Trade is based in Lisbon.",
    "a needs verb": "The port meets the requirements of the directive.",
    "a thing received": "The Ministry received a letter from the Union.",
    "the course of something": "The sides reviewed the course of preparations.",
    "a room": "The meeting room was renovated.",
}


@pytest.mark.parametrize("text", NO_EVENT.values(), ids=NO_EVENT)
def test_what_only_sounds_like_an_event_is_none(text):
    assert tell(text).facts.events == ()


STATUSES = {
    "past": ("The Council met in Lisbon on 2 May 2024.", "held"),
    "will": ("The Council will meet in Lisbon on 2 June 2024.", "scheduled"),
    "is to": ("The seminar is to take place in Lisbon on 2 June 2024.", "scheduled"),
    "is scheduled for": ("The seminar in Lisbon is scheduled for 2 June 2024.", "scheduled"),
    "present for a day to come": ("The Council meets in Lisbon on 2 June 2024.", "scheduled"),
    "put off": ("The seminar in Lisbon on 2 June 2024 has been postponed.", "postponed"),
    "called off": ("The seminar in Lisbon on 2 June 2024 was cancelled.", "cancelled"),
    "will not": ("The seminar in Lisbon on 2 June 2024 will not take place.", "cancelled"),
    "agreed that it will": (
        "It was agreed that the next round of consultations will be held in Lisbon in June 2024.",
        "scheduled",
    ),
}


@pytest.mark.parametrize(("text", "status"), STATUSES.values(), ids=STATUSES)
def test_tense_and_date_tell_whether_it_was_held(text, status):
    assert [event.status for event in tell(text).facts.events] == [status]


SLOTS = {
    "an invitation by one office-holder of another": (
        "At the invitation of the Minister of External Trade Mr. Karl Brandt, the Foreign Minister "
        "of Portugal Mr. Erik Holm paid an official visit to Malta from 13 to 14 May 2024.",
        "visit",
        {"participants": {"Erik Holm"}, "hosts": {"Karl Brandt"}},
    ),
    "some of many by name": (
        "The conference in Lisbon on 14 May was attended by more than 120 delegates, including "
        "the Water Commissioner, Karl Brandt, and the Special Envoy for Water, Ruta Selin.",
        "conference",
        {"participants": {"120 delegates", "Karl Brandt", "Ruta Selin"}},
    ),
    "who convenes a hearing leads it": (
        "On 14 May Senator Anna Holm convened a hearing on the safety of ferries in Lisbon.",
        "session",
        {"chairs": {"Anna Holm"}, "hosts": set()},
    ),
    "a body behind its chair": (
        "At today's session, chaired by Prime Minister Karl Brandt, the Council of Ministers "
        "adopted the Harbour Act.",
        "session",
        {"chairs": {"Karl Brandt"}, "bodies": {"Council of Ministers"}},
    ),
    "a form of address with a stop": (
        "The Council of Ports held its meeting in Lisbon on 14 May under the chairmanship of "
        "Hon. Karl Brandt, Minister of Ports of Norvia.",
        "session",
        {"chairs": {"Karl Brandt"}},
    ),
    "chair before a long title": (
        "On 14 May, under the chairmanship of the Minister of Transport of Portugal Anna Holm, "
        "a meeting of the Permanent Council was held in Lisbon.",
        "session",
        {"chairs": {"Anna Holm"}, "bodies": {"Permanent Council"}, "places": {"Lisbon"}},
    ),
    "chaired by": (
        "The session of the Permanent Council on 14 May was chaired by Anna Holm.",
        "session",
        {"chairs": {"Anna Holm"}, "bodies": {"Permanent Council"}},
    ),
    "a list of those who attended": (
        "The seminar in Lisbon on 14 May was attended by Anna Holm, Karl Brandt and Ruta Selin.",
        "conference",
        {"participants": {"Anna Holm", "Karl Brandt", "Ruta Selin"}},
    ),
    "took part, told afterwards": (
        "A session of the Permanent Council was held in Lisbon on 14 May. "
        "Anna Holm took part in the session.",
        "session",
        {"participants": {"Anna Holm"}, "bodies": {"Permanent Council"}},
    ),
    "at the invitation of": (
        "Prime Minister Karl Brandt paid an official visit to Portugal on 13–14 May at the "
        "invitation of President Anna Holm.",
        "visit",
        {"participants": {"Karl Brandt"}, "hosts": {"Anna Holm"}},
    ),
    "a city that hosts is a place": (
        "Lisbon hosted a seminar on water law on 14 May.",
        "conference",
        {"places": {"Lisbon"}, "hosts": set()},
    ),
    "city and country named together": (
        "The Permanent Council met in Lisbon, Portugal, on 14 May.",
        "session",
        {"places": {"Lisbon", "Portugal"}},
    ),
    "another place is not the event's": (
        "Anna Holm met with Karl Brandt on 14 May to discuss the situation in Sudan.",
        "meeting",
        {"places": set()},
    ),
    "a pronoun for a side": (
        "Foreign Minister Anna Holm arrived late. On 14 May, she met with Karl Brandt.",
        "meeting",
        {"participants": {"Anna Holm", "Karl Brandt"}},
    ),
}


@pytest.mark.parametrize(("text", "kind", "slots"), SLOTS.values(), ids=SLOTS)
def test_slots_are_filled_from_the_grammar_around_the_event(text, kind, slots):
    telling = tell(text)
    event = telling.event(kind)
    found = {name: telling.names(getattr(event, name)) for name in slots}
    assert found == slots


DATES = {
    "a range": (
        "From 2 to 13 May 2024 the training courses for officers were held in Lisbon.",
        ("2024-05-02", "2024-05-13"),
    ),
    "today": ("Anna Holm met today with Karl Brandt.", ("2024-05-16", "2024-05-16")),
    "what ended has its last day": (
        "The training course for officers in Lisbon ended on 13 May 2024.",
        (None, "2024-05-13"),
    ),
    "a year in a title is no date": (
        "Anna Holm met with Karl Brandt in Lisbon to discuss the budget for 2025.",
        (None, None),
    ),
    "a time of another clause is no date": (
        "Anna Holm met with Karl Brandt in Lisbon and said that the port would open in 2026.",
        (None, None),
    ),
}


@pytest.mark.parametrize(("text", "dates"), DATES.values(), ids=DATES)
def test_only_the_times_of_its_own_clause_date_an_event(text, dates):
    telling = tell(text)
    assert [telling.dates(event) for event in telling.facts.events] == [dates]


def test_mode_is_read_from_the_way_it_was_held():
    telling = tell("The Permanent Council met via videoconference on 14 May.")
    assert telling.event("session").mode == "online"


def test_every_trigger_and_filler_quotes_the_page():
    telling = tell(
        "On 14 May, under the chairmanship of Anna Holm, a meeting of the Permanent Council "
        "was held in Lisbon. Karl Brandt took part in the event."
    )
    text = telling.reading.page.text
    for event in telling.facts.events:
        spans = [*event.triggers, event.evidence, *(f.span for f in event.participants)]
        assert all(text[span.start : span.end] == span.text for span in spans)


def test_a_place_right_before_an_office_is_the_place_and_no_part_of_the_office():
    telling = tell(
        "On 14 May in Lomar Minister of Transport of the Republic of Carvonia Anna Holm met with "
        "Secretary General Karl Venn."
    )
    event = telling.event("meeting")
    assert telling.names(event.places) == {"Lomar"}
    assert telling.names(event.participants) == {"Anna Holm", "Karl Venn"}
    offices = {office.office.text for office in telling.reading.offices}
    assert "Minister of Transport of the Republic of Carvonia" in offices


REPORTED = {
    "said of somebody's journey": (
        "She said that Minister Anna Holm would travel to Orlin on 20 May, where she would open "
        "the regional conference on ferries.",
        "conference",
    ),
    "told in minutes": (
        "The Thirtieth Session of the Ferry Council would be held in Orlin on 20 May.",
        "session",
    ),
}


@pytest.mark.parametrize(("text", "kind"), REPORTED.values(), ids=REPORTED)
def test_what_would_be_on_a_day_is_scheduled_where_it_was_told_before(text, kind):
    telling = tell(text)
    event = telling.event(kind)
    assert event.status == "scheduled"
    assert telling.dates(event) == ("2024-05-20", "2024-05-20")
    assert telling.names(event.places) == {"Orlin"}


def test_what_would_be_if_something_else_were_is_no_event():
    assert not tell("The session would be held on 20 May if the Council agreed.").facts.events


def test_what_was_done_before_leaving_a_place_is_not_of_the_day_of_coming():
    event = tell(
        "President Anna Holm came on 14 May from Orlin, where she had visited Galen Hospital."
    ).event("visit")
    assert event.start is None


LENGTHS = {
    "from its first day": (
        "Minister Anna Holm arrived in Orlin on 12 May on a five-day visit.",
        ("2024-05-12", "2024-05-16"),
    ),
    "to its last day": (
        "Minister Anna Holm today concluded a two-day visit to Portugal.",
        ("2024-05-15", "2024-05-16"),
    ),
}


@pytest.mark.parametrize(("text", "days"), LENGTHS.values(), ids=LENGTHS)
def test_how_many_days_a_visit_lasts_gives_its_other_end(text, days):
    telling = tell(text)
    assert telling.dates(telling.event("visit")) == days


def test_statements_for_the_press_are_a_briefing():
    telling = tell(
        "On 14 May, President Anna Holm and President Karl Brandt made statements for the press."
    )
    event = telling.event("briefing")
    assert telling.names(event.participants) == {"Anna Holm", "Karl Brandt"}
    assert not tell("On 14 May, President Anna Holm made statements on trade.").facts.events


def test_those_who_chair_a_session_with_others_all_chair_it():
    telling = tell(
        "On 14 May, Minister Anna Holm co-chaired the 5th session of the Ferry Commission with "
        "Minister Karl Brandt."
    )
    assert telling.names(telling.event("session").chairs) == {"Anna Holm", "Karl Brandt"}


def test_a_chair_is_found_after_the_place_and_the_day():
    telling = tell(
        "The Ferry Commission met in the old town hall of Orlin on 14 May, chaired by Anna Holm."
    )
    assert telling.names(telling.event("session").chairs) == {"Anna Holm"}


def test_a_meeting_told_beside_another_keeps_its_sides_to_itself():
    telling = tell(
        "The Ferry Council held its regular meeting in Orlin on 14 May. Before the meeting, "
        "Secretary General Anna Holm met with Minister Karl Brandt."
    )
    session = telling.event("session")
    assert "Anna Holm" not in telling.names(session.participants)
    assert telling.names(telling.event("meeting").participants) == {"Anna Holm", "Karl Brandt"}


def test_what_was_met_for_on_the_sidelines_takes_day_and_place_of_what_was_told_before():
    telling = tell(
        "The Ferry Forum was held in Orlin on 14 May. On the sidelines, Minister Anna Holm met "
        "with Minister Karl Brandt."
    )
    event = telling.event("meeting")
    assert telling.dates(event) == ("2024-05-14", "2024-05-14")
    assert telling.names(event.places) == {"Orlin"}


def test_an_event_prepared_for_is_to_come_on_the_day_it_is_planned_for():
    telling = tell(
        "On 14 May, Minister Anna Holm and Ambassador Karl Brandt met and discussed the "
        "preparations for the 14th session of the Ferry Council, scheduled to be held in Orlin "
        "in June."
    )
    event = telling.event("session")
    assert event.status == "scheduled"
    assert telling.dates(event) == ("2024-06", "2024-06")
    assert telling.names(event.places) == {"Orlin"}


def test_the_meal_that_follows_what_is_to_come_is_to_come_too():
    telling = tell(
        "President Anna Holm will hold a summit with President Karl Brandt on 20 May, followed "
        "by a state dinner."
    )
    assert telling.event("ceremony").status == "scheduled"


def test_an_office_without_a_name_means_its_only_holder_who_is_named_further_on():
    telling = tell(
        "The Secretary General received Ambassador Karl Brandt on 14 May. Anna Holm, Secretary "
        "General, said the talks were useful."
    )
    assert telling.names(telling.event("meeting").participants) == {"Anna Holm", "Karl Brandt"}


def test_the_next_meeting_of_a_body_is_a_session_of_it():
    telling = tell(
        "A meeting of the Ferry Council was held in Orlin on 14 May. The next meeting will take "
        "place on 20 June."
    )
    coming = [e for e in telling.facts.events if e.status == "scheduled"]
    assert [(e.kind, telling.names(e.bodies)) for e in coming] == [("session", {"Ferry Council"})]


THEMES = {
    "on a topic": ("A seminar on water law was held in Lisbon on 14 May.", "on water law"),
    "a topic that names a place": (
        "Consultations on the situation in Sudan were held in Lisbon on 14 May.",
        "on the situation in Sudan",
    ),
    "who held it is no topic": (
        "On 14 May a seminar on water law, organised by the Ministry of Ports, took place.",
        "on water law",
    ),
    "a body's name is no topic": (
        "The third session of the Joint Commission on Fisheries was held in Lisbon on 14 May.",
        None,
    ),
    "a day is no topic": (
        "The next session will take place in Lisbon on dates to be agreed.",
        None,
    ),
}


@pytest.mark.parametrize(("text", "theme"), THEMES.values(), ids=THEMES)
def test_the_topic_is_what_it_was_about_and_no_more(text, theme):
    found = [event.theme.text if event.theme else None for event in tell(text).facts.events]
    assert found == [theme]
