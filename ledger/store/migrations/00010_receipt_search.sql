-- +goose Up
-- Receipts are found by what a person holds in the hand: a number's tail, a sum, a name typed for one
-- payment (which lies in the vault; the index only says where one was typed).

CREATE INDEX receipts_tail ON receipts (no % 1000, no);
CREATE INDEX payments_total ON payments (total_fen);
CREATE INDEX payments_typed_payer ON payments (device, seq) WHERE payer >= 'payer/' AND payer < 'payer0';

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
