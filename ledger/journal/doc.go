// Package journal is the only way a figure in the book changes: an append-only, hash-chained log of events, and the
// projectors that fold each event into tables.
//
// A command validates, builds a body and calls Append inside the book's write transaction. Append stores the exact
// bytes, chains the hash, lets the projector of the kind update the tables and writes the event row last, so that the
// database's triggers see the whole of it. Folding the same events again makes the same tables: verify and rebuild
// rely on that.
//
// The package must import only store and money; it knows no kind of event by name.
package journal
