// Package estate is the page 房产: what the register says of a room or a parking space, and how a person mends it by hand.
// It finds as the desk does, shows an entry line by line, and changes one line at a time; a second person is asked for
// where the book says that a change is about who owes or what is owed.
package estate
