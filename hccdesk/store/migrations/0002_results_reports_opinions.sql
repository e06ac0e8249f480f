-- Results, reports and opinions, which are added and never changed, and go only with their whole case.
-- Cases that are being deleted for good, within the transaction that does it.
CREATE TABLE purging (
    case_id TEXT PRIMARY KEY
) STRICT;

CREATE TABLE results (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    object TEXT NOT NULL REFERENCES objects (sha256),
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;

CREATE INDEX result_objects ON results (object);

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    object TEXT NOT NULL REFERENCES objects (sha256),
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;

CREATE INDEX report_objects ON reports (object);

CREATE TABLE opinions (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;

CREATE TRIGGER results_stay_as_they_are BEFORE UPDATE ON results
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be changed');
END;

CREATE TRIGGER results_go_with_their_case_only BEFORE DELETE ON results
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be deleted');
END;

CREATE TRIGGER results_are_not_replaced BEFORE INSERT ON results
WHEN EXISTS (SELECT 1 FROM results WHERE case_id = NEW.case_id AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be replaced');
END;

CREATE TRIGGER reports_stay_as_they_are BEFORE UPDATE ON reports
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be changed');
END;

CREATE TRIGGER reports_go_with_their_case_only BEFORE DELETE ON reports
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be deleted');
END;

CREATE TRIGGER reports_are_not_replaced BEFORE INSERT ON reports
WHEN EXISTS (SELECT 1 FROM reports WHERE case_id = NEW.case_id AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be replaced');
END;

CREATE TRIGGER opinions_stay_as_they_are BEFORE UPDATE ON opinions
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be changed');
END;

CREATE TRIGGER opinions_go_with_their_case_only BEFORE DELETE ON opinions
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be deleted');
END;

CREATE TRIGGER opinions_are_not_replaced BEFORE INSERT ON opinions
WHEN EXISTS (SELECT 1 FROM opinions WHERE case_id = NEW.case_id AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be replaced');
END;

CREATE TRIGGER roi_states_stay_as_they_are BEFORE UPDATE ON roi_states
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be changed');
END;

CREATE TRIGGER roi_states_go_with_their_case_only BEFORE DELETE ON roi_states
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be deleted');
END;

CREATE TRIGGER roi_states_are_not_replaced BEFORE INSERT ON roi_states
WHEN EXISTS (SELECT 1 FROM roi_states WHERE case_id = NEW.case_id AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'what was recorded cannot be replaced');
END;
