"""Findings put into words: answers and chart titles, from numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import format as fmt
from dashboard.format import plain
from dashboard.words import fix_state
from etl.analysis.durations import Quantile
from etl.analysis.logrank import LogRankResult
from etl.analysis.rates import RateComparison
from etl.analysis.survival import Estimate
from etl.analysis.trend import PeriodComparison

Row = Mapping[str, Any]
LEVEL = 0.05


def overview_answer(numbers: Row, found: Quantile) -> str:
    """The state of things in two sentences."""
    n, n_repeats = int(numbers["n_incidents"]), int(numbers["n_recurrences"])
    since = f" since {fmt.day(numbers['first_day'])}" if not fmt.is_missing(numbers["first_day"]) else ""
    repeats = (
        f"**{fmt.percent(n_repeats / n)} of {fmt.count(n, 'incident')}**{since} repeat an earlier one "
        f"({n_repeats:,} of {n:,})."
        if n_repeats
        else f"**None of {fmt.count(n, 'incident')}**{since} is known to repeat an earlier one."
    )
    return f"{repeats} {diagnosis_answer(found, n)}"


def diagnosis_answer(found: Quantile, n_incidents: int) -> str:
    """The median time to diagnose in one sentence."""
    if found.minutes is None:
        return "No incident states both when it was detected and when its cause was found."
    return (
        f"Half of the causes were found within **{fmt.duration(found.minutes)}** of detection "
        f"({fmt.measured_from(found.n_measured, n_incidents)})."
    )


def median_interval(found: Quantile) -> str:
    """The interval of a median, or why there is none."""
    if found.low is None:
        return "too few to give an interval"
    return f"95 % interval {fmt.interval(found.low, found.high, fmt.duration)}"


def incident_change_title(recent: int, before: int, comparison: RateComparison | None, period: str) -> str:
    """More or fewer incidents than before, and whether chance explains it."""
    if comparison is None or comparison.p_value is None:
        return f"{fmt.count(recent, 'incident')} in {period}; nothing earlier to compare with"
    if recent == before:
        return f"{fmt.count(recent, 'incident')} in {period}, as many as in the period before"
    change = "fewer" if recent < before else "more"
    chance = "" if comparison.p_value < LEVEL else ", which may be chance"
    difference = f"{abs(recent - before):,} {change} than in the period before{chance}"
    return f"{fmt.count(recent, 'incident')} in {period}, {difference}"


def recurrence_answer(numbers: Row, by_theme: pd.DataFrame) -> str:
    """What comes back most, and how often the earlier fix was not finished."""
    n, n_repeats, n_unfinished = (int(numbers[key]) for key in ("n_incidents", "n_recurrences", "n_unfinished_fix"))
    if not n_repeats:
        return f"None of {fmt.count(n, 'incident')} is known to repeat an earlier one."
    totals = by_theme.dropna(subset="theme_id").groupby("name")["n_recurrences"].sum().sort_values(ascending=False)
    most = f"**{plain(str(totals.index[0]))}** came back most ({times(int(totals.iloc[0]))}). " if len(totals) else ""
    n_unknown = int(by_theme.loc[by_theme["fix_state"] == "not_recorded", "n_recurrences"].sum())
    unknown = f"; for {n_unknown:,} its state is not recorded" if n_unknown else ""
    return (
        f"**{fmt.share_of(n_repeats, n, 'incidents')}** repeat an earlier one. {most}"
        f"In {fmt.share_of(n_unfinished, n_repeats, 'repeats')} the earlier fix was never filed, "
        f"still open or overdue{unknown}."
    )


def times(n: int) -> str:
    """once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def fix_state_title(counts: pd.DataFrame) -> str:
    """The most common state of the earlier fix when a failure came back."""
    totals = counts.groupby("fix_state")["n_recurrences"].sum().sort_values(ascending=False)
    share = fmt.share_of(int(totals.iloc[0]), int(totals.sum()))
    return f"When a failure came back, the earlier fix was most often {fix_state(str(totals.index[0]))}: {share}"


def refrains_title(chains: pd.DataFrame, n_chains: int) -> str:
    """The longest refrain."""
    sizes = chains.groupby("chain", sort=False).size()
    shown = (
        f"The {len(sizes)} longest of {n_chains:,} refrains"
        if n_chains > len(sizes)
        else fmt.count(n_chains, "refrain")
    )
    longest = str(sizes.idxmax())
    return f"{shown}; the longest has {fmt.count(int(sizes.max()), 'incident')} ({plain(longest)})"


