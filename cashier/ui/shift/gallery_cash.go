package shift

import (
	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// sampleSlips are slips of which one is missing and the others tie.
func sampleSlips() till.Slips {
	return till.Slips{Kinds: []till.TenderKind{till.Card, till.Transfer, till.Cheque}, Counts: 1, Stands: true, Sums: []till.SlipSum{
		{Kind: till.Card, Counted: 19, CountedFen: 3711536, Expected: 20, ExpectedFen: 3795583},
		{Kind: till.Transfer, Counted: 2, CountedFen: 180000, Expected: 2, ExpectedFen: 180000},
		{Kind: till.Cheque, Counted: 1, CountedFen: 1204400, Expected: 1, ExpectedFen: 1204400}}}
}

// sampleCash is cash in every place, with slips of the bank of which one is undone, and counterfeits.
func sampleCash() shifts.Cash {
	return shifts.Cash{Places: []till.CashPlace{{Place: till.PlaceDrawer, Counter: "01", Waits: true}, {Place: till.PlaceDrawer, Counter: "02", Fen: 500_00},
		{Place: till.PlaceSafe, Fen: 12_405_30}, {Place: till.PlaceBank, Fen: 1_204_500_00}, {Place: till.PlacePettyCash, Fen: 85_00}, {Place: till.PlaceCounterfeit, Fen: 150_00}},
		Slips: []till.Banked{{Slip: "B20261118", Fen: 18_000_00, On: "2026-11-18", Undone: true}, {Slip: "B20261118", Fen: 17_000_00, On: "2026-11-18"},
			{Slip: "B20261120", Fen: 21_300_00, On: "2026-11-20"}},
		Counterfeits: []till.Counterfeit{{Fen: 100_00, Serial: "HD90123456", What: till.CounterfeitReturned, On: "2026-11-19"},
			{Fen: 50_00, Serial: "A1B2345678", What: till.CounterfeitKept, Place: till.PlaceDrawer, On: "2026-11-20"}}}
}

// cashPictures are those of slips, and of cash outside the drawer.
func cashPictures() (all []shell.Picture) {
	picture := func(name string, set func(s *Screen), then func(s *Screen)) {
		all = append(all, shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			screen := sample(frame)
			set(screen)
			forms.Sample(frame, screen, "shift")
			then(screen)
		}})
	}
	nothing := func(*Screen) {}
	counting := func(s *Screen) { s.stage = counting }
	tied := func(s *Screen) { sampleCounted(s, 0) }
	picture("shift-open-pieces", func(s *Screen) {
		s.stage, s.facts.hasLeft, s.facts.left.LeftFen = opened, true, 50000
		s.grid.pieces = [8]string{"3", "4", "", "", "", "", "", ""}
		s.facts.shift.FloatPieces, s.facts.left.LeftPieces = &till.Count{3, 4}, &till.Count{4, 2}
	}, nothing)
	picture("shift-slips", func(s *Screen) {
		sampleCounted(s, 0)
		s.stage, s.facts.slips = slipping, till.Slips{Kinds: sampleSlips().Kinds}
		s.slips.counts[till.Card], s.slips.sums[till.Card] = "19", "37115.36"
	}, nothing)
	differing := func(cash money.Fen) func(s *Screen) {
		return func(s *Screen) {
			sampleCounted(s, cash)
			s.facts.slips, s.slips.reason, s.hand.receiverCode = sampleSlips(), "slip_missing", "102"
		}
	}
	picture("shift-slips-differ", differing(0), nothing)
	picture("shift-both-differ", differing(-2350), nothing)
	picture("shift-pieces", tied, func(s *Screen) { s.hand.askPieces() })
	picture("shift-cash", counting, func(s *Screen) { s.cashMenu() })
	picture("shift-places", counting, func(s *Screen) { s.showCash(sampleCash()) })
	picture("shift-bank", counting, func(s *Screen) {
		held := money.Fen(12_680_00)
		s.askBanking(&held)
	})
	picture("shift-unbank", counting, func(s *Screen) { s.askUnbank() })
	picture("shift-counterfeit", counting, func(s *Screen) {
		s.askCounterfeit(till.CounterfeitWish{What: till.CounterfeitKept, Place: till.PlaceDrawer})
	})
	return all
}
