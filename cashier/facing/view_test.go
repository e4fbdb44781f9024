package facing

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/collecting"
	"shouqi/cashier/household"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
)

// opened is the View of a desk with a household open that owes 840.47 and 205.00, one of them late.
func opened(change func(d *checkout.Draft)) checkout.View {
	line := func(id, item string, fen, late money.Fen) household.Line {
		return household.Line{Bill: billing.Bill{ID: id, Item: item, AmountFen: fen, FromOn: "2026-10-01", ToOn: "2026-10-31"}, LateFen: late}
	}
	draft := checkout.NewDraft(household.Household{Room: estate.Object{ID: "r1", Code: "3-2-1201"}, CreditFen: 500_00,
		People: []household.Person{{Name: "张建国", Kind: estate.Natural}}, Lines: []household.Line{line("b1", "物业费", 840_47, 12_86), line("b2", "水费", 205_00, 0)}}, "request")
	change(draft)
	quote, _ := draft.Quote(9) // what is refused is the desk's to say
	return checkout.View{Step: checkout.Tendering, Draft: draft, Quote: quote}
}

// sum is what the rows come to.
func sum(v View) (fen money.Fen) {
	for _, line := range v.Lines {
		fen += line.Fen
	}
	return fen
}

func TestTheRowsComeToWhatIsToBePaid(t *testing.T) {
	for name, change := range map[string]func(d *checkout.Draft){
		"cash":     func(*checkout.Draft) {},
		"credit":   func(d *checkout.Draft) { d.UseCredit = true },
		"prepay":   func(d *checkout.Draft) { d.PrepayFen = 300_00 },
		"card":     func(d *checkout.Draft) { d.Given = []till.Tender{{Kind: till.Card, Fen: 400_00, Reference: "1"}} },
		"channel":  func(d *checkout.Draft) { d.Rest = till.WeChatPay },
		"in part":  func(d *checkout.Draft) { d.Rest, d.Typed = till.AlipayPay, "58.3" },
		"one bill": func(d *checkout.Draft) { delete(d.Parts, "b1") },
	} {
		v := Of(opened(change))
		require.Equal(t, v.PayFen, sum(v), name)
		require.Equal(t, "张*国", v.Name)
	}
}

func TestWhatWasHandedOverAndComesBack(t *testing.T) {
	v := Of(opened(func(d *checkout.Draft) { d.Typed = "1100" }))
	require.Equal(t, money.Fen(1100_00), v.HandedFen)
	require.Equal(t, money.Fen(1100_00-1058_30), v.ChangeFen)
	v = Of(opened(func(d *checkout.Draft) { d.Typed = "1000" }))
	require.Equal(t, money.Fen(58_30), v.MissingFen)
}

func TestTheOwnerIsToldWhatToDoAsTheOrderStands(t *testing.T) {
	at := func(way payment.Way, change func(order *collecting.Order)) View {
		view := opened(func(d *checkout.Draft) {
			d.Rest = till.WeChatPay
			d.AtChannel = &collecting.Order{}
			d.AtChannel.Channel, d.AtChannel.Order.Way, d.AtChannel.Order.Fen = payment.WeChat, way, 1058_33
			change(d.AtChannel)
		})
		return Of(view)
	}
	shown := at(payment.Shown, func(o *collecting.Order) { o.Code = "weixin://1" })
	require.Equal(t, ScanMe, shown.State)
	require.Equal(t, money.Fen(1058_33), shown.PayFen)
	require.Equal(t, Prepare, at(payment.Shown, func(o *collecting.Order) { o.State = payment.Created }).State, "there is nothing to scan yet")
	require.Equal(t, Confirm, at(payment.Charged, func(*collecting.Order) {}).State)
	require.Equal(t, Wait, at(payment.Charged, func(o *collecting.Order) { o.Failure = payment.CodeNoAnswer }).State)
	require.Equal(t, Cancel, at(payment.Shown, func(o *collecting.Order) { o.Code, o.Stopped = "weixin://1", true }).State, "a code that is given up is not shown")
}
