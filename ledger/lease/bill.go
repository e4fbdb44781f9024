package lease

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// askDeposit bills the deposit (押金), due on the day of signing; a lease without one has no bill. It is a part of Sign's
// transaction and needs no request of its own but the one that a run must have, which follows from the lease.
func (s *Leases) askDeposit(tx *store.Tx, l Lease, today calendar.Date) error {
	deposit, err := l.deposit()
	if err != nil || deposit.AmountFen == 0 {
		return err
	}
	kind, err := kindOf(tx, l.Items.Deposit, billing.Deposit)
	if err != nil {
		return err
	}
	deposit.DueOn = today
	bill := l.bill(deposit, kind)
	request, err := journal.NewRequest("deposit/"+l.ID, bill)
	if err != nil {
		return err
	}
	if bill.Revision, err = bill.NextRevision(tx); err != nil {
		return err
	}
	_, err = s.billing.Issue(tx, request, l.By, staff.Consent{}, []billing.NewBill{bill})
	return err
}

// deposit returns what is asked for on signing, a charge of 0 where nothing is. Months are those of the rent on the first
// day, before any escalation; its bill has the whole lease as its period.
func (l *Lease) deposit() (Charge, error) {
	charge := Charge{Item: l.Items.Deposit, Span: tariff.Span{From: l.FromOn, To: l.ToOn}, TermsFromOn: l.FromOn}
	if fen := l.Deposit.Fen; fen > 0 {
		charge.AmountFen, charge.Exact = fen, tariff.Ratio(int64(fen), 100)
		charge.Steps = []string{"押金 " + grouped(charge.Exact)}
		return charge, nil
	}
	months := tariff.Whole(int64(l.Deposit.Months))
	r := l.Terms.rateOn(dayOf(l.FromOn), nil)
	charge.Exact = l.Terms.monthYuan(r).Mul(months)
	text := "押金 " + r.words
	if l.Terms.Rent.Per == tariff.Day {
		text += " × 365 天 ÷ 12"
	}
	charge.Steps = []string{text + " × " + months.Text() + " 个月 = " + grouped(charge.Exact)}
	return charge, l.round(&charge)
}

// bill makes the bill of a charge, of revision 0. It stands on the first of the objects that are let, whatever their
// number, and names the lease as the tariff that made it.
func (l *Lease) bill(c Charge, kind string) billing.NewBill {
	return billing.NewBill{Item: c.Item, Object: l.Objects[0], FromOn: c.Span.From, ToOn: c.Span.To, Kind: kind, Debtor: l.Tenant, DueOn: c.DueOn,
		AmountFen: c.AmountFen, Steps: tariff.Result{Steps: c.Steps}.Kept(), Origin: billing.FromLease, Exact: c.Exact.String(), Tariff: l.Tariff(), TariffFromOn: c.TermsFromOn}
}
