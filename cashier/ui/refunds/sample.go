package refunds

import (
	"shouqi/cashier/refunding"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// sampleStanding is a page with something to approve, something to pay and something overdue.
func sampleStanding() refunding.Standing {
	refund := func(number, room string, state till.RefundState, fen money.Fen, way till.TenderKind, due string) refunding.Refund {
		r := refunding.Refund{Refund: till.Refund{Number: number, State: state, Fen: fen, Way: way, Reason: "works_done", Lines: []till.RefundLine{{Source: till.FromDeposit, Item: "装修押金", Fen: fen}}},
			Room: room, AskedBy: "王丽"}
		if r.DueOn = "2026-12-06"; due != "" {
			r.DueOn, r.Due = "2026-11-18", till.Overdue
		}
		if state == till.RefundApproved {
			r.DecidedBy = "李慧"
		}
		return r
	}
	deposit := func(place, item string, fen money.Fen) refunding.Deposit {
		return refunding.Deposit{Deposit: till.Deposit{Item: item, PaidFen: fen}, Place: place}
	}
	works, moved, frozen := deposit("3-2-1201", "装修押金", 2_000_00), deposit("1-1-602", "装修押金", 1_650_00), deposit("2-1-302", "装修保证金", 123_456_00)
	works.WantsInspection, moved.WantsInspection, frozen.WantsInspection = true, true, true
	moved.Inspection, moved.InspectedOn, moved.FromPlace, moved.AskedFen = till.Passed, "2026-11-19", "1-1-601", 650_00
	frozen.Inspection, frozen.InspectedOn, frozen.Frozen = till.Failed, "2026-11-20", true
	return refunding.Standing{Today: "2026-11-21", HeldFen: 131_756_00, Overdue: 1, Refunds: []refunding.Refund{
		refund("T1-3120", "3-2-1201", till.RefundAsked, 2_000_00, till.Cash, "overdue"), refund("T1-3166", "1-1-602", till.RefundApproved, 1_650_00, till.Transfer, ""),
		refund("T1-3201", "2-1-302", till.RefundAsked, 120_40, till.Cash, "")},
		Deposits: []refunding.Deposit{works, moved, frozen, deposit("S-108", "租赁押金", 4_650_00)}}
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	sample := func(frame *shell.Shell, standing refunding.Standing) *Screen {
		screen := New(frame, nil, Deps{Explain: func(error) string { return "" }})
		forms.Sample(frame, screen, "refunds")
		screen.show(standing)
		return screen
	}
	picture := func(name string, work func(s *Screen)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) { work(sample(frame, sampleStanding())) }}
	}
	return []shell.Picture{
		picture("refunds", func(*Screen) {}),
		{Name: "refunds-none", Draw: func(frame *shell.Shell) { sample(frame, refunding.Standing{}) }},
		picture("refunds-act", func(s *Screen) { s.act() }),
		picture("refunds-ask", func(s *Screen) { s.askHow(s.ofDeposit(s.standing.Deposits[0])) }),
		picture("refunds-deduct", func(s *Screen) { s.askDeduct(s.standing.Deposits[0]) }),
		picture("refunds-deposit", func(s *Screen) { s.atHeld = 1; s.actOnDeposit() }),
		picture("refunds-frozen", func(s *Screen) { s.atHeld = 2; s.actOnDeposit() }),
		picture("refunds-inspect", func(s *Screen) { s.askInspect(s.standing.Deposits[0]) }),
		picture("refunds-freeze", func(s *Screen) { s.askFreeze(s.standing.Deposits[0]) }),
		picture("refunds-move", func(s *Screen) { s.askMove(s.standing.Deposits[0], "", "3-2-1202") }),
		picture("refunds-pay", func(s *Screen) { s.askPay(s.standing.Refunds[1]) }),
	}
}
