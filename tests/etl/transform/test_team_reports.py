"""Status posts, blogs and home-made reports: layouts and turns of phrase that forms do not have."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from etl.extract.blocks import markdown_blocks
from etl.extract.document import raw_incidents
from etl.extract.front_matter import split_front_matter
from etl.records import Incident, RawIncident, Reject, SourceFile
from etl.transform.actions import actions_in
from etl.transform.clock import stamps
from etl.transform.narrative import read_incident
from etl.transform.states import read_status
from tests.etl.transform.test_layouts import items


def read(text: str, stem: str = "2024-03-05-till") -> Incident:
    """One Markdown document with its head."""
    facts, lines, body, first = split_front_matter(text, [])
    raw = RawIncident("", markdown_blocks(body, first), facts, 1, 1, text, fact_lines=lines, file_stem=stem)
    return read_incident(raw)


def times(text: str, stem: str = "2024-03-05-till") -> dict[str, str]:
    """Field to "day hour:minute" in UTC."""
    return {name.removesuffix("_at"): f"{w.at:%d %H:%M}" for name, w in read(text, stem).chosen.items()}


def told(text: str) -> list[tuple[str, str]]:
    """The follow-ups' words and states."""
    return [(item.text, item.status) for item in items(text)]


def test_the_date_of_a_post_is_no_start_where_the_text_tells_an_earlier_one() -> None:
    """Written at 17:00 of what happened at night."""
    head = "---\ntitle: Tills froze\ndate: 2024-03-05T17:00:00Z\n---\n\n"
    body = "On March 5th, 2024 between approximately 03:15 and 08:00, the tills were unavailable.\n"
    assert times(head + body)["started"] == "05 03:15"


def test_the_date_of_a_status_post_is_its_start() -> None:
    """Nothing in the text lies before it."""
    head = "---\ntitle: Tills froze\ndate: 2024-03-05T09:00:00Z\nseverity: high\n---\n\n"
    body = "**TIMELINE:**\n\n* [09:00 UTC] Incident opened.\n* [09:10 UTC] Failover to till-b successful.\n"
    found = times(head + body)
    assert (found["started"], found["detected"], found["mitigated"]) == ("05 09:00", "05 09:00", "05 09:10")


def test_the_offset_of_the_date_holds_for_clock_times_without_a_zone() -> None:
    """ "+0100" in the head."""
    head = "---\ntitle: Tills froze\ndate: 2024-03-05 13:00:00 +0100\nseverity: high\n---\n\n"
    body = "**TIMELINE:**\n\n* (13:40) All tills are reachable again.\n* (13:00) Our monitoring alerts tills as down.\n"
    assert times(head + body)["mitigated"] == "05 12:40"


def test_an_outage_told_until_its_end_is_a_span() -> None:
    """No "between" or "from"."""
    said = "On Tuesday, March 5th, 2024 at about 12:05pm our site went down"
    said += " and that lasted until Wednesday, March 6th, at 3:01pm."
    found = times(f"# Site outage of 2024-03-05\n\n{said}\n")
    assert (found["started"], found["resolved"]) == ("05 12:05", "06 15:01")


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("between the hours of 1900 and 2100 UTC", ["19:00", "21:00"]),
        ("2024-03-05/11:34: blocked", ["11:34"]),
        ("Friday, March 8th, at 3:01pm", ["15:01"]),
        ("rose from 1900 to 2100 requests", []),
    ],
)
def test_clock_times_in_other_shapes(text: str, clocks: list[str]) -> None:
    """Four figures before four figures with a zone; a slash or a comma between day and time."""
    assert [f"{s.clock:%H:%M}" for s in stamps(text, date(2024, 3, 5)) if s.clock] == clocks


@pytest.mark.parametrize(
    ("text", "day"), [("15Sep94", date(1994, 9, 15)), ("02Mar2024", date(2024, 3, 2)), ("05Jan21", date(2021, 1, 5))]
)
def test_dates_without_spaces(text: str, day: date) -> None:
    """Day, month and year in one word."""
    assert [s.day for s in stamps(f"down on {text}")] == [day]


def test_a_day_with_a_colon_heads_the_lines_below_it() -> None:
    """ "March 6th:" on a line of its own."""
    days = (
        "March 4th-5th:\n\n- I plugged in a disk.\n\nMarch 6th:\n\n- 03:15: The till failed.\n- 07:30: We noticed it.\n"
    )
    text = f"# Till outage 2024-03-06\n\n## Timeline\n\nAll times are in UTC.\n\n{days}"
    assert times(text, "2024-03-06-till")["detected"] == "06 07:30"


