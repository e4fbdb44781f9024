package main

import (
	"strings"

	"shouqi/ledger/till"
)

// toldPayment is a payment with its figures under their own names, as programs read it.
type toldPayment struct {
	till.Payment
	Sums till.Sums `json:"sums"`
}

func told(payment till.Payment) toldPayment { return toldPayment{payment, payment.Sums()} }

// sumLines say what a payment came to under the names of its paper: what was due and what of it no money came in for, what was
// received, and the cash and the slips that brought it.
func sumLines(payment till.Payment) []string {
	sums := payment.Sums()
	line := "应收合计 " + sums.DueFen.Yuan()
	for _, spent := range payment.Spent() {
		line += "，" + spent.Called() + " " + spent.Fen.Yuan()
	}
	if sums.OfferFen != 0 {
		line += "，" + till.OfferGift.Name() + " " + sums.OfferFen.Yuan()
	}
	if sums.OffsetFen != 0 {
		line += "，" + till.DepositOffset.Name() + " " + sums.OffsetFen.Yuan()
	}
	if sums.RoundingFen != 0 {
		line += "，" + till.Rounding.Name() + " " + sums.RoundingFen.Yuan()
	}
	var ways []string
	for _, way := range payment.Ways() {
		words := way.Kind.Name() + " " + way.Fen.Yuan()
		switch {
		case way.Kind == till.Cash && payment.Kind == till.Paid:
			words += "（收到现金 " + sums.HandedFen.Yuan() + "，找零 " + sums.ChangeFen.Yuan() + "）"
		case way.Reference != "":
			words += "（交易单号 " + way.Reference + "）"
		}
		if way.Kind.IsUnverified() {
			words += "未核实"
		}
		ways = append(ways, words)
	}
	received := "本次实收 " + sums.ReceivedFen.Yuan()
	if len(ways) > 0 {
		received += "：" + strings.Join(ways, "，")
	}
	return []string{line, received}
}
