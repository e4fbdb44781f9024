package leasing

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Deposit is what became of the deposit of a lease (押金), and how a lease that ends is settled out of it. All sums are in fen.
type Deposit struct {
	// AskedFen is what was billed less what was taken off, PaidFen what of it was paid in, UnpaidFen what is still to pay.
	AskedFen  money.Fen `json:"askedFen"`
	PaidFen   money.Fen `json:"paidFen"`
	UnpaidFen money.Fen `json:"unpaidFen"`
	// UsedFen paid other bills (押金抵扣), ReturnedFen was given back, MovedFen went over to other households, ReturningFen is
	// what refunds that are not paid yet ask back, and HeldFen is still there, that included.
	UsedFen      money.Fen `json:"usedFen"`
	ReturnedFen  money.Fen `json:"returnedFen"`
	MovedFen     money.Fen `json:"movedFen"`
	ReturningFen money.Fen `json:"returningFen"`
	HeldFen      money.Fen `json:"heldFen"`
	// Frozen says that nothing of it goes out until it is released.
	Frozen bool `json:"frozen"`
	// Settles says that the lease was ended early or has run out, so that the deposit is to be settled.
	Settles bool `json:"settles"`
	// OwedFen is what the lease owes: its bills of rent and share, as they will be once they are put right, and of a lease that
	// settles also the periods to its last day that are not billed. Late fees are not in it, nor the charges that wait for a
	// turnover, of which there are Unreported.
	OwedFen    money.Fen `json:"owedFen"`
	Unreported int       `json:"unreported"`
}

// DeductFen is how much of what is there could pay what the lease owes, in fen.
func (d Deposit) DeductFen() money.Fen { return min(d.HeldFen-d.ReturningFen, d.OwedFen) }

// ReturnFen is what would then be left to give back, in fen.
func (d Deposit) ReturnFen() money.Fen { return d.HeldFen - d.ReturningFen - d.DeductFen() }

// billsOf returns the standing bills of a lease under an item, in the order they were issued.
func billsOf(tx *store.Tx, l lease.Lease, item string) (own []billing.Bill, err error) {
	bills, _, err := billing.List(tx, billing.Query{Item: item, Object: l.Objects[0]})
	for _, bill := range bills {
		if bill.Tariff == l.Tariff() {
			own = append(own, bill)
		}
	}
	return own, err
}

// deposit adds to a view, which has its charges and adjustments, what became of the deposit and how it stands today.
func (v *View) deposit(tx *store.Tx, today calendar.Date) error {
	bills, err := billsOf(tx, v.Lease, v.Items.Deposit)
	if err != nil {
		return err
	}
	d := &v.Deposit
	d.Settles = v.EndedOn != "" || v.ToOn < today
	for _, bill := range bills {
		d.AskedFen += bill.AmountFen - bill.ReducedFen
		d.UnpaidFen += bill.OwedFen()
		if bill.PaidFen == 0 {
			continue
		}
		paid, err := till.DepositOf(tx, bill.ID)
		if err != nil {
			return err
		}
		d.PaidFen += paid.PaidFen
		d.UsedFen += paid.UsedFen
		d.ReturnedFen += paid.ReturnedFen
		d.MovedFen += paid.MovedFen
		d.ReturningFen += paid.AskedFen
		d.HeldFen += paid.HeldFen()
		d.Frozen = d.Frozen || paid.Frozen
	}
	d.OwedFen, err = v.owed(tx)
	return err
}

// owed adds up what the lease owes; see Deposit.OwedFen. What is taken off a period that was paid goes to the tenant's
// prepayment and lowers no other period.
func (v *View) owed(tx *store.Tx) (sum money.Fen, err error) {
	type period struct {
		item string
		from calendar.Date
	}
	owed := map[period]money.Fen{}
	for _, item := range []string{v.Items.Rent, v.Items.Share} {
		bills, err := billsOf(tx, v.Lease, item)
		if err != nil {
			return 0, err
		}
		for _, bill := range bills {
			owed[period{item, bill.FromOn}] += bill.OwedFen()
		}
	}
	for _, a := range v.Adjustments {
		owed[period{a.Bill.Item, a.Bill.FromOn}] += a.DifferenceFen()
	}
	for _, charge := range v.Charges {
		key := period{charge.Item, charge.Span.From}
		_, billed := owed[key]
		switch {
		case billed || !v.Deposit.Settles:
		case charge.Unreported:
			v.Deposit.Unreported++
		default:
			owed[key] = charge.AmountFen
		}
	}
	for _, fen := range owed {
		sum += max(0, fen)
	}
	return sum, nil
}
