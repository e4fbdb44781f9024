package report

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// DayReport is everything that finance reads of one business day (日报).
type DayReport struct {
	Estate  string        `json:"estate"`
	Company string        `json:"company"`
	Date    calendar.Date `json:"date"`
	// Tenders are the kinds of tender (支付方式) that the columns of Items stand for, in their order.
	Tenders  []till.TenderKind `json:"tenders"`
	Items    []ItemRow         `json:"items"`
	Lines    []Line            `json:"lines"`
	Receipts []Receipt         `json:"receipts"`
	Shifts   []ShiftCash       `json:"shifts"`
	Checks   []Check           `json:"checks"`
}

// ItemRow is what one charge item (收费项目) came to, in fen, less what was voided and reversed. ByTender follows
// DayReport.Tenders. ReceivedFen is the part that really came in (实收): cash kept, card, transfer and cheque.
// ArrearsFen, CurrentFen and AheadFen split what bills were paid by AgeOf; money kept for later is in none of them.
type ItemRow struct {
	Item        string      `json:"item"`
	ByTender    []money.Fen `json:"byTender"`
	ReceivedFen money.Fen   `json:"receivedFen"`
	TotalFen    money.Fen   `json:"totalFen"`
	ArrearsFen  money.Fen   `json:"arrearsFen"`
	CurrentFen  money.Fen   `json:"currentFen"`
	AheadFen    money.Fen   `json:"aheadFen"`
	// Subject is finance's account code (会计科目) and Merchant the merchant who receives the money (收款商户). Both
	// are read from the item when the report is made: an item that is given another code shows it for earlier days
	// too.
	Subject  string `json:"subject"`
	Merchant string `json:"merchant"`
}

// Tied reports whether no comparison of the report failed. A figure that cannot be compared yet does not fail, nor
// does a difference that was booked.
func (r DayReport) Tied() bool {
	for _, check := range r.Checks {
		if check.Differs() {
			return false
		}
	}
	return true
}

// Day reads a business day: its shifts, open ones too, and every payment, void, reversal and late entry booked in it.
// A day without a shift is empty and no error.
func Day(tx *store.Tx, v *vault.Vault, date calendar.Date) (DayReport, error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return DayReport{}, err
	}
	// The names of estate and company are those of now, not those of the day.
	r := DayReport{Estate: policies.Estate, Company: policies.Company, Date: date, Tenders: tenders()}
	if r.Items, err = items(tx, date, date); err != nil {
		return r, err
	}
	names := newNameBook(tx, v)
	if r.Receipts, r.Lines, err = receipts(tx, names, date); err != nil {
		return r, err
	}
	if r.Shifts, err = shifts(tx, names, policies, date); err != nil {
		return r, err
	}
	r.Checks = r.checks()
	return r, nil
}

// Idle reports whether nothing at all happened on the day: no shift and no payment.
func (r DayReport) Idle() bool { return len(r.Shifts) == 0 && len(r.Receipts) == 0 }

// newNameBook returns an empty nameBook for one transaction.
func newNameBook(tx *store.Tx, v *vault.Vault) *nameBook {
	return &nameBook{tx: tx, vault: v, staff: make(map[string]string), rooms: make(map[string]string)}
}

// nameBook opens each name once: a day has hundreds of receipts and a handful of cashiers.
type nameBook struct {
	tx    *store.Tx
	vault *vault.Vault
	staff map[string]string
	rooms map[string]string
}

// person returns the name of a member of staff, "" for nobody.
func (n *nameBook) person(id string) (string, error) {
	if name, ok := n.staff[id]; ok || id == "" {
		return name, nil
	}
	// Who came in by the recovery key is nobody that the book knows.
	if id == staff.ByRecovery {
		return "恢复密钥", nil
	}
	// A colleague who was erased stands as a dash.
	content, err := n.vault.Get(n.tx, id, 0)
	if store.Code(err) == vault.CodeErased {
		content, err = []byte("—"), nil
	}
	n.staff[id] = string(content)
	return string(content), err
}

// room returns the code of an object; estate.unknown_room for an id that the book does not have.
func (n *nameBook) room(id string) (string, error) {
	if code, ok := n.rooms[id]; ok {
		return code, nil
	}
	object, err := estate.ByID(n.tx, id)
	n.rooms[id] = object.Code
	return object.Code, err
}

// Developer is who pays for a room that has neither owner nor tenant.
const Developer = "开发商"

// payer returns the name of the payer (交款人), masked, by the version of the record that the receipt printed. A
// person who was erased is "—".
func (n *nameBook) payer(p till.Payment) (string, error) {
	subject, version := p.Payer()
	if subject == "" {
		return Developer, nil
	}
	profile, err := estate.ProfileOf(n.tx, n.vault, subject, version)
	if err != nil {
		return "", err
	}
	if profile.Name == "" {
		return "—", nil
	}
	kind, err := estate.KindOf(n.tx, subject)
	return estate.MaskName(profile.Name, kind), err
}
