-- Cases with their patients, inputs and drawn states, the objects that they are made of, and the settings.
CREATE TABLE layouts (
    version INTEGER PRIMARY KEY,
    software_version TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- `sha256` and `size_bytes` are of the content before it was deflated.
CREATE TABLE objects (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    size_bytes INTEGER NOT NULL,
    is_deflated INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TRIGGER objects_stay_as_they_are BEFORE UPDATE ON objects
BEGIN
    SELECT RAISE(ABORT, 'an object cannot be changed');
END;

-- `body` is JSON that repeats what the row says, `sha256` is over it; `sequence` orders the savings, whatever clocks say.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE CHECK (length(case_id) = 32),
    sequence INTEGER NOT NULL UNIQUE,
    is_removed INTEGER NOT NULL,
    snapshot TEXT NOT NULL REFERENCES objects (sha256),
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE patients (
    case_id TEXT PRIMARY KEY REFERENCES cases (case_id) ON DELETE CASCADE,
    patient_id TEXT,
    name TEXT,
    sex TEXT,
    birth_date TEXT,
    sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE inputs (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    kept TEXT,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (case_id, role)
) STRICT;

CREATE TABLE roi_states (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    object TEXT NOT NULL REFERENCES objects (sha256),
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;

CREATE TABLE object_uses (
    case_id TEXT NOT NULL REFERENCES cases (case_id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    object TEXT NOT NULL REFERENCES objects (sha256),
    PRIMARY KEY (case_id, purpose, object)
) STRICT, WITHOUT ROWID;

CREATE INDEX uses_of_object ON object_uses (object);
CREATE INDEX snapshots ON cases (snapshot);
CREATE INDEX roi_state_objects ON roi_states (object);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
