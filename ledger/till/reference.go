package till

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// typedSlipMax is the longest number of a slip as it is typed, in bytes.
const typedSlipMax = 160

// slipNumber writes the number of a slip in the one way in which numbers are compared: in capitals, with plain letters, digits and
// hyphens for full-width ones and for every other dash, and without spaces. A bank prints a number in one way, and a person types it
// in another or pastes it from a message. What was typed stays as it is on paper.
func slipNumber(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Zs, r):
			return -1
		case unicode.Is(unicode.Pd, r), r == '\u2212': // the minus sign is no dash to Unicode
			return '-'
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(typed))
}

// slip returns the number of the tender's slip as it is compared, "" for a kind that has none.
func (t Tender) slip() string {
	if row, _ := t.Kind.Type(); !row.Slip {
		return ""
	}
	return slipNumber(t.Reference)
}

// hasNumber reports whether what was typed is the number of a slip.
func (t Tender) hasNumber() bool {
	return len(t.Reference) <= typedSlipMax && referenceForm.MatchString(t.slip())
}

// noPhones refuses (till.reference_phone) the number of a slip, or of a hand-written receipt, that is the telephone number of somebody of
// the household: it would stand in the open in an event that nobody can erase. A slip seldom has as many digits, so the sealed numbers
// are seldom opened.
func (t *Till) noPhones(tx *store.Tx, object string, on calendar.Date, tenders []Tender, late *Late) error {
	var numbers []string
	for _, tender := range tenders {
		numbers = append(numbers, tender.slip())
	}
	if late != nil {
		numbers = append(numbers, late.PaperNumber)
	}
	for _, number := range numbers {
		if !estate.LooksLikePhone(number) {
			continue
		}
		isTheirs, err := estate.IsPhoneOf(tx, t.vault, object, on, number)
		if err == nil && isTheirs {
			err = store.Refuse(codeReferencePhone)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ReferenceUsed is the guard (see Order.Overridden) that lets a slip be taken whose number an earlier receipt has: one bank
// transfer may pay for two rooms.
const ReferenceUsed = "reference_used"

// freshReferences refuses slips that have paid already: till.reference_twice for one that the order itself has twice,
// and till.reference_used, with the receipt, for one of an earlier payment that stands, unless that was passed over.
// However a number was typed, it is compared as slipNumber writes it.
func (order Order) freshReferences(tx *store.Tx) error {
	for i, t := range order.Tenders {
		if row, _ := t.Kind.Type(); !row.Slip {
			continue // it has no number, or names a deposit, which may pay more than once
		}
		if slices.ContainsFunc(order.Tenders[:i], func(o Tender) bool { return o.Kind == t.Kind && o.slip() == t.slip() }) {
			return store.Refuse(codeReferenceTwice, t.Reference)
		}
		if slices.Contains(order.Overridden, ReferenceUsed) {
			continue
		}
		number, used, err := usedReference(tx, t)
		if err != nil {
			return err
		}
		if used {
			return store.Refuse(CodeReferenceUsed, t.Reference, number)
		}
	}
	return nil
}

// UsedSlip is a slip whose number an earlier payment that stands has, and that payment's first receipt.
type UsedSlip struct{ Reference, Receipt string }

// UsedSlips returns those of the slips among tenders that have paid already, so that it can be asked about before the money is taken.
func UsedSlips(tx *store.Tx, tenders []Tender) (all []UsedSlip, err error) {
	for _, t := range tenders {
		if row, _ := t.Kind.Type(); !row.Slip {
			continue
		}
		number, used, err := usedReference(tx, t)
		if err != nil {
			return nil, err
		}
		if used {
			all = append(all, UsedSlip{t.Reference, number})
		}
	}
	return all, nil
}

// usedReference returns the receipt of the last payment that stands with a slip of that kind and number.
func usedReference(tx *store.Tx, t Tender) (number string, used bool, err error) {
	// The plus keeps the planner from asking whether the index of deposits fits the kind: SQLite would prepare the statement
	// anew for each kind it is run with, which was measured to cost a payment in five ways 0.2 ms.
	used, err = tx.Get(`SELECT r.number FROM tenders t JOIN payments p ON p.device = t.device AND p.seq = t.seq AND p.kind = 'payment'
			JOIN receipts r ON r.device = p.device AND r.seq = p.seq AND r.line = 1
			WHERE t.slip = ? AND t.slip <> '' AND +t.kind = ?
			AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq) ORDER BY p.device, p.seq DESC LIMIT 1`,
		[]any{t.slip(), t.Kind}, &number)
	return number, used, err
}
