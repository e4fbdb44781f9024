package receipts

import (
	"context"

	"shouqi/cashier/paper"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// recentMax is how many receipts the list of receipts shows.
const recentMax = 200

// Receipt is a receipt as the list shows it: the payment, which is undone as a whole, and Part, what of it this receipt is for.
type Receipt struct {
	till.Payment
	Part  till.Payment
	Room  string
	Payer string // masked
}

// Newest lists the newest payments, voids and reversals; numberTail narrows to numbers that end so.
func (c *Receipts) Newest(ctx context.Context, numberTail string) (list []Receipt, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		payments, err := till.Recent(tx, numberTail, recentMax)
		if err != nil {
			return err
		}
		for _, payment := range payments {
			rows, err := c.rows(tx, payment)
			if err != nil {
				return err
			}
			list = append(list, rows...)
		}
		return nil
	})
	return list, err
}

// rows returns a payment as the list of receipts shows it: a row for each of its receipts, and one for a void.
func (c *Receipts) rows(tx *store.Tx, payment till.Payment) (rows []Receipt, err error) {
	if len(payment.Receipts) == 0 {
		row, err := c.Row(tx, payment, "")
		return []Receipt{row}, err
	}
	for _, receipt := range payment.Receipts {
		row, err := c.Row(tx, payment, receipt.Number)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Row returns the receipt of a payment with this number as the list shows it.
func (c *Receipts) Row(tx *store.Tx, payment till.Payment, number string) (Receipt, error) {
	room, err := estate.ByID(tx, payment.Object)
	if err != nil {
		return Receipt{}, err
	}
	name, kind, err := c.payer(tx, payment)
	return Receipt{Payment: payment, Part: payment.Part(number), Room: room.Code, Payer: estate.MaskName(name, kind)}, err
}

func (c *Receipts) payer(tx *store.Tx, payment till.Payment) (name, kind string, err error) {
	subject, version := payment.Payer()
	if subject == "" {
		return report.Developer, estate.Company, nil
	}
	profile, err := estate.ProfileOf(tx, c.session.Book.Vault, subject, version)
	if err != nil {
		return "", "", err
	}
	kind, err = estate.KindOf(tx, subject)
	return profile.Name, kind, err
}

// Paper returns everything that stands on a copy of the receipt of a payment with this number, but for the size of its print.
// Copy 1 is the original. Of several receipts each names all, and what was handed over and given back stands on the first that
// cash paid alone.
func (c *Receipts) Paper(tx *store.Tx, whole till.Payment, number string, copyNumber int) (paper.Receipt, error) {
	p := whole.Part(number)
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return paper.Receipt{}, err
	}
	room, err := estate.ByID(tx, p.Object)
	if err != nil {
		return paper.Receipt{}, err
	}
	r := paper.Receipt{Estate: policies.Estate, Company: policies.Company, Counter: policies.Counter, Number: p.Number, State: paper.State(p.State),
		Linked: p.Of, Training: policies.Training, Room: room.Code, Sums: p.Sums(), Book: ownBook(p), Ways: p.Ways(), Spent: p.Spent(), PrepaidAfterFen: p.CreditAfterFen, AtMS: p.AtMS,
		BusinessOn: p.BusinessOn, ValueOn: p.ValueOn, PaperNumber: p.PaperNumber, Copy: copyNumber,
		CheckMark: p.Hash[:16], Layout: estate.StoredLayout(policies.ReceiptLayout)}
	if r.QR, err = c.session.Book.ReceiptCode(tx, p); err != nil {
		return r, err
	}
	if p.State == string(paper.Reversed) {
		r.Linked = p.UndoneBy
	}
	if len(whole.Receipts) > 1 {
		sums := whole.Sums()
		if r.Sums.HandedFen, r.Sums.ChangeFen = 0, 0; p.Number == firstInCash(whole) {
			r.Sums.HandedFen, r.Sums.ChangeFen = sums.HandedFen, sums.ChangeFen
		}
		r.Together = whole.Numbers()
		if linked, err := till.LinkedReceipt(tx, p.Number); err != nil || linked != "" {
			r.Linked = linked
			if err != nil {
				return r, err
			}
		}
	}
	if r.Pretend, err = isPretend(tx, p); err != nil {
		return r, err
	}
	if err := c.paperPeople(tx, p, &r); err != nil {
		return r, err
	}
	r.Lines, err = paperLines(tx, room, p)
	return r, err
}

// isPretend reports whether a part of a payment came over a pretend channel, or went back over one.
func isPretend(tx *store.Tx, p till.Payment) (pretend bool, err error) {
	for _, tender := range p.Tenders {
		if tender.Kind.IsChannel() && err == nil && !pretend {
			pretend, err = payment.IsPretend(tx, tender.Reference)
		}
	}
	return pretend, err
}

// firstInCash returns the first receipt of a payment that cash paid anything of, "" where none is.
func firstInCash(whole till.Payment) string {
	for _, receipt := range whole.Receipts {
		if whole.Part(receipt.Number).Sums().CashFen != 0 {
			return receipt.Number
		}
	}
	return ""
}

// ownBook returns the book that a receipt is for alone, the company's own where it is for others too.
func ownBook(p till.Payment) till.Book {
	if len(p.Receipts) != 1 {
		return till.OwnBook
	}
	return p.Receipts[0].Book
}

func (c *Receipts) paperPeople(tx *store.Tx, p till.Payment, r *paper.Receipt) error {
	name, _, err := c.payer(tx, p)
	if err != nil {
		return err
	}
	r.Payer = name
	subject, _ := p.Payer()
	debtor, _, err := estate.Debtor(tx, p.Object, p.ValueOn)
	if err != nil {
		return err
	}
	r.OnBehalf = subject != "" && subject != debtor && till.TypedPayer(subject)
	if r.Cashier, err = c.session.Book.Staff.Name(tx, p.Cashier); err != nil {
		return err
	}
	if p.Approver != "" {
		if r.Approver, err = c.session.Book.Staff.Name(tx, p.Approver); err != nil {
			return err
		}
	}
	return c.paperCopy(tx, r)
}

// paperCopy says who asked for a reprint and when: the printer may get to it when somebody else is at the counter.
func (c *Receipts) paperCopy(tx *store.Tx, r *paper.Receipt) error {
	if r.Copy == 1 {
		return nil
	}
	person, atMS, err := till.CopyAsked(tx, r.Number, r.Copy)
	if err != nil || person == "" {
		return err
	}
	r.CopiedMS = atMS
	r.CopiedBy, err = c.session.Book.Staff.Name(tx, person)
	return err
}
