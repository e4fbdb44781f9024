// Package layout is the page 收据式样: what stands on a receipt, in which order, with which words and logo, beside a living picture of one
// as the printer of this machine prints it.
//
// Nothing is in force before F9 saves it: then it is a policy of the book, and every counter prints alike.
package layout