def test_a_column_has_the_zone_that_is_its_name() -> None:
    """Two columns of time, each under its zone."""
    rows = "| NZST | UTC | Event |\n|---|---|---|\n| 2024-03-05 12:00 | 2024-03-05 00:00 | Backups fail |\n"
    rows += "| 2024-03-05 13:00 | 2024-03-05 01:00 | Alert fires |\n"
    assert times(f"# Backups 2024-03-05\n\n## Timeline\n\n{rows}")["detected"] == "05 01:00"


def test_a_timeline_of_days_tells_its_stages() -> None:
    """Known to the day."""
    rows = [
        "Mar 5 | Deployed the new packer",
        "Mar 9 | Root cause confirmed: a wrong flag",
        "Mar 9 | Pictures work again",
    ]
    table = "| Date | Event |\n|---|---|\n" + "".join(f"| {r} |\n" for r in rows)
    found = read(f"# Pictures broke on 2024-03-05\n\n## Timeline\n\n{table}").chosen
    assert found["diagnosed_at"].at == datetime(2024, 3, 9, tzinfo=UTC)
    assert (found["started_at"].precision, found["mitigated_at"].precision) == ("day", "day")


def test_half_a_restore_is_no_end() -> None:
    """The whole one is."""
    lines = "- 10:00 Tills fail\n- 10:05 Alert fires\n- 10:40 Half of the restore has been completed\n"
    lines += "- 11:00 All restores complete\n"
    found = times(f"# 2024-03-05: Tills\n\n## Timeline\n\nAll times in UTC.\n\n{lines}")
    assert found["resolved"] == "05 11:00"


def test_no_notice_given_is_nothing_noticed() -> None:
    """ "Without prior notice" says nothing of detection."""
    lines = "- 10:00 The carrier upgrades its network (without any prior notice)\n- 11:00 Service restored\n"
    assert "detected" not in times(f"# 2024-03-05: Tills\n\n## Timeline\n\nAll times in UTC.\n\n{lines}")


def test_a_channel_for_the_incident_was_opened_by_those_who_knew() -> None:
    """Even where nobody says who noticed."""
    lines = "- 10:00 Script started\n- 10:20 Incident channel created, team joins\n- 11:00 Tills back online\n"
    assert times(f"# 2024-03-05: Tills\n\n## Timeline\n\nAll times in UTC.\n\n{lines}")["detected"] == "05 10:20"


@pytest.mark.parametrize(("cause", "is_told"), [("Not yet determined.", False), ("A switch lost its power.", True)])
def test_a_cause_left_open_is_none(cause: str, is_told: bool) -> None:
    """What was done about it is no cause either."""
    text = f"# Tills down 2024-03-05\n\n## Issue\n\nTills are down. We did a failover.\n\n## Cause\n\n{cause}\n"
    assert bool(read(text).values.get("cause_text")) is is_told


def test_html_below_a_head_is_read_as_html() -> None:
    """A feed keeps its posts so."""
    body = "<p>Tills were down on 5 March 2024.</p>\n<p>We are taking the following actions:</p>\n"
    body += "<ul><li><p>Watching over it: we will watch the tills.</p></li>"
    body += "<li><p>Trying it out: we will test them.</p></li></ul>\n"
    rejects: list[Reject] = []
    file = SourceFile("post.md", "shop", "shop", "post.md")
    _, (raw,) = raw_incidents(file, f"---\ntitle: Tills down\n---\n{body}".encode(), rejects)
    assert raw.facts["title"] == "Tills down"
    assert [f.text for f in read_incident(raw).follow_ups] == [
        "Watching over it: we will watch the tills.", "Trying it out: we will test them.",
    ]  # fmt: skip


def test_a_story_that_is_named_like_a_page_is_an_incident() -> None:
    """A README or a bare "Postmortem" with a cause and times of day."""
    lines = "".join(f"- **02:{m} CST**: Till {m} fails\n" for m in (10, 12, 14, 16))
    cause = "## Root cause\n\nSomebody pulled the plug of the shop's only server.\n"
    assert read(f"# Postmortem\n\n## Timeline\n\n{lines}\n{cause}", "README").values["is_incident"]
    halted = "## Summary\n\nOn Sept 30 at 22:16 UTC the tills stopped.\n\n"
    assert read(f"# Postmortem\n\n{halted}{cause}", "halt").values["is_incident"]
    assert not read("# Postmortem\n\n## Root cause\n\nState the cause in a sentence.\n", "howto").values["is_incident"]


