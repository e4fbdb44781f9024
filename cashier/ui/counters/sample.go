package counters

import (
	"shouqi/cashier/exchanging"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/till"
)

// sampleMS is now in the samples: 2026-11-21 17:12 in China.
const sampleMS = 1795252320000

// hourMS is an hour, in milliseconds.
const hourMS = 3_600_000

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	explain := func(error) string { return "" }
	page := func(name string, view exchanging.View, work func(s *Screen)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: explain, Back: func() {}, ToConflicts: func() {}})
			screen.exports = "/home/wangli/收讫"
			forms.Sample(frame, screen, "settings")
			screen.show(view)
			work(screen)
		}}
	}
	conflicts := func(name string, list []report.Conflict, work func(c *Conflicts)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			screen := NewConflicts(frame, nil, ConflictsDeps{Explain: explain, Back: func() {}, Changed: func() {}, Lead: func(report.Conflict) (string, func()) { return "conflicts.key.room", func() {} }})
			forms.Sample(frame, screen, "settings")
			screen.show(list)
			work(screen)
		}}
	}
	alone := exchanging.View{Counters: sampleCounters()[:1], NowMS: sampleMS, Invites: true}
	some := exchanging.View{Counters: sampleCounters(), NowMS: sampleMS, Invites: true, Ends: true, TakesTwo: true, Conflicts: 3, Folder: "/media/wangli/U盘"}
	ended := exchanging.View{Counters: sampleCounters(), NowMS: sampleMS, Conflicts: 3}
	ended.Counters[0].Ended = true
	return []shell.Picture{
		page("counters", some, func(s *Screen) { s.say(s.takenWords(exchanging.Taken{New: 128, Conflicts: 3}), widgets.ToneGood) }),
		page("counters-alone", alone, func(*Screen) {}),
		page("counters-export", some, (*Screen).export),
		page("counters-export-out", exchanging.View{Counters: sampleCounters(), NowMS: sampleMS, Out: "/media/wangli/U盘"}, (*Screen).export),
		page("counters-invite", some, func(s *Screen) { s.invite(ledger.JoinRequest{}, "/media/wangli/U盘") }),
		page("counters-end", some, func(s *Screen) {
			s.table.SetCursor(2)
			s.askEnd()
		}),
		page("counters-ended-own", ended, func(*Screen) {}),
		conflicts("conflicts", sampleConflicts(), func(*Conflicts) {}),
		conflicts("conflicts-settled", sampleConflicts(), func(c *Conflicts) { c.table.SetCursor(4) }),
		conflicts("conflicts-settle", sampleConflicts(), func(c *Conflicts) {
			c.table.SetCursor(1)
			c.choose(c.list[1], c.ways(c.list[1]))
		}),
		conflicts("conflicts-recovered", sampleConflicts(), func(c *Conflicts) {
			c.table.SetCursor(1)
			c.ask(c.list[1], till.ConflictRecovered)
		}),
		conflicts("conflicts-none", nil, func(*Conflicts) {}),
	}
}

func sampleCounters() []report.Counter {
	return []report.Counter{
		{Code: "01", Own: true, Inviter: true, Events: 51213, NewestMS: sampleMS, NewestOn: "2026-11-21"},
		{Code: "02", Events: 18440, NewestMS: sampleMS - 7*hourMS, NewestOn: "2026-11-21", HeardMS: sampleMS - 6*hourMS, Waits: 37},
		{Code: "03", Events: 902, NewestMS: sampleMS - 55*hourMS, NewestOn: "2026-11-19", HeardMS: sampleMS - 50*hourMS},
		{Code: "04"},
		{Code: "05", Ended: true, Events: 77, NewestMS: sampleMS - 400*hourMS, NewestOn: "2026-11-05", HeardMS: sampleMS - 390*hourMS, Waits: 2210},
	}
}

func sampleConflicts() []report.Conflict {
	deed := func(moment, counter, kind, what, about, receipt string, fen money.Fen, by string) report.Deed {
		return report.Deed{Time: "2026-11-" + moment + ":08", Counter: counter, Kind: kind, What: what, About: about, Receipts: receipt, Fen: fen, By: by}
	}
	return []report.Conflict{
		{Deed: deed("21 10:14", "02", "payment.received", "收款", "3-2-1202", "02-2026-000118", 500_00, "王丽"), Room: "3-2-1202", Came: report.CameToCredit},
		{Deed: deed("21 09:40", "02", "payment.refunded", "退款", "1-1-602 T-000012", "02-2026-000117", -1_200_00, "周婷"), Room: "1-1-602", Came: report.CameToRecover, RecoverFen: 1_200_00},
		{Deed: deed("20 16:02", "02", "tariff.set", "调价", "物业费，标准", "", 0, "陈国栋"), Came: report.CameToNothing},
		{Deed: deed("20 15:31", "01", "run.issued", "出账", "物业费，共 320", "", 210_344_00, "李慧"), Came: report.CameToPart},
		{Deed: deed("19 11:20", "02", "payment.voided", "作废收款", "2-1-301 02-2026-000096", "02-2026-000096", -260_00, "周婷"), Room: "2-1-301", Came: report.CameToRecover, RecoverFen: 260_00, Settled: till.ConflictRecovered},
		{Deed: deed("18 09:02", "01", "staff.recorded", "登记人员", "孙静", "", 0, "陈国栋"), Came: report.CameToNothing, Settled: till.ConflictSeen},
	}
}