def change_sentence(change: PeriodComparison, period: str) -> str:
    """What changed against the period before, whether chance explains it, and what could have been seen."""
    if change.before_minutes is None or change.after_minutes is None:
        return f"There is no earlier period of the same length to compare {period} with."
    versus = (
        f"{fmt.duration(change.before_minutes)} before (n = {change.n_before:,}), "
        f"{fmt.duration(change.after_minutes)} in {period} (n = {change.n_after:,})"
    )
    if change.p_value is None or change.smallest_detectable_ratio is None:
        return f"Median: {versus}. Too few incidents to tell a change from chance."
    chance = (
        f"reshuffling the same incidents gives as large a change {fmt.percent(change.p_value)} of the time"
        if change.p_value >= LEVEL
        else f"chance alone would rarely do that ({fmt.percent(change.p_value)} of reshuffles)"
    )
    return (
        f"Median: {versus}; {chance}. With so many incidents, any change smaller than "
        f"{fmt.bounds(change.smallest_detectable_ratio)} would go unnoticed."
    )


def change_title(change: PeriodComparison, period: str) -> str:
    """Faster, slower or no clear change."""
    if change.p_value is None or change.ratio is None:
        return "Too few incidents to see a trend"
    if change.p_value >= LEVEL:
        return f"No clear change in {period}"
    return f"Causes were found {'faster' if change.ratio < 1 else 'more slowly'} in {period} than before"


def lifecycle_title(parts: pd.DataFrame, names: Mapping[str, str], fewest: int = 5) -> str:
    """The part that takes longest, if its interval lies above those of the others."""
    known = parts[(parts["n"] >= fewest) & parts["low"].notna()].sort_values("minutes", ascending=False)
    if len(known) < 2:
        return "Where the time goes: too few incidents state the ends of two parts"
    longest, rest = known.iloc[0], known.iloc[1:]
    said = f"{names[longest['part']].lower()} takes longest: {fmt.duration(longest['minutes'])} at the median"
    if longest["low"] > rest["high"].max():
        return fmt.sentence_case(said)
    rival = names[rest.iloc[rest["high"].argmax()]["part"]].lower()
    return (
        f"No part clearly takes longest: {fmt.duration(longest['minutes'])} for {names[longest['part']].lower()}, "
        + (f"but {rival} may take as long")
    )


def groups_title(groups: pd.DataFrame, what: str, fewest: int = 5) -> str:
    """The slowest and fastest group among those with enough incidents, and whether their intervals part."""
    known = groups[(groups["n"] >= fewest) & groups["low"].notna()].sort_values("minutes")
    if len(known) < 2:
        return f"Time to diagnose by {what}"
    fastest, slowest = known.iloc[0], known.iloc[-1]
    if fastest["high"] >= slowest["low"]:
        return f"By {what}: no clear difference (the intervals overlap)"
    return (
        f"By {what}: {plain(str(slowest['name']))} takes longest ({fmt.duration(slowest['minutes'])}), "
        f"{plain(str(fastest['name']))} is fastest ({fmt.duration(fastest['minutes'])})"
    )


def median_days_in_words(found: Estimate) -> str:
    """The median time to done, or that it was not reached."""
    if found.value is None:
        return "not reached"
    return fmt.days(found.value)


def follow_ups_answer(numbers: Row, n_done_dated: int, within_90: Estimate, median_days: Estimate) -> str:
    """Whether follow-ups get finished, in two sentences."""
    n, n_overdue, n_unknown = (int(numbers[key]) for key in ("n_follow_ups", "n_overdue", "n_not_recorded"))
    overdue = (
        f"**{n_overdue:,} {'is' if n_overdue == 1 else 'are'} overdue**" if n_overdue else "None is known to be overdue"
    )
    unknown = f"no state is recorded for {fmt.share_of(n_unknown, n)}" if n_unknown else "every state is recorded"
    return f"{_completion_sentence(numbers, n_done_dated, within_90, median_days)} {overdue}; {unknown}."


def _completion_sentence(numbers: Row, n_done_dated: int, within_90: Estimate, median_days: Estimate) -> str:
    n, n_done = int(numbers["n_follow_ups"]), int(numbers["n_done"])
    if not n_done_dated:
        return f"**{fmt.share_of(n_done, n, 'follow-ups')} are known to be done**, but none says when."
    measured = fmt.measured_from(int(numbers["n_timed"]), n, "follow-ups")
    half = (
        f"half take {fmt.days(median_days.value)} or less"
        if median_days.value is not None
        else "half is not reached yet"
    )
    if within_90.value is None:
        return f"Nothing can be said yet about completion within 90 days; {half} ({measured})."
    return f"**{fmt.percent(within_90.value)} of follow-ups are finished within 90 days**; {half} ({measured})."


