"""Published tables, as they were published, and comparisons with them."""

import pytest

from etl.analysis.benchmarks import ALIKE, LESS, MORE, STUDIES, Study, compare, mapped_total
from etl.records import CAUSE_CATEGORIES, TRIGGERS

KNOWN = {"trigger": set(TRIGGERS), "cause_category": set(CAUSE_CATEGORIES)}
BY_NAME = {study.name: study for study in STUDIES}


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)
def test_a_study_maps_each_own_kind_once_and_names_its_source(study: Study) -> None:
    """Nothing is counted twice, nothing is made up, and the link leads to the table."""
    own = [kind for row in study.kinds for kind in row.own]
    assert len(own) == len(set(own))
    assert set(own) <= KNOWN[study.field] - {"unknown"}
    assert study.link.startswith("https://")
    assert all(0 < kind.share < 1 for kind in study.kinds)


def test_googles_triggers_are_those_of_table_c1() -> None:
    """SRE workbook, table C-1: 37, 31, 9, 6, 5, 5, 5, 2 per cent, which add up to everything."""
    shares = [round(100 * kind.share) for kind in BY_NAME["Google: triggers"].kinds]
    assert shares == [37, 31, 9, 6, 5, 5, 5, 2]
    assert sum(shares) == 100


def test_googles_causes_are_those_of_table_c2() -> None:
    """SRE workbook, table C-2: 41.35, 20.23, 16.90, 6.74 and 2.75 per cent."""
    shares = [round(100 * kind.share, 2) for kind in BY_NAME["Google: causes"].kinds]
    assert shares == [41.35, 20.23, 16.90, 6.74, 2.75]


def test_the_cloud_outage_study_is_whole_and_rounds_to_its_own_per_cents() -> None:
    """Gunawi et al., table 3: upgrade 16, network 15, bugs 15, configuration 10, load 9, cross 8 per cent."""
    kinds = BY_NAME["Cloud services: causes"].kinds
    assert [round(100 * kind.share) for kind in kinds[:6]] == [16, 15, 15, 10, 9, 8]
    assert sum(kind.share for kind in kinds) == pytest.approx(1)


def test_the_study_of_one_service_is_whole() -> None:
    """Ghosh et al.: 27.0, 16.4, 15.8, 13.2, 12.5, 10.5 and 4.6 per cent of 152 incidents."""
    study = BY_NAME["Microsoft Teams: causes"]
    assert sum(kind.share for kind in study.kinds) == pytest.approx(1)
    counts = [round(kind.share * 152) for kind in study.kinds]
    assert sum(counts) == 152


def test_where_a_table_is_whole_only_kinds_with_a_counterpart_count() -> None:
    """By hand: 8 deploys and 2 hardware failures count, 5 expiries and the unknown do not."""
    counts = {"deploy": 8, "hardware_failure": 2, "expiry": 5, "unknown": 30}
    assert mapped_total(BY_NAME["Google: triggers"], counts) == (10, 5)
    rows = compare(BY_NAME["Google: triggers"], counts).set_index("name")
    assert rows.loc["Binary push", ["n", "total", "value"]].tolist() == [8, 10, 0.8]
    assert rows.loc["Capacity management", "value"] != rows.loc["Capacity management", "value"]
    assert rows.loc["Capacity management", "published"] == 0.05


def test_where_a_table_is_a_part_every_known_kind_counts() -> None:
    """Google's five causes are not all: expired certificates stay in the denominator."""
    counts = {"code_defect": 4, "certificate_credential": 6, "unknown": 3}
    assert mapped_total(BY_NAME["Google: causes"], counts) == (10, 0)


def test_a_difference_is_called_one_only_where_the_intervals_say_so() -> None:
    """80 of 100 against 37 %: more; 37 of 100: alike; 1 of 100 against 31 %: less; 1 of 2 tells nothing."""
    google = BY_NAME["Google: triggers"]
    many = compare(google, {"deploy": 80, "config_change": 1, "traffic": 19}).set_index("name")["verdict"]
    assert (many["Binary push"], many["Configuration push"]) == (MORE, LESS)
    same = compare(google, {"deploy": 37, "config_change": 31, "traffic": 32}).set_index("name")["verdict"]
    assert same["Binary push"] == ALIKE
    few = compare(google, {"deploy": 1, "traffic": 1}).set_index("name")["verdict"]
    assert few["Binary push"] == ALIKE


def test_a_study_with_a_number_of_cases_has_its_own_interval() -> None:
    """27.0 % of 152 is 41 incidents: 20.6 to 34.5 % (Wilson, by statsmodels); alike with 15 of 60."""
    rows = compare(BY_NAME["Microsoft Teams: causes"], {"code_defect": 15, "dependency": 45}).set_index("name")
    assert rows.loc["Code bug", "published_low"] == pytest.approx(0.2057, abs=5e-4)
    assert rows.loc["Code bug", "published_high"] == pytest.approx(0.3452, abs=5e-4)
    assert rows.loc["Code bug", "verdict"] == ALIKE
    assert rows.loc["Dependency failure", "verdict"] == MORE


def test_nothing_known_compares_with_nothing() -> None:
    """An empty warehouse keeps the published shares and has none of its own."""
    rows = compare(BY_NAME["Google: triggers"], {"unknown": 4})
    assert rows["value"].isna().all()
    assert rows["published"].notna().all()
