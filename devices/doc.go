// Package devices says what the counter expects of the things on it: a printer, what it can do, how sure one can be
// that paper came out, and why not. The folders below it are the real things: escpos makes the bytes and holds the
// conversation, netprint, serialprint, queueprint and fileprint carry them, open makes a printer out of its setting; wedge hears a
// scanner that types and scanner one on a serial port; display shows the payer an amount; serial keeps what hangs on a serial
// port; sound plays what is spoken; devicetest pretends to be all of these.
//
// Nothing here keeps state between two calls but whose turn it is at a port: jobs, attempts and reprints belong to
// whoever spools. Nothing here imports anything of ours outside this folder, and nothing here knows what a receipt means.
//
// Invariants: a job is handed over at most once per Print; only a Failed outcome, with no byte handed over, may be
// tried again without asking a person; a reply that one cannot trust never counts as "all is well".
package devices
