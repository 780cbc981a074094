"""Every page renders: on sixty incidents, on none, and through filters that leave nothing."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import APP

PAGES = (
    "overview",
    "recurrence",
    "fixes",
    "time_to_diagnose",
    "follow_ups",
    "themes",
    "triage",
    "incidents",
    "data_health",
    "retro_pack",
    "writing_quality",
    "earned_its_keep",
    "benchmarks",
)


def _open(warehouse: Path, monkeypatch: pytest.MonkeyPatch, page: str, **parameters: str) -> AppTest:
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(f"views/{page}.py").run()
    return app


def _said(app: AppTest) -> str:
    return " ".join(element.value for kind in (app.title, app.markdown, app.caption) for element in kind)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_a_question_and_answers_it(
    page: str, example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The title is a question, nothing raises, and no stored word shows."""
    app = _open(example_warehouse, monkeypatch, page)
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert "not_recorded" not in _said(app)
    assert "nan" not in _said(app).lower().split()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_empty_warehouse_says_what_to_do(
    page: str, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No exception, no bare zeros: the command that fills it."""
    app = _open(empty_warehouse, monkeypatch, page)
    assert not app.exception
    assert any("refrain load" in code.value for code in app.code)
    assert not app.metric


@pytest.mark.parametrize("page", PAGES)
def test_filters_that_leave_nothing_are_explained(
    page: str, example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service of one theme and another theme share no incident: the page says so and offers a way out."""
    app = _open(example_warehouse, monkeypatch, page, service="email", theme="Expired TLS certificates")
    assert not app.exception
    if page != "data_health":
        assert "No incident fits these filters" in _said(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("service", ["email", "search"])
def test_few_incidents_are_enough(
    page: str, service: str, example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of one or two incidents neither raise nor get an interval made up."""
    app = _open(example_warehouse, monkeypatch, page, service=service, period="Last 3 months")
    assert not app.exception


@pytest.mark.parametrize(
    ("page", "key", "choice"),
    [
        ("recurrence", "repeats_by", "Service"),
        ("themes", "compare_with", "Mitigation"),
        ("themes", "compare_with", "Diagnosis method"),
        ("triage", "clue_1", "Yes"),
        ("time_to_diagnose", "trend_by", "Month"),
        ("follow_ups", "show", "How they get done"),
        ("follow_ups", "queue", "Not recorded"),
        ("follow_ups", "queue", "Declined"),
        ("retro_pack", "retro_about", "A service"),
        ("retro_pack", "retro_about", "A period"),
        ("writing_quality", "parts_by", "Source"),
        ("writing_quality", "parts_by", "Month"),
        ("writing_quality", "parts_by", "Template"),
        ("writing_quality", "gap", "Cause"),
        ("benchmarks", "study", "Google: causes"),
        ("benchmarks", "study", "Cloud services: causes"),
        ("benchmarks", "study", "Microsoft Teams: causes"),
        ("earned_its_keep", "caught_by", "Service"),
        ("earned_its_keep", "caught_by", "Severity"),
        ("earned_its_keep", "caught_by", "Year"),
        ("earned_its_keep", "practice_of", "How the cause was found"),
        ("earned_its_keep", "went_well_search", "dashboard"),
        ("earned_its_keep", "went_well_search", "no such words"),
    ],
)
def test_every_choice_on_a_page_draws(
    page: str, key: str, choice: str, example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Switches inside pages lead to a drawing too."""
    app = _open(example_warehouse, monkeypatch, page, **{key: choice})
    assert not app.exception
    assert app.session_state[key] == choice


def test_every_incident_has_a_page(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With contradictory times, without a theme, with only a day: all open; the text stays text."""
    for number in (0, 3, 5, 11, 59):
        app = _open(example_warehouse, monkeypatch, "incidents", incident=f"i{number:03d}")
        assert not app.exception
        assert app.title[0].value != "There is no such incident here"
        assert any("&lt;b&gt;kept as text&lt;/b&gt;" in block.value for block in app.html)


def test_an_unknown_incident_is_explained(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link from another warehouse ends in a sentence."""
    app = _open(example_warehouse, monkeypatch, "incidents", incident="nowhere")
    assert not app.exception
    assert app.title[0].value == "There is no such incident here"


def test_the_example_says_that_it_is_one(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The badge is on every page."""
    for page in PAGES:
        assert "Example data: an invented company" in _said(_open(example_warehouse, monkeypatch, page))


def test_a_second_warehouse_is_one_click_away(
    example_warehouse: Path, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The switch changes the build that the pages look at."""
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Larkspur (example)={example_warehouse}:Public={empty_warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert app.session_state["_view"].build.is_example
    app.radio(key="data").set_value("Public").run()
    assert not app.exception
    assert not app.session_state["_view"].build.is_example


@pytest.mark.parametrize("name", ["", "missing.duckdb", "broken.duckdb"])
def test_a_warehouse_that_cannot_be_opened_is_explained(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None named, none there, none inside: each ends in the command that helps."""
    (tmp_path / "broken.duckdb").write_text("not a database")
    monkeypatch.setenv("REFRAIN_WAREHOUSES", str(tmp_path / name) if name else "")
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not app.exception
    assert app.code[0].value.startswith("refrain ")


def test_the_overview_compares_only_where_the_data_reach_back(
    example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two years of data: twelve months have a period before, two years have none."""
    assert "Got better" in _said(_open(example_warehouse, monkeypatch, "overview", period="Last 12 months"))
    app = _open(example_warehouse, monkeypatch, "overview", period="Choose dates")
    app.session_state["dates"] = (date(2024, 8, 1), date(2026, 6, 30))
    app.run()
    assert "The data do not reach back far enough" in _said(app)
