// Package drill is the page 练习 of a book to practise in: the ten tasks of a drill with how each is done, ticked as the book sees them done, and
// what everybody took for them.
package drill
