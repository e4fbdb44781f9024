-- +goose Up
-- A receipt is found by either of its sums: what a prepayment or rounding paid lies between them.

CREATE INDEX tenders_unpaid ON tenders (device, seq, fen) WHERE kind IN ('prepaid', 'rounding');

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
