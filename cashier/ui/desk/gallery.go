package desk

import (
	"slices"

	"shouqi/cashier/charging"
	"shouqi/cashier/checkout"
	"shouqi/cashier/printing"
	"shouqi/cashier/scanning"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices"
	"shouqi/ledger/billing"
	"shouqi/ledger/law"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Gallery returns the desk's states for the pictures.
func Gallery() []shell.Picture {
	return slices.Concat(steps(), shared(), channels(), asides(), lawful(), papers())
}

// steps are the states that a payment goes through.
func steps() []shell.Picture {
	return []shell.Picture{
		picture("desk-empty", nil, nil),
		picture("desk-results", nil, func(s *Screen) { s.send(checkout.Query{Text: "zjg"}) }),
		picture("desk-nothing", nil, func(s *Screen) { s.send(checkout.Query{Text: "9-9-999"}) }),
		picture("desk-household", nil, open),
		picture("desk-paid-up", func(f *sampleFlows) { f.poor = true }, open),
		picture("desk-cash", nil, openAndGive),
		picture("desk-part", nil, func(s *Screen) {
			open(s)
			s.bills.SetCursor(1)
			s.askPart()
		}),
		picture("desk-short", nil, func(s *Screen) {
			open(s)
			s.give("200")
			s.send(checkout.Confirm{Seen: s.view.Stood})
		}),
		picture("desk-guard", nil, func(s *Screen) {
			open(s)
			s.give("21988")
			s.send(checkout.Confirm{Seen: s.view.Stood})
		}),
		picture("desk-guard-phone", nil, func(s *Screen) {
			open(s)
			s.give("6621")
			s.send(checkout.Confirm{Seen: s.view.Stood})
		}),
		picture("desk-early", nil, func(s *Screen) {
			open(s)
			s.give("2200")
			s.send(checkout.Confirm{})
		}),
		picture("desk-unneeded", func(f *sampleFlows) { f.rich = true }, func(s *Screen) {
			open(s)
			s.give("500")
			s.useCredit()
		}),
		picture("desk-aside", nil, func(s *Screen) {
			open(s)
			s.give("80")
			s.send(checkout.Open{Object: "r2"})
		}),
		picture("desk-card", nil, func(s *Screen) {
			open(s)
			s.send(checkout.PayWith{Kind: till.Card})
			s.reference.SetText("00128834")
		}),
		picture("desk-other", nil, func(s *Screen) {
			open(s)
			s.payOther()
		}),
		picture("desk-split", nil, func(s *Screen) {
			open(s)
			s.send(checkout.Give{Tender: till.Tender{Kind: till.Card, Fen: 800_00, Reference: "00128834"}})
			s.send(checkout.Give{Tender: till.Tender{Kind: till.WeChatCode, Fen: 200_00, Reference: "4200001"}})
			s.give("600")
		}),
		picture("desk-split-menu", nil, func(s *Screen) {
			open(s)
			s.send(checkout.Give{Tender: till.Tender{Kind: till.Card, Fen: 800_00, Reference: "00128834"}})
			s.askSplit()
		}),
		picture("desk-second", nil, func(s *Screen) {
			open(s)
			s.askSecond(s.explain(store.Refuse(staff.CodeNeedsApproval, string(staff.TakeUnverified))))
		}),
		picture("desk-taken", func(f *sampleFlows) { f.printed = printing.Printed{State: spool.Confirmed, Copy: 1} }, take),
	}
}

// shared are states in which a sum is shared out among ways and lines, what then warns, and the receipt taken off the screen.
func shared() []shell.Picture {
	return []shell.Picture{
		picture("desk-taken-code", nil, func(s *Screen) {
			take(s)
			s.send(checkout.ShowCode{Seen: s.view.No})
		}),
		picture("desk-guards", nil, func(s *Screen) {
			open(s)
			s.send(checkout.Give{Tender: till.Tender{Kind: till.Card, Fen: 100_00, Reference: "00128834"}})
			s.give("30000")
			s.send(checkout.Confirm{Seen: s.view.No})
		}),
		picture("desk-unearned", func(f *sampleFlows) { f.gives = true }, func(s *Screen) {
			open(s)
			s.send(checkout.TickAll{})
		}),
		picture("desk-late-left", nil, func(s *Screen) {
			open(s)
			s.send(checkout.Part{Bill: s.rows[1].line.ID, Fen: s.rows[1].line.OwedFen()})
		}),
		picture("desk-late-part", nil, func(s *Screen) {
			open(s)
			s.send(checkout.Part{Bill: s.rows[1].line.ID, Fen: s.rows[1].line.OwedFen() + s.rows[1].line.LateFen/2})
		}),
	}
}

// channels are states in which a channel is asked.
func channels() []shell.Picture {
	shows := func(s *Screen) {
		open(s)
		s.send(checkout.Collect{Channel: payment.WeChat, Seen: s.view.Stood})
	}
	scans := func(s *Screen) {
		open(s)
		s.send(checkout.Scan{Seen: s.view.Stood})
	}
	charges := func(s *Screen) {
		scans(s)
		s.send(checkout.PayerCode{Code: "287654321098765432"})
	}
	has := func(f *sampleFlows) { f.state.Channels = payment.Channels }
	return []shell.Picture{
		picture("desk-channels", has, openAndGive),
		picture("desk-collect", has, shows),
		picture("desk-collect-part", has, func(s *Screen) {
			open(s)
			s.give("300")
			s.send(checkout.Collect{Channel: payment.Alipay, Seen: s.view.Stood})
		}),
		picture("desk-collect-scan", has, scans),
		picture("desk-collect-password", has, charges),
		picture("desk-collect-early", has, func(s *Screen) {
			charges(s)
			s.send(checkout.Back{})
		}),
		picture("desk-collect-unknown", func(f *sampleFlows) {
			has(f)
			f.failure = payment.CodeNoAnswer
		}, shows),
		picture("desk-collect-aside", has, func(s *Screen) {
			shows(s)
			s.send(checkout.SetAside{})
			s.send(checkout.Open{Object: "r2"})
		}),
	}
}

// asides are what lies beside them: dialogs.
func asides() []shell.Picture {
	return []shell.Picture{
		picture("desk-more", nil, func(s *Screen) {
			open(s)
			s.showMenu()
		}),
		picture("desk-package", func(f *sampleFlows) { f.offered = true }, func(s *Screen) {
			open(s)
			s.pickPackage()
		}),
		picture("desk-package-ticked", func(f *sampleFlows) { f.offered = true }, func(s *Screen) {
			open(s)
			s.send(checkout.Package{Name: "只缴水费"})
		}),
		picture("desk-asides", nil, func(s *Screen) {
			open(s)
			for range 10 {
				s.view.Aside = append(s.view.Aside, checkout.Aside{Room: "3-2-1201", Typed: "80"})
			}
			s.money.update(s)
		}),
		picture("desk-late", nil, func(s *Screen) {
			open(s)
			s.askLate(s.lateEntry(), "")
		}),
		picture("desk-why", nil, func(s *Screen) {
			open(s)
			s.tellWhy()
		}),
		picture("desk-waive", nil, func(s *Screen) {
			open(s)
			s.askWaive()
		}),
		picture("desk-single", nil, func(s *Screen) {
			open(s)
			s.askSingle()
		}),
		picture("desk-single-sum", nil, func(s *Screen) {
			open(s)
			s.askSum(charging.Single{Item: "装修押金", Name: "装修押金", Kind: billing.Deposit})
		}),
		picture("desk-prepaid", func(f *sampleFlows) { f.rich = true }, func(s *Screen) {
			open(s)
			s.showPrepaid()
		}),
		picture("desk-prepaid-refused", nil, func(s *Screen) {
			open(s)
			s.showPrepaid()
			s.frame.Canvas().Focused().TypedRune('5')
		}),
		picture("desk-unrounded", nil, func(s *Screen) {
			open(s)
			s.send(checkout.Tick{Bill: s.rows[1].line.ID})
			s.give("2500")
			s.send(checkout.KeepChange{})
		}),
		picture("desk-prepaid-move", func(f *sampleFlows) { f.rich = true }, func(s *Screen) {
			open(s)
			h := s.view.Draft.Household
			s.askMove(h, h.Prepayments[1], recipient{h.Room.ID, "3-2-1202 李建国"})
		}),
		picture("desk-ahead", nil, func(s *Screen) {
			open(s)
			s.askAhead().entry.SetText("202703")
		}),
	}
}

// papers are missing paper, and a counter that takes no money.
func papers() []shell.Picture {
	return []shell.Picture{
		picture("desk-no-paper", func(f *sampleFlows) {
			f.printed = printing.Printed{State: spool.Queued, Copy: 1, Reason: devices.PaperOut}
		}, take),
		picture("desk-paper-failed", func(f *sampleFlows) {
			f.printed = printing.Printed{State: spool.Failed, Copy: 1, Reason: devices.PaperOut}
		}, func(s *Screen) {
			open(s)
			s.useCredit()
			s.send(checkout.Tick{Bill: s.rows[1].line.ID}) // the rest is rounded
			s.give("1000")
			s.send(checkout.Confirm{Seen: s.view.Stood})
		}),
		picture("desk-start", func(f *sampleFlows) {
			f.printed = printing.Printed{State: spool.Unknown, Copy: 1, Reason: spool.PowerLost}
		}, func(s *Screen) {
			take(s)
			s.back()
		}),
		picture("desk-papers", nil, func(s *Screen) {
			open(s)
			s.showPapers()
		}),
		picture("desk-notice-paid", nil, func(s *Screen) {
			open(s)
			line := s.rows[1].line
			s.OpenPaper(scanning.SlipOf("r1", []scanning.OnSlip{{Bill: line.ID, FromOn: line.FromOn}, {Bill: "paid", FromOn: line.FromOn}}))
		}),
		picture("desk-no-shift", func(f *sampleFlows) { f.state.Shift, f.state.Mine = nil, false }, open),
		picture("desk-not-mine", func(f *sampleFlows) { f.state.Mine = false }, nil),
		picture("desk-latched", func(f *sampleFlows) { f.state.Stopped = store.Refuse(store.CodeIO) }, open),
	}
}

// picture draws one state: the sample's answers are prepared, the desk is shown, and then worked.
func picture(name string, prepare func(*sampleFlows), work func(*Screen)) shell.Picture {
	return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
		flows := newSampleFlows()
		if prepare != nil {
			prepare(flows)
		}
		screen := newScreen(frame, flows, Deps{ToShift: func() {}, ToReceipt: func(string) {}, ToHistory: func(string, string) {}})
		frame.SetStatus(shell.Status{Project: "阳光花园", Counter: "01 号柜台", Shift: "早班 08:02 起", Cashier: "王丽",
			Printer: "打印机 就绪", PrinterTone: widgets.ToneGood, Clock: "2026-11-21 星期六 10:24"})
		frame.SetItems(shell.PictureRail("desk", screen))
		frame.Show(screen)
		if work != nil {
			work(screen)
		}
	}}
}

func open(s *Screen) { s.send(checkout.Open{Object: "r1"}) }

func openAndGive(s *Screen) {
	open(s)
	s.useCredit()
	s.give("1800")
}

func take(s *Screen) {
	openAndGive(s)
	s.send(checkout.Confirm{Seen: s.view.Stood})
}

// give puts an amount in as if it was typed.
func (s *Screen) give(text string) { s.send(checkout.Amount{Text: text}) }

// lawful are the warnings of rules of the law.
func lawful() []shell.Picture {
	return []shell.Picture{
		picture("desk-ahead-law", func(f *sampleFlows) { f.said = lawOfSample() }, func(s *Screen) {
			open(s)
			s.askAhead().entry.SetText("202712")
		}),
		picture("desk-single-law", nil, func(s *Screen) {
			open(s)
			s.askSum(charging.Single{Item: "装修押金", Name: "装修押金", Kind: billing.Deposit, Rules: sampleRules("日照", law.WorksDeposit)})
		}),
	}
}
