package till

import (
	"encoding/json"
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

// slipNumber writes the number of a slip in the one way in which numbers are compared: in capitals, with plain letters and digits for
// full-width ones, and without spaces and dashes, which only part it for the eye. A bank prints a number in one way, and a person
// types it in another or pastes it from a message. What was typed stays as it is on paper.
func slipNumber(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Zs, r), unicode.Is(unicode.Pd, r), r == '\u2212': // the minus sign is no dash to Unicode
			return -1
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
		isTwice := func(o Tender) bool { return o.Kind == t.Kind && o.slip() == t.slip() }
		if t.slip() != "" && slices.ContainsFunc(order.Tenders[:i], isTwice) {
			return store.Refuse(codeReferenceTwice, t.Reference)
		}
	}
	if slices.Contains(order.Overridden, ReferenceUsed) {
		return nil
	}
	used, err := UsedSlips(tx, order.Tenders)
	if err == nil && len(used) > 0 {
		err = store.Refuse(CodeReferenceUsed, used[0].Reference, used[0].Receipt)
	}
	return err
}

// UsedSlip is a slip whose number an earlier payment that stands has, and that payment's first receipt.
type UsedSlip struct{ Reference, Receipt string }

// UsedSlips returns those of the slips among tenders that have paid already, each with the last receipt it has, so that it can be asked
// about before the money is taken. One question for all of them takes a third of the time of one for each.
func UsedSlips(tx *store.Tx, tenders []Tender) (all []UsedSlip, err error) {
	type number struct {
		Slip string     `json:"slip"`
		Kind TenderKind `json:"kind"`
	}
	numbers := make([]number, len(tenders)) // in their places, with "" for a tender that has no slip, or names a deposit, which may pay again
	for i, t := range tenders {
		numbers[i] = number{t.slip(), t.Kind}
	}
	if !slices.ContainsFunc(numbers, func(one number) bool { return one.Slip != "" }) {
		return nil, nil
	}
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, store.Fail(store.CodeIO, err)
	}
	last := -1
	err = tx.Each(`SELECT w.key, r.number FROM json_each(?1) w CROSS JOIN tenders t ON t.slip = w.value->>'slip' AND t.slip <> '' AND t.kind = w.value->>'kind'
		JOIN payments p ON p.device = t.device AND p.seq = t.seq AND p.kind = 'payment'
		JOIN receipts r ON r.device = p.device AND r.seq = p.seq AND r.line = 1
		WHERE NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq)
		UNION ALL SELECT w.key, i.no FROM json_each(?1) w JOIN intents i ON i.no = w.value->>'slip' WHERE w.value->>'slip' <> ''
		UNION ALL SELECT w.key, i.no FROM json_each(?1) w JOIN intents i ON i.channel_no = w.value->>'slip' AND i.channel_no <> '' WHERE w.value->>'slip' <> ''
		ORDER BY 1`,
		[]any{string(list)}, func(scan func(dest ...any) error) error {
			var at int
			var receipt string
			err := scan(&at, &receipt)
			if err == nil && at > last {
				all, last = append(all, UsedSlip{tenders[at].Reference, receipt}), at
			}
			return err
		})
	return all, err
}
