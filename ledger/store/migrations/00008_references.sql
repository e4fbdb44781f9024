-- +goose Up
-- A slip pays once: a number that came before is looked for at every payment that has one.
CREATE INDEX tenders_reference ON tenders (reference) WHERE reference <> '';

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
