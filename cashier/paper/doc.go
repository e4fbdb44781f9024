// Package paper says what stands on paper: receipts, notices of bills to pay, the Z report, the key card and the printer's test page, as
// documents for receipt printers and as PDF for the three-part form and A5.
//
// It is pure: structs in, a document or bytes out. It imports of ours only ledger/money, ledger/calendar, ledger/till
// (the words for tenders), devices/escpos and assets, and never a database, a printer or the window. Paper is Chinese
// whatever language the screen speaks.
//
// Invariants: the same struct gives the same document and the same bytes of PDF; every amount of a receipt is printed
// whole, never cut, wrapped or rounded; the text of a frozen Z report is printed as it stands.
package paper
