-- +goose Up
-- What bills were taken back, by whom, and what is owed less by each: what one person lowers alone on a day has a limit. The
-- events of older books do not say how much it was.

CREATE TABLE bill_undoings (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, fen INTEGER NOT NULL CHECK (fen >= 0),
  reason TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX bill_undoings_alone ON bill_undoings (person) WHERE approver = '';
CREATE INDEX late_fee_waivers_alone ON late_fee_waivers (person) WHERE approver = '';
INSERT INTO bill_undoings (device, seq, bill, fen, reason, person, approver)
  SELECT device, seq, unhex(json_extract(CAST(body AS TEXT), '$.bill')), 0, json_extract(CAST(body AS TEXT), '$.reason'),
    json_extract(CAST(body AS TEXT), '$.by'), '' FROM events WHERE kind = 'bill.undone';
CREATE TRIGGER bill_undoings_update BEFORE UPDATE ON bill_undoings BEGIN SELECT RAISE(ABORT, 'bill undoing: immutable'); END;
CREATE TRIGGER bill_undoings_delete BEFORE DELETE ON bill_undoings BEGIN SELECT RAISE(ABORT, 'bill undoing: immutable'); END;
CREATE TRIGGER bill_undoings_closed BEFORE INSERT ON bill_undoings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'bill undoing: its event is already written'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
