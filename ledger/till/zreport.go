package till

import (
	"sort"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Sum is a count and an amount, in fen, under a name.
type Sum struct {
	Name  string    `json:"name"`
	Count int       `json:"count"`
	Fen   money.Fen `json:"fen"`
}

// ZReport is the account of a shift, frozen at its close. It is part of an event, so people stand in it by staff
// number and never by name.
//
// A payment that was voided in the shift counts among Voids only. It is not in Payments, ByTender, ByItem,
// ReceivedFen or DueFen, because nothing was earned by it. The cash section does have it: the cash went into the
// drawer (CashInFen, ChangeFen) and out again (CashBackFen). Its receipt number counts among Receipts, because the
// number is used.
//
// ByTender is by tender kind and ByItem by charge item, both sorted by name. FloatFen + CashInFen − ChangeFen −
// CashBackFen + MovedInFen − MovedOutFen is ExpectedFen, the balance of the cash account. Moments are milliseconds
// since 1970 in UTC. HeadSeq and HeadHash (hex) are of the event that closed the shift.
type ZReport struct {
	Estate       string        `json:"estate"`
	Counter      string        `json:"counter"`
	No           int64         `json:"no"`
	Cashier      string        `json:"cashier"`
	ClosedBy     string        `json:"closedBy"`
	BusinessOn   calendar.Date `json:"businessOn"`
	OpenedMS     int64         `json:"openedMS"`
	ClosedMS     int64         `json:"closedMS"`
	Payments     Sum           `json:"payments"` // with what was received; so are the four below
	Voids        Sum           `json:"voids"`
	Reversals    Sum           `json:"reversals"`
	Refunds      Sum           `json:"refunds"`
	LateEntries  Sum           `json:"lateEntries"`
	FirstReceipt string        `json:"firstReceipt"`
	LastReceipt  string        `json:"lastReceipt"`
	Receipts     int           `json:"receipts"`
	// Skipped are the numbers that were skipped since the shift before, which no receipt has.
	Skipped       []Skipped `json:"skipped,omitempty"`
	ByTender      []Sum     `json:"byTender"`
	ByItem        []Sum     `json:"byItem"`
	ReceivedFen   money.Fen `json:"receivedFen"` // 实收合计: payments, reversals and refunds, without prepayment spent and rounding
	DueFen        money.Fen `json:"dueFen"`      // 应收合计: what the payments paid of bills and put by, less what reversals and refunds gave back
	FloatFen      money.Fen `json:"floatFen"`
	FloatDiffFen  money.Fen `json:"floatDifferenceFen"`
	FloatApprover string    `json:"floatApprover,omitempty"`
	CashInFen     money.Fen `json:"cashInFen"`
	ChangeFen     money.Fen `json:"changeFen"`
	CashBackFen   money.Fen `json:"cashBackFen"`
	MovedInFen    money.Fen `json:"movedInFen"`
	MovedOutFen   money.Fen `json:"movedOutFen"`
	ExpectedFen   money.Fen `json:"expectedFen"`
	CountedFen    money.Fen `json:"countedFen"`
	Counts        int       `json:"counts"`
	DifferenceFen money.Fen `json:"differenceFen"`
	LeftFen       money.Fen `json:"leftFen"`
	HandedFen     money.Fen `json:"handedFen"`
	HandedTo      string    `json:"handedTo"`
	Approver      string    `json:"approver"`
	// Slips are what was counted of each kind of slip beside what the book has, at a closed shift.
	Slips []SlipSum `json:"slips,omitempty"`
	// SlipCounts is how often the slips were counted: who counts again has seen what the book has.
	SlipCounts int `json:"slipCounts,omitempty"`
	// CashCounts and SlipCountings are the counts of cash and of slips one by one from the first, where there were more than one.
	CashCounts    []CashCount `json:"cashCounts,omitempty"`
	SlipCountings [][]SlipSum `json:"slipCountings,omitempty"`
	// Unresolved is the electronic money that was not settled at the close, in none of the sums, and CarriedBy who agreed to carry it into
	// the next shift.
	Unresolved []Unresolved `json:"unresolved,omitempty"`
	CarriedBy  string       `json:"carriedBy,omitempty"`
	// DrawerOpened is how often the drawer was opened without a payment, each time for a reason that the trail names.
	DrawerOpened int `json:"drawerOpened,omitempty"`
	// GoingBack is what channels had not given back to owners yet at the close. It is in the sums as gone, and wants nobody's word.
	GoingBack []Unresolved `json:"goingBack,omitempty"`
	// Unconfirmed are the shift's orders at the card terminal that it did not say again at the close, paid or closed: the sums have them as it
	// said first.
	Unconfirmed []Unresolved `json:"unconfirmed,omitempty"`
	HeadSeq     int64        `json:"headSeq"`
	HeadHash    string       `json:"headHash"`
}

// zReport adds up a shift that is being closed. Close adds the head of the chain, because that is the close itself
// and not written yet.
func (t *Till) zReport(tx *store.Tx, policies estate.Policies, shift Shift, closing shiftClosedV1) (ZReport, error) {
	z, err := Summarize(tx, policies, shift)
	if err != nil {
		return z, err
	}
	z.ClosedMS = t.now().UnixMilli()
	z.LeftFen, z.HandedFen, z.Slips = closing.LeftFen, closing.HandedFen, closing.Slips
	slips, err := SlipsOf(tx, shift)
	if err != nil {
		return z, err
	}
	z.SlipCounts = slips.Counts
	if err := z.recounts(tx, shift.ShiftRef); err != nil {
		return z, err
	}
	if z.ClosedBy, err = staffCode(tx, closing.By); err != nil {
		return z, err
	}
	if z.HandedTo, err = staffCode(tx, closing.HandedTo.Person); err != nil {
		return z, err
	}
	approver, err := staffCode(tx, closing.Approver.Person)
	if _, differs := SlipGap(closing.Slips); differs || closing.DifferenceFen != 0 {
		z.Approver = approver
	}
	if len(closing.Unresolved) > 0 {
		z.Unresolved, z.CarriedBy = closing.Unresolved, approver
	}
	if err == nil {
		z.GoingBack, err = goingBack(tx)
	}
	if err == nil {
		_, err = tx.Get("SELECT count(*) FROM events WHERE device = ? AND seq > ? AND kind = ? AND json_extract(body, '$.reason') <> 'payment'",
			[]any{shift.Device, shift.Seq, kindDrawer}, &z.DrawerOpened)
	}
	return z, err
}

// staffCode returns the staff number of a person, "" for nobody.
func staffCode(tx *store.Tx, id string) (code string, err error) {
	if id == "" {
		return "", nil
	}
	_, err = tx.Get("SELECT code FROM staff WHERE id = ?", []any{id}, &code)
	return code, err
}

// Summarize adds a shift up from its payments: an X report while it is open, with what was counted only while that
// count stands. In an open shift the expected cash must be the balance of the cash account; till.drawer_account, with
// both sums, means that payments and postings disagree. A closed shift is not compared, because its cash account has
// moved on.
func Summarize(tx *store.Tx, policies estate.Policies, shift Shift) (ZReport, error) {
	z := ZReport{Estate: policies.Estate, Counter: shift.Counter, No: shift.No, BusinessOn: shift.BusinessOn, OpenedMS: shift.OpenedMS,
		FloatFen: shift.FloatFen, FloatDiffFen: shift.FloatDifferenceFen, Counts: shift.Counts}
	if shift.CountStands {
		z.CountedFen, z.DifferenceFen = shift.CountedFen, shift.DifferenceFen
	}
	var err error
	if z.Cashier, err = staffCode(tx, shift.Cashier); err != nil {
		return z, err
	}
	if z.FloatApprover, err = staffCode(tx, shift.FloatApprover); err != nil {
		return z, err
	}
	all, err := OfShift(tx, shift.ShiftRef)
	if err != nil {
		return z, err
	}
	if z.Skipped, err = skippedIn(tx, shift); err != nil {
		return z, err
	}
	tenders, items := make(map[string]Sum), make(map[string]Sum)
	for _, p := range all {
		z.add(p, tenders, items)
	}
	z.ByTender, z.ByItem = sorted(tenders), sorted(items)
	if _, err := tx.Get(`SELECT coalesce(sum(CASE direction WHEN 'in' THEN fen END), 0), coalesce(sum(CASE direction WHEN 'out' THEN fen END), 0)
		FROM cash_moves WHERE device = ? AND shift_seq = ?`, []any{shift.Device, shift.Seq}, &z.MovedInFen, &z.MovedOutFen); err != nil {
		return z, err
	}
	z.ExpectedFen = z.FloatFen + z.CashInFen - z.ChangeFen - z.CashBackFen + z.MovedInFen - z.MovedOutFen
	if shift.ClosedSeq != 0 {
		return z, nil
	}
	drawer, err := Drawer(tx, shift.Counter, shift.ShiftRef, shift.FloatFen)
	if err == nil && drawer != z.ExpectedFen {
		err = store.Refuse(codeDrawerAccount, z.ExpectedFen.Yuan(), drawer.Yuan())
	}
	return z, err
}

// add adds a payment or an undoing to the report. The cash of a voided payment is added twice, as taken in with the
// payment and as given back with its void, because the drawer saw both.
func (z *ZReport) add(p Payment, tenders, items map[string]Sum) {
	sums := p.Sums()
	if p.Kind == Paid {
		z.CashInFen += sums.HandedFen
		z.ChangeFen += sums.ChangeFen
	} else {
		z.CashBackFen -= sums.CashFen
	}
	// A void has no number of its own, so it adds no receipt.
	for _, receipt := range p.Receipts {
		if z.FirstReceipt == "" {
			z.FirstReceipt = receipt.Number
		}
		z.LastReceipt = receipt.Number
		z.Receipts++
	}
	switch {
	case p.Kind == Void && !p.isToRecover():
		z.Voids = z.Voids.plus(sums.ReceivedFen)
		return
	case p.IsVoided():
		return
	case p.Kind == Reversal, p.Kind == Void: // its payment stands or was undone elsewhere: the cash that it gave away is nowhere else
		z.Reversals = z.Reversals.plus(sums.ReceivedFen)
	case p.Kind == Refunded:
		z.Refunds = z.Refunds.plus(sums.ReceivedFen)
	default:
		z.Payments = z.Payments.plus(sums.ReceivedFen)
	}
	if p.PaperNumber != "" {
		z.LateEntries = z.LateEntries.plus(sums.ReceivedFen)
	}
	z.ReceivedFen += sums.ReceivedFen
	z.DueFen += sums.DueFen
	z.split(p, tenders, items)
}

// split adds a payment to the sums by tender, all its cash less change as one and all that it pays out of prepayments as one, and to the sums by
// charge item.
func (z *ZReport) split(p Payment, tenders, items map[string]Sum) {
	for _, way := range p.Ways() {
		tenders[string(way.Kind)] = tenders[string(way.Kind)].plus(way.Fen)
	}
	kept := make(map[TenderKind]money.Fen)
	for _, t := range p.Tenders {
		if !t.Kind.IsReceived() {
			kept[t.Kind] += t.Fen
		}
	}
	for kind, fen := range kept {
		tenders[string(kind)] = tenders[string(kind)].plus(fen)
	}
	for _, a := range p.Allocations {
		items[a.Name()] = items[a.Name()].plus(a.Fen)
	}
}

func (s Sum) plus(fen money.Fen) Sum {
	s.Count++
	s.Fen += fen
	return s
}

// sorted returns the sums by name. A map has no order, and the report is hashed: the same shift must make the same
// bytes.
func sorted(sums map[string]Sum) []Sum {
	all := make([]Sum, 0, len(sums))
	for name, sum := range sums {
		sum.Name = name
		all = append(all, sum)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}
