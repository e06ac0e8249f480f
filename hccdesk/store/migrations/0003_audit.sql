-- The acts that are recorded for good: a chain of rows, each hashed over the one before, that is only ever added to.
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    ticks_ns INTEGER NOT NULL,
    os_user TEXT NOT NULL,
    computer TEXT NOT NULL,
    software_version TEXT NOT NULL,
    action TEXT NOT NULL,
    case_id TEXT,
    object_sha256 TEXT,
    models TEXT NOT NULL,
    reason TEXT,
    detail TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;

CREATE INDEX audit_of_case ON audit (case_id, sequence);

CREATE TRIGGER audit_keeps_its_rows BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'a row of the audit trail cannot be changed');
END;

CREATE TRIGGER audit_loses_no_rows BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'a row of the audit trail cannot be deleted');
END;

-- INSERT OR REPLACE fires no DELETE trigger, so the place of a new row is checked too.
CREATE TRIGGER audit_adds_at_the_end BEFORE INSERT ON audit
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
    OR EXISTS (
        SELECT 1 FROM audit
        WHERE sequence = (SELECT max(sequence) FROM audit) AND sha256 IS NOT NEW.previous_sha256
    )
BEGIN
    SELECT RAISE(ABORT, 'a row of the audit trail can only be added at its end');
END;
