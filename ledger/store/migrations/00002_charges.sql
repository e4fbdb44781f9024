-- +goose Up
-- What the estate charges for, under which dated rules, and what became of its bills. Rules, scopes and late fees are kept
-- as the JSON text of their events. Days are TEXT, '' is open.

CREATE TABLE items (
  name TEXT PRIMARY KEY, kind TEXT NOT NULL, hangs_on TEXT NOT NULL, cycle TEXT NOT NULL, advance INTEGER NOT NULL,
  due_days INTEGER NOT NULL, late_fee TEXT NOT NULL, tax_percent TEXT NOT NULL, subject TEXT NOT NULL, merchant TEXT NOT NULL,
  share_by TEXT NOT NULL, template TEXT NOT NULL, active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What an item's bills cost by being late, for those due on from_on and later: the newest row by day, device and seq.
CREATE TABLE item_late_fees (
  item TEXT NOT NULL, from_on TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, late_fee TEXT NOT NULL,
  PRIMARY KEY (item, from_on, device, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE tariffs (
  item TEXT NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL,
  PRIMARY KEY (item, name)
) STRICT, WITHOUT ROWID;
-- A version holds from its day until the next one of its tariff begins; one no bill was made by may be replaced.
CREATE TABLE tariff_versions (
  item TEXT NOT NULL, tariff TEXT NOT NULL, from_on TEXT NOT NULL, rule TEXT NOT NULL,
  device INTEGER NOT NULL, seq INTEGER NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (item, tariff, from_on)
) STRICT, WITHOUT ROWID;
-- What a room pays less for some days: a vacant flat, a long lease. item '' is every item.
CREATE TABLE concessions (
  id TEXT PRIMARY KEY, object TEXT NOT NULL, item TEXT NOT NULL, name TEXT NOT NULL, factor TEXT NOT NULL,
  from_on TEXT NOT NULL, to_on TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX concessions_object ON concessions (object);

-- exact is the sum before its one rounding, tariff and tariff_from the version that made it, of_bill the bill that an
-- adjustment or a late fee belongs to, reduced_fen what was taken off since.
ALTER TABLE bills ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE bills ADD COLUMN tariff TEXT NOT NULL DEFAULT '';
ALTER TABLE bills ADD COLUMN tariff_from TEXT NOT NULL DEFAULT '';
ALTER TABLE bills ADD COLUMN of_bill BLOB;
ALTER TABLE bills ADD COLUMN reduced_fen INTEGER NOT NULL DEFAULT 0 CHECK (reduced_fen >= 0 AND reduced_fen <= amount_fen);
CREATE INDEX bills_item ON bills (item, period_from);
CREATE INDEX bills_excess ON bills (n) WHERE paid_fen > amount_fen - reduced_fen;
CREATE INDEX bills_of ON bills (of_bill) WHERE of_bill IS NOT NULL;
CREATE TABLE reductions (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
  reason TEXT NOT NULL, why TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reductions_bill ON reductions (bill);
CREATE TABLE late_fee_waivers (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), to_on TEXT NOT NULL,
  reason TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX late_fee_waivers_bill ON late_fee_waivers (bill);

DROP TRIGGER bills_fixed;
CREATE TRIGGER bills_fixed BEFORE UPDATE OF n, id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, why, exact, tariff, tariff_from, of_bill, device, seq, line ON bills BEGIN SELECT RAISE(ABORT, 'bill: immutable'); END;
CREATE TRIGGER bills_reduced BEFORE UPDATE OF reduced_fen ON bills
  WHEN NEW.reduced_fen <> (SELECT coalesce(sum(fen), 0) FROM reductions WHERE bill = OLD.id) BEGIN
  SELECT RAISE(ABORT, 'bill: reduced is the sum of its reductions'); END;
CREATE TRIGGER reductions_update BEFORE UPDATE ON reductions BEGIN SELECT RAISE(ABORT, 'reduction: immutable'); END;
CREATE TRIGGER reductions_delete BEFORE DELETE ON reductions BEGIN SELECT RAISE(ABORT, 'reduction: immutable'); END;
CREATE TRIGGER reductions_closed BEFORE INSERT ON reductions WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'reduction: its event is already written'); END;
CREATE TRIGGER late_fee_waivers_update BEFORE UPDATE ON late_fee_waivers BEGIN SELECT RAISE(ABORT, 'waiver: immutable'); END;
CREATE TRIGGER late_fee_waivers_delete BEFORE DELETE ON late_fee_waivers BEGIN SELECT RAISE(ABORT, 'waiver: immutable'); END;
CREATE TRIGGER late_fee_waivers_closed BEFORE INSERT ON late_fee_waivers WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'waiver: its event is already written'); END;
CREATE TRIGGER concessions_fixed BEFORE UPDATE OF id, object, item, name, factor, from_on, person, approver, device, seq ON concessions BEGIN SELECT RAISE(ABORT, 'concession: immutable'); END;
CREATE TRIGGER concessions_delete BEFORE DELETE ON concessions BEGIN SELECT RAISE(ABORT, 'concession: nothing is deleted'); END;
CREATE TRIGGER concessions_once BEFORE INSERT ON concessions WHEN EXISTS (SELECT 1 FROM concessions WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'concession: written once'); END;
CREATE TRIGGER item_late_fees_update BEFORE UPDATE ON item_late_fees BEGIN SELECT RAISE(ABORT, 'late-fee rule: immutable'); END;
CREATE TRIGGER item_late_fees_delete BEFORE DELETE ON item_late_fees BEGIN SELECT RAISE(ABORT, 'late-fee rule: immutable'); END;
CREATE TRIGGER item_late_fees_closed BEFORE INSERT ON item_late_fees WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'late-fee rule: its event is already written'); END;
CREATE TRIGGER items_delete BEFORE DELETE ON items BEGIN SELECT RAISE(ABORT, 'item: nothing is deleted'); END;
CREATE TRIGGER tariffs_delete BEFORE DELETE ON tariffs BEGIN SELECT RAISE(ABORT, 'tariff: nothing is deleted'); END;
CREATE TRIGGER tariffs_fixed BEFORE UPDATE OF item, name, scope, from_on ON tariffs BEGIN SELECT RAISE(ABORT, 'tariff: immutable'); END;
CREATE TRIGGER tariffs_once BEFORE INSERT ON tariffs WHEN EXISTS (SELECT 1 FROM tariffs WHERE item = NEW.item AND name = NEW.name) BEGIN SELECT RAISE(ABORT, 'tariff: written once'); END;
CREATE TRIGGER tariff_versions_delete BEFORE DELETE ON tariff_versions BEGIN SELECT RAISE(ABORT, 'tariff version: nothing is deleted'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
