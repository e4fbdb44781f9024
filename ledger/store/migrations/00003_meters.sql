-- +goose Up
-- Meters and their readings. Readings, multipliers and losses are TEXT: exact decimals, never REAL. A reading is never
-- changed: a correction marks it undone and adds another.

CREATE TABLE meters (
  id TEXT PRIMARY KEY, object TEXT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL,
  start_on TEXT NOT NULL, start_reading TEXT NOT NULL,
  end_on TEXT NOT NULL DEFAULT '', end_reading TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX meters_object ON meters (object, kind);
-- What a dial's difference is multiplied by, from a day on.
CREATE TABLE meter_terms (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  meter TEXT NOT NULL, from_on TEXT NOT NULL, digits INTEGER NOT NULL, decimal_digits INTEGER NOT NULL,
  multiplier TEXT NOT NULL, loss_percent TEXT NOT NULL,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX meter_terms_meter ON meter_terms (meter, from_on);
-- for_on is the last day of the period that the reading closes: bills select by it. usage is frozen with its multiplier.
CREATE TABLE readings (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  meter TEXT NOT NULL, read_on TEXT NOT NULL, for_on TEXT NOT NULL, value TEXT NOT NULL,
  previous TEXT NOT NULL, previous_on TEXT NOT NULL, usage TEXT NOT NULL,
  rolled_over INTEGER NOT NULL, kept INTEGER NOT NULL, batch TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_meter ON readings (meter, read_on) WHERE undone = 0;
CREATE INDEX readings_for ON readings (for_on, meter) WHERE undone = 0;
CREATE TABLE reading_batches (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, batch TEXT NOT NULL UNIQUE, file_hash TEXT NOT NULL, for_on TEXT NOT NULL,
  parts INTEGER NOT NULL, readings INTEGER NOT NULL, left_out INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_batches_file ON reading_batches (file_hash) WHERE file_hash <> '';

CREATE TRIGGER meters_fixed BEFORE UPDATE OF id, object, kind, number, start_on, start_reading ON meters BEGIN SELECT RAISE(ABORT, 'meter: immutable'); END;
CREATE TRIGGER meters_stay_closed BEFORE UPDATE OF end_on, end_reading ON meters WHEN OLD.end_on <> '' BEGIN SELECT RAISE(ABORT, 'meter: closed for good'); END;
CREATE TRIGGER meters_delete BEFORE DELETE ON meters BEGIN SELECT RAISE(ABORT, 'meter: nothing is deleted'); END;
CREATE TRIGGER meters_once BEFORE INSERT ON meters WHEN EXISTS (SELECT 1 FROM meters WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'meter: written once'); END;
CREATE TRIGGER meter_terms_update BEFORE UPDATE ON meter_terms BEGIN SELECT RAISE(ABORT, 'meter terms: immutable'); END;
CREATE TRIGGER meter_terms_delete BEFORE DELETE ON meter_terms BEGIN SELECT RAISE(ABORT, 'meter terms: immutable'); END;
CREATE TRIGGER meter_terms_closed BEFORE INSERT ON meter_terms WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'meter terms: the event is already written'); END;
CREATE TRIGGER readings_fixed BEFORE UPDATE OF device, seq, line, meter, read_on, for_on, value, previous, previous_on, usage, rolled_over, kept, batch ON readings BEGIN SELECT RAISE(ABORT, 'reading: immutable'); END;
CREATE TRIGGER readings_stay_undone BEFORE UPDATE OF undone ON readings WHEN OLD.undone <> 0 BEGIN SELECT RAISE(ABORT, 'reading: undone for good'); END;
CREATE TRIGGER readings_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'reading: nothing is deleted'); END;
CREATE TRIGGER readings_closed BEFORE INSERT ON readings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'reading: its event is already written'); END;
CREATE TRIGGER reading_batches_update BEFORE UPDATE ON reading_batches BEGIN SELECT RAISE(ABORT, 'reading batch: immutable'); END;
CREATE TRIGGER reading_batches_delete BEFORE DELETE ON reading_batches BEGIN SELECT RAISE(ABORT, 'reading batch: immutable'); END;
CREATE TRIGGER reading_batches_once BEFORE INSERT ON reading_batches WHEN EXISTS (SELECT 1 FROM reading_batches WHERE batch = NEW.batch OR device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'reading batch: written once'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
