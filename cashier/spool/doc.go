// Package spool carries what must reach paper from the book to the printer: jobs, attempts, how sure one can be that
// the paper came out, and the drawer's kick.
//
// It owns the table print_jobs, which is local and never money. A job is a reference (kind, subject, copy number): what
// stands on the paper is made anew each time it is sent, and no byte and no name of it is kept. The package must never
// import the window, cashier/paper or the rooms of the ledger above store.
//
// Invariants:
//   - a job is enqueued in the transaction that records its copy: both are there after a power cut, or neither;
//   - "sending" is durable before the first byte leaves, so a job found sending at the start may be on paper: it
//     becomes unknown and is never sent again by itself;
//   - a job is sent again without a person only where not one byte of it was handed over;
//   - a drawer is kicked at most once a job, and never later than ten seconds after it was asked for;
//   - jobs reach the printer one at a time and in the order in which they were enqueued, drawers first.
package spool
