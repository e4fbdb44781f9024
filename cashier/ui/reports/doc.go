// Package reports owns the page 报表: any day or span of days on screen, as a workbook and as a PDF.
//
// It imports the counter, look, widgets, shell, forms and the days of month; never another screen or fyne/app. Invariant: it
// writes nothing into the book, and draws the very tables that are exported.
package reports
