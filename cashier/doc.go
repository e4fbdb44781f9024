// Package cashier is what a person does at a counter, step by step: open the book, sign in, find a household, work out
// what is to pay, take it, print it, undo it, close the shift, take a register in.
//
// Each of these is a room of its own below; Counter opens a book and hands them out. They hold the flows and the words that
// need several rooms of the ledger and the devices; screens and scripts only call them. None imports Fyne or database/sql.
// Everything that touches disk or network blocks, so a window calls it from a background job.
package cashier
