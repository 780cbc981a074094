"""The log of edits in SQLite or PostgreSQL: rows are added, never changed, never removed.

Each edit of a field takes the next version number of that field, and the database lets a number be taken once. Of two
people who edit the same field at the same time the second is told, whichever database holds the log.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from etl.edits.records import SUBJECTS, Conflict, Draft, Edit, Outcome
from etl.errors import EditsError, InputError

metadata = sa.MetaData()


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment, kept in UTC: SQLite has no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """UTC on the way in. Raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept: give it one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """UTC on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


edits = sa.Table(
    "edits",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("edit_id", sa.String(36), nullable=False, unique=True),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("made_by", sa.String(200), nullable=False),
    sa.Column("subject", sa.String(20), nullable=False),
    sa.Column("record_key", sa.String(200), nullable=False),
    sa.Column("field", sa.String(50), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("value", sa.Text, nullable=False),  # JSON
    sa.Column("is_reset", sa.Boolean, nullable=False),
    sa.Column("effective_on", sa.Date),
    sa.Column("undoes", sa.String(36)),
    sa.Column("reference", sa.Text, nullable=False),  # JSON
    sa.UniqueConstraint("subject", "record_key", "field", "version", name="one_edit_a_version"),
    sqlite_autoincrement=True,
)


def default_url(warehouse: Path) -> str:
    """A SQLite file beside the warehouse."""
    return f"sqlite:///{warehouse.absolute()}.edits.sqlite"


def open_store(url: str) -> sa.Engine:
    """The database, its tables made where they are missing. Raises EditsError where it cannot be opened."""
    try:
        engine = _engine(url)
        metadata.create_all(engine)
    except (SQLAlchemyError, ImportError, OSError) as error:
        name = sa.engine.make_url(url).render_as_string(hide_password=True) if "://" in url else url
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise EditsError(f"The edits cannot be kept at {name}: {reason}. Check [edits] url in refrain.toml") from error
    return engine


def _engine(url: str) -> sa.Engine:
    """A SQLite file is opened anew each time, so that one put back from a backup is seen."""
    parts = sa.engine.make_url(url)
    if parts.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, poolclass=sa.NullPool if parts.database else None)
    _let_sqlite_lock_early(engine)
    return engine


def is_unwritten(url: str) -> bool:
    """Whether the database is a SQLite file that nobody has written to yet."""
    parts = sa.engine.make_url(url)
    return parts.get_backend_name() == "sqlite" and bool(parts.database) and not Path(str(parts.database)).exists()


def _let_sqlite_lock_early(engine: sa.Engine) -> None:
    """A writer takes its lock as it begins, and waits for the one before it instead of failing half-way."""

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA busy_timeout = 15000")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def append(engine: sa.Engine, drafts: Sequence[Draft], made_by: str, now: datetime) -> Outcome:
    """Keep edits, all in one transaction; one that someone else's came before is a conflict and is not kept.

    A draft that asks for what already stands is neither. Raises InputError for an edit by nobody or of an unknown kind.
    """
    if not made_by.strip():
        raise InputError("An edit needs a name: say who you are")
    kept: list[Edit] = []
    conflicts: list[Conflict] = []
    with engine.begin() as connection:
        for draft in drafts:
            result = _keep(connection, draft, made_by.strip(), now)
            if isinstance(result, Edit):
                kept.append(result)
            elif result is not None:
                conflicts.append(result)
    return Outcome(tuple(kept), tuple(conflicts))


def _keep(connection: sa.Connection, draft: Draft, made_by: str, now: datetime) -> Edit | Conflict | None:
    if draft.subject not in SUBJECTS:
        raise InputError(f"There is no subject {draft.subject!r}. It is one of: {', '.join(SUBJECTS)}")
    latest = _latest(connection, draft)
    if latest and (latest.value, latest.is_reset, latest.effective_on) == (
        draft.value, draft.is_reset, draft.effective_on,
    ):  # fmt: skip
        return None
    if latest and latest.version != draft.seen_version:
        return Conflict(draft, latest)
    row = {
        "edit_id": str(uuid4()), "made_at": now, "made_by": made_by, "subject": draft.subject,
        "record_key": draft.record_key, "field": draft.field, "version": latest.version + 1 if latest else 1,
        "value": json.dumps(draft.value), "is_reset": draft.is_reset, "effective_on": draft.effective_on,
        "undoes": draft.undoes, "reference": json.dumps(dict(draft.reference)),
    }  # fmt: skip
    try:
        with connection.begin_nested():
            kept = connection.execute(sa.insert(edits).returning(edits), row).one()
    except IntegrityError:
        other = _latest(connection, draft)
        assert other is not None
        return Conflict(draft, other)
    return _edit(kept)


def _latest(connection: sa.Connection, draft: Draft) -> Edit | None:
    address = draft.subject, draft.record_key, draft.field
    newest = sa.select(edits).where(_field_is(address)).order_by(edits.c.version.desc()).limit(1)
    found = connection.execute(newest).one_or_none()
    return _edit(found) if found else None


def _field_is(address: tuple[str, str, str]) -> sa.ColumnElement[bool]:
    return sa.tuple_(edits.c.subject, edits.c.record_key, edits.c.field) == address


def _edit(row: sa.Row[Any]) -> Edit:
    values = row._asdict()
    return Edit(**{**values, "value": json.loads(values["value"]), "reference": json.loads(values["reference"])})


def read_edits(engine: sa.Engine) -> list[Edit]:
    """Every edit in the order of the log."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(edits).order_by(edits.c.seq))
        return [_edit(row) for row in rows]


def revision(engine: sa.Engine) -> int:
    """How many edits the log holds: as none is ever removed, it changes whenever the log does."""
    with engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(edits)).scalar_one())


def undo(engine: sa.Engine, edit_id: str, made_by: str, now: datetime) -> Outcome:
    """Take an edit back by adding one: the value before it, or what the document says where there was none.

    It is a conflict where the field was edited again since. Raises InputError for an id that is not in the log.
    """
    with engine.connect() as connection:
        found = connection.execute(sa.select(edits).where(edits.c.edit_id == edit_id)).one_or_none()
        if found is None:
            raise InputError(f"No edit has the id {edit_id}. Choose one from the history")
        undone = _edit(found)
        same_field = _field_is(undone.address)
        row = connection.execute(
            sa.select(edits).where(same_field, edits.c.version == undone.version - 1)
        ).one_or_none()
    before = _edit(row) if row else None
    draft = Draft(
        *undone.address, before.value if before else None, seen_version=undone.version,
        effective_on=before.effective_on if before else None, is_reset=before.is_reset if before else True,
        undoes=edit_id, reference=undone.reference,
    )  # fmt: skip
    return append(engine, [draft], made_by, now)
