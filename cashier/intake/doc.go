// Package intake reads a register that a property company keeps in a
// spreadsheet and turns it into a plan: the rooms, people, spaces and opening
// balances that would come in, and every row that would not, with its cell and
// its reason in plain Chinese. It reads a sheet of meter readings in the same
// way (Readings); whether a reading can be believed is for others to judge.
//
// It owns the file formats (XLSX, CSV), the finding of columns, the cleaning of
// cells and the giving back of refused rows as a workbook. It must never import
// the ledger beyond money and calendar, nor the window, nor SQL: comparing a
// plan with the book and applying it belongs to others.
//
// Invariants:
//   - The same bytes and options give the same plan, on every machine.
//   - Each line of the sheet below its header ends in exactly one place: taken,
//     refused, checked as a total, or skipped as blank, repeated header or
//     footer (the last two with a warning).
//   - No sheet, row or column with content is left out, and none that is hidden is
//     read, without a warning that names it.
//   - A value that is not there (a formula without its result, an error) is never
//     taken for a blank cell, and a name is what its cell shows.
//   - The same table is judged alike as XLSX and as text in any encoding.
//   - Money, area and shares never pass through floating point. A spreadsheet
//     number is read as decimal text at 15 significant digits, which is what
//     the spreadsheet itself shows.
//   - No issue's text, and no error, repeats a name, a phone or an ID number.
//   - Everything has a limit: see maxFileBytes, maxRows and maxColumns.
package intake