def test_an_item_with_a_name_keeps_its_details() -> None:
    """What it consists of stands below it."""
    text = "## Action items\n\n1. **Budget alarm:** `till-month`\n   - Threshold: 50 a month\n   - Mail to the shop\n"
    text += "2. **Guard test** (`till.py`) - checks that:\n   - prices are positive\n   - no price is missing\n"
    assert [t.split("\n")[0].split(":")[0] for t, _ in told(text)] == [
        "Budget alarm",
        "Guard test (till.py) - checks that",
    ]


def test_remarks_below_an_item_ask_for_nothing() -> None:
    """A deeper action does."""
    text = "## Action items\n\n- Replace the old switch of the shop\n  - It won't help much, though.\n"
    text += "  - Look for a second cable to the shop\n"
    assert [t for t, _ in told(text)] == ["Replace the old switch of the shop", "Look for a second cable to the shop"]


def test_a_ticket_with_its_words_is_the_item_and_the_outcome_its_state() -> None:
    """No column is called action."""
    table = "| Issue | Triggered by | Outcome |\n|---|---|---|\n"
    table += "| #4 — no alert on failed jobs | what we learned in the long review of this night | Resolved by PR #7 |\n"
    table += "| #5 — docs of the till are old | review | Open — waits for the move |\n"
    assert told(f"## Follow-up issues\n\n{table}") == [
        ("#4 — no alert on failed jobs", "done"), ("#5 — docs of the till are old", "open"),
    ]  # fmt: skip


def test_a_promise_below_the_list_is_one_more() -> None:
    """What comes after it goes on with the story."""
    text = "Tills failed.\n\nWe will do the following to avoid this in the future:\n\n- We will add an alert\n\n"
    text += "Lastly, we will move the tills to a new server.\n\n- They ran on an old one.\n"
    assert [t for t, _ in told(text)] == ["We will add an alert", "Lastly, we will move the tills to a new server."]


def test_a_heading_says_what_is_still_to_do() -> None:
    """Whatever else it names."""
    text = "## Recovery plan (still needed)\n\n### Short-term (to do)\n\n- [ ] Refill the table of prices\n"
    assert told(text) == [("Refill the table of prices", "open")]
    assert told("## Prevention measures\n\n### Already implemented\n\n- A guard against wrong prices\n")[0][1] == "done"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Though limits were not the cause, we will raise them for the tills.", "open"),
        ("We still plan to publish a page of status.", "open"),
        ("We are in the process of upgrading the tills.", "in_progress"),
        ("Shop developers are reviewing the process of upgrades.", "in_progress"),
        ("Documentation: Added warnings to the handbook", "done"),
    ],
)
def test_the_state_that_words_tell(said: str, status: str) -> None:
    """Promised, under way or done."""
    assert [s for _, s in told(f"## Action items\n\n- {said}\n")] == [status]
    assert read_status("Open — waits for the move") == "open"


@pytest.mark.parametrize(
    "said",
    [
        "In the future we are looking to show a better page while the shop is closed.",
        "As a result, Shop developers are reviewing the process for moving between tills.",
    ],
)
def test_intentions_in_prose_are_promises(said: str) -> None:
    """Of the writer, or of people by their name."""
    assert len(told(f"# Tills down\n\n## Summary\n\nTills were down on 5 March 2024. {said}\n")) == 1


@pytest.mark.parametrize(
    ("said", "actions"),
    [
        ("The fix was just two characters in the till's code.", {"code_fix"}),
        ("Later we reprocessed the failed orders.", {"data_repair"}),
        ("When the files were restored we could open the shop.", {"data_repair"}),
        ("Our ISP has restored service.", {"wait_on_provider"}),
        ("The first was ended by natural network recovery.", {"self_recovered"}),
        ("Routing of all failover subnets is down.", set()),
        ("We reprocessed the orders, which failed again.", set()),
    ],
)
def test_what_was_done(said: str, actions: set[str]) -> None:
    """In words of small teams."""
    assert set(actions_in(said)) == actions


def test_what_users_saw_confirmed_is_no_diagnosis() -> None:
    """They saw what failed."""
    text = "# Tills down 2024-03-05\n\n## Summary\n\nUsers were unable to see their orders confirmed for an hour.\n"
    assert not read(text).values.get("diagnosis_text")
