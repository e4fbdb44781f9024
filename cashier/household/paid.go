package household

import (
	"context"
	"slices"

	"shouqi/assets"
	"shouqi/cashier/scanning"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Paid is what was paid of the bills that a paper is about.
type Paid struct {
	till.PaidOf
	By string // the name of who took the newest payment
}

// OnPaper returns the household's open bills that a paper is about, in their order: they stand on it, and a scan ticks them. What somebody
// owes who has left is not this household's to pay: it stands on no paper with others, but on one of their own that names nothing else.
func (h Household) OnPaper(slip scanning.Slip) (lines []Line) {
	var left []Line
	for _, line := range h.Lines {
		switch {
		case !slip.Covers(scanning.OnSlip{Bill: line.ID, FromOn: line.FromOn}):
		case line.Left == "":
			lines = append(lines, line)
		default:
			left = append(left, line)
		}
	}
	if len(lines) == 0 && len(slip.Bills) > 0 && AreOfOne(left) {
		return left
	}
	return lines
}

// AreOfOne reports whether all lines are owed by who is at the room now, or all by the same one who has left. None are.
func AreOfOne(lines []Line) bool {
	return !slices.ContainsFunc(lines, func(line Line) bool { return line.leftDebtor() != lines[0].leftDebtor() })
}

// leftDebtor is who owes the line and has left, by id, "" where it is owed by who is there.
func (l Line) leftDebtor() string {
	if l.Left == "" {
		return ""
	}
	return l.Debtor
}

// MaskedLeft says who owes the line and has left, as anybody may read it: 王*（原业主）. A person who was erased has the role alone.
func (l Line) MaskedLeft() string {
	role := assets.Text(assets.Chinese, "paper.left."+l.Left)
	if l.LeftName == "" {
		return role
	}
	return estate.MaskName(l.LeftName, l.LeftKind) + "（" + role + "）"
}

// PaidOnPaper returns what was paid, whole, of the bills that a paper is about.
func (c *Households) PaidOnPaper(ctx context.Context, slip scanning.Slip) (paid Paid, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		covers := func(bill string, fromOn calendar.Date) bool {
			return slip.Covers(scanning.OnSlip{Bill: bill, FromOn: fromOn})
		}
		if paid.PaidOf, err = till.PaidBills(tx, slip.Object, covers); err != nil || paid.Bills == 0 {
			return err
		}
		paid.By, err = c.session.Book.Staff.Name(tx, paid.Newest.Cashier)
		return err
	})
	return paid, err
}
