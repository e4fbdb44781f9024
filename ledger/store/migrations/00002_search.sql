-- +goose Up
-- What is looked for by what a person has in hand: a receipt by its number's tail, by either of its sums (what a prepayment or
-- rounding paid lies between them), by a name typed for one payment (which lies in the vault; the index only says where one
-- was typed); a slip by its number, because it pays once; and the few events, among millions, that changed a price, those
-- by which people, limits, policies and keys stand, and those that let a counter in.

CREATE INDEX receipts_tail ON receipts (no % 1000, no);
CREATE INDEX payments_total ON payments (total_fen);
CREATE INDEX payments_typed_payer ON payments (device, seq) WHERE payer >= 'payer/' AND payer < 'payer0';
CREATE INDEX tenders_unpaid ON tenders (device, seq, fen) WHERE received = 0;
CREATE INDEX tenders_reference ON tenders (slip) WHERE slip <> '';
CREATE INDEX events_standing ON events (id) WHERE kind IN ('book.founded', 'counter.ended', 'counter.invited', 'counter.joined', 'counter.placed', 'counter.retired', 'limit.set', 'policy.set', 'receipts.skipped', 'staff.pin_set', 'staff.recorded', 'vault.slot_set');
CREATE INDEX events_devices ON events (id) WHERE kind IN ('book.founded', 'counter.invited', 'counter.joined');
CREATE INDEX events_prices ON events (id) WHERE kind IN ('tariff.ended', 'tariff.version_set');

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
