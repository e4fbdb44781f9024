-- +goose Up
-- Who changed a price is read from the events; among millions of them these few are found by an index of their own.
CREATE INDEX events_prices ON events (id) WHERE kind IN ('tariff.ended', 'tariff.version_set');

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
