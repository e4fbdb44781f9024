// Package proof is the code on a receipt by which it proves itself: plain words that any phone shows, and the signature of the
// device that made them.
//
//	SHOUQI1 01-2026-000123 CNY 926.40 2026-11-21 09:12:05 01 7MEK2QXA …
//
// It is the form, the number, the sum, when the money was taken, the counter, a mark of the room and an Ed25519 signature. All of
// it is capitals, figures and what a QR code packs as densely as these, so that it fits the narrowest paper.
//
// It is pure and imports of ours only ledger/money and ledger/calendar. Invariants: the same receipt and key give the same code;
// what Read takes, Code.Text writes again letter for letter; neither the room nor anybody's name can be read from it.
package proof
