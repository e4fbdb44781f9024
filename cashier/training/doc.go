// Package training makes a book to practise in (练习账本) from a real one, and the drill of ten tasks that is done in it.
//
// The new book has its own id, keys and numbers, the rooms, charges and debts of the estate, and made-up people. It is made through commands
// alone, as a person would fill it, and the vault of the real book is never opened: a book that was opened without any key will do.
package training
