// Package devicetest pretends to be the things on a counter: a receipt printer that answers over TCP, draws what it
// got on paper and can be out of paper, slow, silent or cut off; a customer display and a scanner on a serial line that
// is plugged in and out; and the checks that every devices.Printer and devices.CustomerDisplay must pass. Tests and the
// simulate command use it.
//
// It reads ESC/POS and the languages of displays independently: it must never import devices/escpos or devices/display,
// so that a mistake of the encoder cannot hide in the reader. It imports nothing of ours but devices.
//
// Invariants: no bytes whatever make it panic, and none make it use more memory than its limits.
package devicetest
