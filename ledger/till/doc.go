// Package till takes money and explains it: shifts, payments, receipts, voids, reversals, prepayments and late entries.
//
// What it keeps true:
//   - one request id makes one payment, for ever;
//   - a payment belongs to the shift open at the counter when it was made, and takes its business date from it;
//   - a shift on a day before the last one, or more than 31 days after, is opened by two people: no wrong clock shuts the counter;
//   - Σ tenders − change = Σ allocations = Σ transfers, held by a trigger as the event is written;
//   - receipt numbers are gapless per counter and year, taken in the payment's own transaction;
//   - a payment is undone once at most, by its exact negation: void in the same open shift, reversal afterwards;
//   - the cash that should be in the drawer is the balance of the counter's cash account, and a close makes that account
//     what was counted.
//
// A command opens one write transaction, looks up its request id, checks what is asked against the book and appends
// one event; a few commands append a second one. The projectors in apply.go write every row from the body of the
// event, so that folding the journal again makes the same tables. If the power goes before the commit, nothing of the
// command is there, and the same request id may be sent again.
// The package must not import payment, report or audit, and knows no printer: a print that fails undoes nothing here.
package till
