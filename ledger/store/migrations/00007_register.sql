-- +goose Up
-- Where a parking space is, and who is the steward (管家) of a building or a unit from a day on.

ALTER TABLE objects ADD COLUMN location TEXT NOT NULL DEFAULT '';
CREATE TABLE stewards (
  building TEXT NOT NULL, unit TEXT NOT NULL, from_on TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (building, unit, from_on)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
