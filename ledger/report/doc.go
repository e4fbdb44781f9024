// Package report is what finance reads: a business day as figures, and as a workbook.
//
// It only reads. It may look into every room of the ledger below it, and must import neither audit nor the ledger's
// root. What it keeps true:
//   - every figure is the book's own, in fen; nothing is rounded here;
//   - each figure that stands in two places is compared, and the comparison is part of the report;
//   - the same book gives the same report and the same bytes, whenever and wherever it is made;
//   - a payer is named with stars, staff by their names.
package report
