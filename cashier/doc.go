// Package cashier is what a person does at a counter, step by step: open the book, sign in, find a household, work out
// what is to pay, take it, print it, undo it, close the shift, take a register in.
//
// It holds the flows and the words that need several rooms of the ledger and the devices; screens and scripts only call
// it. It must import neither Fyne nor database/sql. Everything that touches disk or network blocks, so a window calls it
// from a background job.
package cashier
