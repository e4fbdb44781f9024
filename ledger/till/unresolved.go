package till

import (
	"fmt"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Unresolved is money that a channel was asked for at this counter and that is not settled (未了结): nobody knows yet whether it comes, or
// it came while no shift could book it. It is never counted as received, but for what is TakenBack. No is the order's number, Place the code of
// the household.
type Unresolved struct {
	No    string     `json:"no"`
	Kind  TenderKind `json:"kind"`
	Fen   money.Fen  `json:"fen"`
	Place string     `json:"place"`
	// BesideFen is what cash and slips were to pay beside it, in fen: the shift that closes over it gives them back.
	BesideFen money.Fen `json:"besideFen,omitempty"`
	// Found says that the money is there and waits for a shift that can book it.
	Found bool `json:"found,omitempty"`
	// TakenBack says that it was booked as received and then taken back at the card terminal: its payment is to be reversed.
	TakenBack bool `json:"takenBack,omitempty"`
}

// UnresolvedMoney returns what of this counter is not settled, the oldest first, at most 1,000.
func UnresolvedMoney(tx *store.Tx) ([]Unresolved, error) {
	return unresolved(tx, `SELECT no, channel, fen, beside_fen, object, state = 'paid', state = 'returned' FROM intents WHERE device = `+journal.Own+` AND `+Unsettled+` ORDER BY seq LIMIT ?`)
}

// goingBack returns what of this counter's money is on its way back over its channel, the oldest first, at most 1,000: the book has it as
// gone.
func goingBack(tx *store.Tx) ([]Unresolved, error) {
	return unresolved(tx, `SELECT r.no, i.channel, r.fen, 0, i.object, 0, 0 FROM returns r JOIN intents i ON i.no = r.order_no
		WHERE r.device = `+journal.Own+` AND r.state NOT IN ('done', 'kept') ORDER BY r.seq LIMIT ?`)
}

func unresolved(tx *store.Tx, query string) ([]Unresolved, error) {
	all, err := store.All(tx, query, []any{listMax},
		func(scan func(dest ...any) error) (u Unresolved, err error) {
			return u, scan(&u.No, &u.Kind, &u.Fen, &u.BesideFen, &u.Place, &u.Found, &u.TakenBack)
		})
	for i := range all {
		place, failed := estate.ByID(tx, all[i].Place)
		if failed != nil {
			return nil, failed
		}
		all[i].Place = place.Code
	}
	return all, err
}

// ClosingActions returns what a second person at a close may be wanted for, what is wanted first: a close over what is not settled, and a count
// that differs.
func ClosingActions(tx *store.Tx) ([]staff.Action, error) {
	open, err := UnresolvedMoney(tx)
	if err != nil || len(open) == 0 {
		return []staff.Action{staff.Difference}, err
	}
	return []staff.Action{staff.CarryUnresolved, staff.Difference}, nil
}

// carryDeed is the deed of closing a shift over what is not settled; found is false where all is settled.
func carryDeed(open []Unresolved) (deed staff.Deed, found bool) {
	deed.Action = staff.CarryUnresolved
	for _, one := range open {
		deed.Fen += one.Fen
	}
	return deed, len(open) > 0
}

// order writes one by its way, household, sum and number.
func (t *zText) order(one Unresolved) {
	t.line(" "+one.Kind.Name()+" "+one.Place, one.Fen.Grouped())
	t.add(wrap("  " + one.No)...)
}

// goingBack writes by name what channels still have to give back: the sums have it as gone.
func (t *zText) goingBack(z ZReport) {
	if len(z.GoingBack) == 0 {
		return
	}
	t.add(rule, "原路退回中（已计入退款、红冲）")
	for _, one := range z.GoingBack {
		t.order(one)
	}
	t.line(" 共", fmt.Sprintf("%d 笔", len(z.GoingBack)))
}

// unconfirmed writes by name what the card terminal did not say again at the close: the sums have it as the terminal said it first.
func (t *zText) unconfirmed(z ZReport) {
	if len(z.Unconfirmed) == 0 {
		return
	}
	t.add(rule, "交班时没有和刷卡机核对上")
	for _, one := range z.Unconfirmed {
		t.order(one)
	}
	t.add(wrap(fmt.Sprintf(" 共 %d 笔，请对收单机构的结算单", len(z.Unconfirmed)))...)
}

// unresolved writes by name what the shift was closed over: it is no part of any sum of the report, but for what was taken back at the card
// terminal after it was booked.
func (t *zText) unresolved(z ZReport) {
	if len(z.Unresolved) == 0 {
		return
	}
	t.add(rule, "未了结，带入下一班（未计入）")
	for _, one := range z.Unresolved {
		t.order(one)
		if one.TakenBack {
			t.add("  已计入实收，刷卡机上又撤销了", "  主管核实后红冲这一笔")
		}
		if one.BesideFen > 0 {
			t.add(append(wrap("  另收现金、凭条 "+one.BesideFen.Grouped()+" 未计入"), "  须退给业主")...)
		}
		if one.Found {
			t.add("  已到账，待入账")
		}
	}
	t.line(fmt.Sprintf(" 共 %d 笔，批准人", len(z.Unresolved)), dash(z.CarriedBy))
}
