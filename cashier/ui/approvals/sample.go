package approvals

import (
	"context"

	"shouqi/cashier/approving"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

// sampleLapsesMS is the moment until which the samples hold: 2026-11-22 17:12 in China.
const sampleLapsesMS = 1795338720000

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	asking := func(number string, action staff.Action, about string, fen money.Fen, state staff.AskState, terms staff.Terms) approving.Asking {
		return approving.Asking{Asking: staff.Asking{Number: number, State: state, Action: action, Fen: fen, LapsesMS: sampleLapsesMS, Terms: terms}, On: approving.TermsWords(staff.Asking{Action: action, Terms: terms}), AskedBy: "王丽", DecidedBy: "李慧", For: about, MayDecide: true}
	}
	askings := []approving.Asking{asking("A1-3120", staff.VoidPayment, "01-2026-004319", 320_00, staff.Asked, "reason=wrong_room"), asking("A1-3166", staff.WaiveFee, "3-2-1201 物业费 2026 年第 3 季度", 12_86, staff.Seen, "reason=first_time"),
		asking("A1-3170", staff.MovePrepaid, "1-1-602 预存款 → 1-1-603 预存款", 1_200_00, staff.Approved, "reason=room_sold"), asking("A1-3174", staff.SetPrices, "调价 物业费 标准", 0, staff.Asked, "from=2026-12-01;price=3.10")}
	picture := func(name string, shown []approving.Asking, work func(s *Screen)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: func(error) string { return "" }, Back: func() {}})
			forms.Sample(frame, screen, "refunds")
			screen.show(shown)
			work(screen)
		}}
	}
	return []shell.Picture{picture("approvals", askings, func(*Screen) {}), picture("approvals-none", nil, func(*Screen) {}),
		picture("approvals-act", askings, func(s *Screen) { s.act() }),
		picture("approvals-long", askings, func(s *Screen) {
			s.askings[1].For = "3-2-1201 物业费（含公摊能耗费）2026 年第 3 季度，1-1-602 物业费（含公摊能耗费）2026 年第 3 季度"
			s.table.SetCursor(1)
			s.at = 1
			s.tell()
		}),
		picture("approvals-offer", askings, func(s *Screen) {
			forms.ShowOffer(s.frame, staff.MoveDeposit, func(context.Context) (shell.Asked, error) { return shell.Asked{Number: "A1-3171"}, nil }, s.deps.Explain, func() {})
		})}
}
