// Package month owns the page from which the month's work begins (收费项目, 出账, 抄表, 租约) and the small parts that its
// screens share: months and days as people type them, and the second person of a step that two people do.
//
// It imports the counter, look, widgets, shell and forms; never another screen or fyne/app. Invariant: it writes nothing
// into the book.
package month
