-- +goose Up
-- Leases. A contract and the terms of an amendment are kept as the JSON text of their events; beside them stand the columns
-- that questions ask by. Days are TEXT; ended_on '' is a lease that did not end early.

CREATE TABLE leases (
  id TEXT PRIMARY KEY, number TEXT NOT NULL, tenant TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL,
  contract TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL,
  ended_on TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX leases_number ON leases (number);
CREATE TABLE lease_objects (
  object TEXT NOT NULL, lease TEXT NOT NULL,
  PRIMARY KEY (object, lease)
) STRICT, WITHOUT ROWID;
CREATE TABLE lease_amendments (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, lease TEXT NOT NULL, from_on TEXT NOT NULL, terms TEXT NOT NULL,
  person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_amendments_lease ON lease_amendments (lease, from_on);
-- The newest report of a period is the one that holds; those before it stay.
CREATE TABLE turnovers (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, lease TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL,
  fen INTEGER NOT NULL CHECK (fen >= 0), at_ms INTEGER NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX turnovers_lease ON turnovers (lease, from_on);

CREATE TRIGGER leases_fixed BEFORE UPDATE OF id, number, tenant, from_on, to_on, contract, person, approver, device, seq ON leases BEGIN SELECT RAISE(ABORT, 'lease: immutable'); END;
CREATE TRIGGER leases_stay_ended BEFORE UPDATE OF ended_on ON leases WHEN OLD.ended_on <> '' BEGIN SELECT RAISE(ABORT, 'lease: ended for good'); END;
CREATE TRIGGER leases_delete BEFORE DELETE ON leases BEGIN SELECT RAISE(ABORT, 'lease: nothing is deleted'); END;
CREATE TRIGGER leases_once BEFORE INSERT ON leases WHEN EXISTS (SELECT 1 FROM leases WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'lease: written once'); END;
CREATE TRIGGER lease_objects_update BEFORE UPDATE ON lease_objects BEGIN SELECT RAISE(ABORT, 'lease object: immutable'); END;
CREATE TRIGGER lease_objects_delete BEFORE DELETE ON lease_objects BEGIN SELECT RAISE(ABORT, 'lease object: immutable'); END;
CREATE TRIGGER lease_objects_once BEFORE INSERT ON lease_objects WHEN EXISTS (SELECT 1 FROM leases WHERE id = NEW.lease) BEGIN SELECT RAISE(ABORT, 'lease object: its lease is already written'); END;
CREATE TRIGGER lease_amendments_update BEFORE UPDATE ON lease_amendments BEGIN SELECT RAISE(ABORT, 'amendment: immutable'); END;
CREATE TRIGGER lease_amendments_delete BEFORE DELETE ON lease_amendments BEGIN SELECT RAISE(ABORT, 'amendment: immutable'); END;
CREATE TRIGGER lease_amendments_closed BEFORE INSERT ON lease_amendments WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'amendment: its event is already written'); END;
CREATE TRIGGER turnovers_update BEFORE UPDATE ON turnovers BEGIN SELECT RAISE(ABORT, 'turnover: immutable'); END;
CREATE TRIGGER turnovers_delete BEFORE DELETE ON turnovers BEGIN SELECT RAISE(ABORT, 'turnover: immutable'); END;
CREATE TRIGGER turnovers_closed BEFORE INSERT ON turnovers WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'turnover: its event is already written'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
