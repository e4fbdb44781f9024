// Package store is the book's SQLite file: one writer, a few readers, migrations, backup, typed errors and the I/O latch.
//
// It owns how bytes reach the disk and knows nothing of money, people or rooms; it must import no other room of the
// ledger. What it keeps true:
//   - one process writes a book at a time, and a second one is told who holds it;
//   - every write transaction is durable (WAL, synchronous=FULL) before Write returns nil;
//   - after the first I/O error nothing more is written until the file has been opened and checked again, because
//     SQLite itself forgets an fsync failure at the next call (measured: the next Exec succeeds).
package store
