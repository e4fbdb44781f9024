-- +goose Up
-- What an item is called from a day on, beside the name it was made with, which stays its key; the name that a bill froze,
-- '' where it is the key; and the published document that a base or minimum charge collected for a utility rests on.

CREATE TABLE item_names (
  item TEXT NOT NULL, from_on TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (item, from_on, device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_names_name ON item_names (name);
CREATE TRIGGER item_names_update BEFORE UPDATE ON item_names BEGIN SELECT RAISE(ABORT, 'item name: immutable'); END;
CREATE TRIGGER item_names_delete BEFORE DELETE ON item_names BEGIN SELECT RAISE(ABORT, 'item name: immutable'); END;
CREATE TRIGGER item_names_closed BEFORE INSERT ON item_names WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'item name: its event is already written'); END;

ALTER TABLE items ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE bills ADD COLUMN name TEXT NOT NULL DEFAULT '';
DROP TRIGGER bills_fixed;
CREATE TRIGGER bills_fixed BEFORE UPDATE OF n, id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, why, exact, tariff, tariff_from, of_bill, name, device, seq, line ON bills BEGIN SELECT RAISE(ABORT, 'bill: immutable'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