def curves_title(test: LogRankResult | None, within_90: Mapping[str, Estimate]) -> str:
    """The share done within 90 days in the best and the worst group, and whether chance explains it."""
    known = {name: found.value for name, found in within_90.items() if found.value is not None}
    if test is None or len(known) < 2:
        return "Completion in each group: too little to compare"
    best, worst = max(known, key=lambda name: known[name]), min(known, key=lambda name: known[name])
    ends = f"{fmt.percent(known[best])} ({best}) and {fmt.percent(known[worst])} ({worst})"
    verdict = "no clear difference" if test.p_value >= LEVEL else "chance alone rarely makes such a difference"
    return f"Done within 90 days: between {ends}; {verdict}"


def fixes_title(judged: pd.DataFrame) -> str:
    """How many finished fixes held, came back, or cannot be judged yet."""
    counts = judged["verdict"].value_counts()
    n = len(judged)
    return (
        f"Of {fmt.count(n, 'finished preventive fix', 'finished preventive fixes')} "
        f"{counts.get('held', 0):,} held, "
        f"{counts.get('recurred', 0):,} came back, "
        f"for {counts.get('too_early_to_tell', 0):,} it is too early to tell"
    )


def fixes_answer(finished: pd.DataFrame, unfinished: pd.DataFrame) -> str:
    """What became of the failures whose fix is done, and of those whose fix is not."""
    done = f"{fixes_title(finished)}." if len(finished) else "No finished preventive fix has a day of completion."
    if not len(unfinished):
        return done
    n_let_through = int((unfinished["n_incidents_since"] > 0).sum())
    if not n_let_through:
        return f"{done} None of {fmt.count(len(unfinished), 'open fix', 'open fixes')} has seen its failure again."
    return (
        f"{done} **{fmt.share_of(n_let_through, len(unfinished), 'open fixes')}** have seen their failure again "
        "since they were filed."
    )


def open_cost_title(costs: pd.DataFrame) -> str:
    """The open fix that has let through most."""
    dearest = costs.iloc[0]
    lasted = dearest["minutes_since"]
    time = "" if fmt.is_missing(lasted) else f", {fmt.duration(float(lasted))} in all"
    return (
        f"The costliest open fix has seen {fmt.count(int(dearest['n_incidents_since']), 'incident')} of its kind"
        f"{time}: {plain(fmt.shorten(dearest['text'], 70))}"
    )


def rate_ratio_title(judged: pd.DataFrame) -> str:
    """For how many fixes the rate of the failure is surely lower, or higher, than before."""
    n_lower = int((judged["rate_ratio_high"] < 1).sum())
    n_higher = int((judged["rate_ratio_low"] > 1).sum())
    if not n_lower + n_higher:
        return "For no fix can a change of the rate be told from chance yet"
    parts = [f"{n:,} clearly {what}" for n, what in ((n_lower, "rarer"), (n_higher, "more frequent")) if n]
    return f"Of {fmt.count(len(judged), 'failure')}, since their fix: {', '.join(parts)}"


def ratio_in_words(ratio: float, low: float, high: float) -> str:
    """A rate ratio with its interval; an end that is not known is left open."""
    if fmt.is_missing(ratio):
        return ""
    if ratio == float("inf"):
        return f"none before (at least {low:.2g})"
    upper = "any" if fmt.is_missing(high) or high == float("inf") else f"{high:.2g}"
    return f"{ratio:.2g} ({0 if fmt.is_missing(low) else low:.2g} to {upper})"


def history_title(incidents: pd.DataFrame, fixes: pd.DataFrame) -> str:
    """How often one failure has come in which time, and what became of its fixes."""
    days = incidents["occurred_on"]
    span = f"{len(incidents):,} times from {fmt.day(days.min())} to {fmt.day(days.max())}"
    if fixes.empty:
        return f"It happened {span}; no follow-up is listed"
    counts = fixes["state"].value_counts()
    named = [f"{counts[state]:,} {words}" for state, words in FOLLOW_UP_WORDS.items() if counts.get(state, 0)]
    return f"It happened {span}; of {fmt.count(len(fixes), 'follow-up')}: {', '.join(named)}"


FOLLOW_UP_WORDS = {"done": "done", "open": "open", "declined": "declined", "not_recorded": "not recorded"}


def fixes_shown(n_shown: int, fixes: pd.DataFrame) -> str:
    """How many of the follow-ups are drawn."""
    if n_shown == len(fixes):
        return "all its follow-ups are drawn" if n_shown else ""
    return f"{n_shown:,} of {len(fixes):,} follow-ups are drawn: those that decided a state, then the preventive ones"
