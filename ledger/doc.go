// Package ledger is the book: Book opens the file, checks it and hands out its rooms.
//
// A bill is worked out once, paid once at the counter, printed once; each is an event that is never changed, and every
// figure can be rebuilt from the events. The rooms below own the parts; what needs several of them at once (making a
// book, taking a register in, rebuilding, restoring) stands here.
package ledger
