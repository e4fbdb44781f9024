-- +goose Up
-- Who answered for a float that differed, beyond the limit, from what the shift before left; '' is nobody.

ALTER TABLE shifts ADD COLUMN float_approver TEXT NOT NULL DEFAULT '';
DROP TRIGGER shifts_fixed;
CREATE TRIGGER shifts_fixed BEFORE UPDATE OF device, seq, counter, no, cashier, business_on, opened_ms, float_fen, float_difference_fen, float_approver ON shifts BEGIN SELECT RAISE(ABORT, 'shift: immutable'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
