"""The night's work below the rooms: SQLite's journal is emptied, or the command says that it is not."""

import sqlite3

import pytest

from portico.foundation import nightly


class _Cursor:
    """What the pragma answers: busy, frames in the log, frames brought home."""

    def __init__(self, busy: int) -> None:
        self.busy = busy

    def __enter__(self) -> "_Cursor":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, statement: str) -> None:
        assert "TRUNCATE" in statement

    def fetchone(self) -> tuple[int, int, int]:
        return (self.busy, 3, 0)


def test_a_busy_journal_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly.connection, "vendor", "sqlite", raising=False)
    monkeypatch.setattr(nightly.connection, "cursor", lambda: _Cursor(busy=1))
    with pytest.raises(nightly.JournalInUse):
        nightly.fold_journal()


def test_sqlite_itself_answers_busy_instead_of_failing(tmp_path: object) -> None:
    path = f"{tmp_path}/one.sqlite3"
    writer = sqlite3.connect(path, isolation_level=None, timeout=0)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE t (x)")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM t").fetchall()
    writer.execute("INSERT INTO t VALUES (1)")
    assert writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 1
    reader.close()
    writer.close()
