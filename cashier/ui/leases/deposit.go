package leases

import (
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/leasing"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
)

// hasDeposit says whether a lease has a deposit, which is then the first row of its table.
func hasDeposit(view leasing.View) bool { return view.Deposit.AskedFen > 0 || view.Deposit.PaidFen > 0 }

// depositCell is the row of a lease's deposit among its periods.
func depositCell(text words, view leasing.View, column int) widgets.Cell {
	d := view.Deposit
	switch column {
	case 0:
		return widgets.Cell{Text: text("leases.deposit.whole")}
	case 1:
		return widgets.Cell{Text: view.Items.Deposit, Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: text("leases.deposit.words", d.HeldFen.Grouped()), Ink: look.Ink2(), Small: true}
	case 3:
		return widgets.Cell{}
	}
	return widgets.Cell{Text: d.AskedFen.Grouped(), Bold: true}
}

// depositFields tell what became of a lease's deposit: what was asked, paid and is there, and the rest where there is any. Of a
// lease that is over they say how it is settled.
func depositFields(text words, view leasing.View) (fields []fyne.CanvasObject) {
	d := view.Deposit
	settles := d.Settles && d.HeldFen > 0
	for _, part := range []struct {
		key   string
		fen   money.Fen
		shown bool
	}{{"asked", d.AskedFen, true}, {"paid", d.PaidFen, true}, {"used", d.UsedFen, d.UsedFen > 0}, {"returned", d.ReturnedFen, d.ReturnedFen > 0},
		{"moved", d.MovedFen, d.MovedFen > 0}, {"returning", d.ReturningFen, d.ReturningFen > 0}, {"held", d.HeldFen, true},
		{"owed", d.OwedFen, settles}, {"deduct", d.DeductFen(), settles}, {"back", d.ReturnFen(), settles}} {
		if part.shown {
			fields = append(fields, widgets.NewField(text("leases.deposit."+part.key), part.fen.Yuan()))
		}
	}
	return fields
}

// settleWords say what is to be done about the deposit of a lease that is over; "" where none is held and none is unpaid.
func settleWords(text words, view leasing.View) string {
	d := view.Deposit
	var sentences []string
	if d.HeldFen > d.ReturningFen {
		sentences = append(sentences, text("leases.deposit.settle"))
	}
	if d.Unreported > 0 {
		sentences = append(sentences, text("leases.deposit.unreported", d.Unreported))
	}
	if d.UnpaidFen > 0 {
		sentences = append(sentences, text("leases.deposit.unpaid", d.UnpaidFen.Yuan()))
	}
	if d.Frozen {
		sentences = append(sentences, text("leases.deposit.frozen"))
	}
	return forms.HalfYen(strings.Join(sentences, ""))
}

// endWords say, before a lease is ended, what is held of its deposit.
func endWords(text words, d leasing.Deposit) string {
	switch {
	case d.HeldFen > 0:
		return forms.HalfYen(text("leases.deposit.end", d.HeldFen.Yuan(), d.OwedFen.Yuan()))
	case d.UnpaidFen > 0:
		return forms.HalfYen(text("leases.deposit.unpaid", d.UnpaidFen.Yuan()))
	}
	return text("leases.deposit.none")
}
