// Package words says in plain Chinese, or English, what an error means: what happened, whether money is safe and what to do.
//
// It owns the way from a code to its sentence; the sentences themselves stand in assets/text. It asks no book.
package words
