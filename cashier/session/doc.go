// Package session knows the open book, who is signed in at the counter, and how a second person agrees to what one may not do
// alone. The rooms of the counter do their commands in its name.
package session
