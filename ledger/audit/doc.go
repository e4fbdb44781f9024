// Package audit checks a whole book and only reads it: named checks, each returning all it finds.
//
// Quick runs at every open and looks at what came since the last mark, at the newest signature, at the keys with which the book began where one of
// them opened it, and at people, rights, slots and the schema; Full asks of each event whether its person had the right at that
// moment, by one table of all kinds, and folds every event again into a scratch file and compares every table, so any change to any
// column of any event, posting, receipt or projection is named with its table and key. Anchor reports whether the book still contains what a printed Z report says it contained.
//
// The package may read any table and must write none but the local mark of how far it has checked.
package audit
