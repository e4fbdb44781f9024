// Package counters owns the page 其他柜台: which counters the book has, what was heard of each and what waits for it, the file that goes to them and comes from
// them, letting a further computer in and ending another counter; and the page of what two of them did without each other and did not fit, where it is settled.
//
// It imports the counter, look, widgets, shell and forms; never another screen or fyne/app. Invariants: what is written and read are files that whoever is at
// the counter chose; a file that is not taken in whole changes nothing, and the sentence says so; what is settled or ended was on the glass when its key
// went down, and is done once however often it is pressed.
package counters
