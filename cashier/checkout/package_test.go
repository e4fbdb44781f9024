package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/household"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// newPackaged is a hand at a desk where 3-2-1201 owes 物业费 840.47, 水费 205.00 and 装修费 60.00, and two packages are offered.
func newPackaged() *hand {
	h := newHand()
	h.book.bills["r1"][1].Item = "水费"
	h.book.bills["r1"] = append(h.book.bills["r1"], billing.Bill{ID: "r1-2", Object: "r1", Item: "装修费", AmountFen: 60_00})
	h.book.packages = []billing.Package{{Name: "常缴", Items: []string{"水费", "物业费"}}, {Name: "停车", Items: []string{"车位费"}}}
	return h.do(Query{"321201"}, Submit{})
}

func TestAPackageTicksItsBillsAndNoOthers(t *testing.T) {
	h := newPackaged()
	require.Equal(t, money.Fen(1105_47), h.view.Quote.DueFen)
	h.do(Package{Draft: "another", Name: "常缴"})
	require.Equal(t, money.Fen(1105_47), h.view.Quote.DueFen, "it was meant for another household")
	h.do(Tick{"r1-0"}, Part{Bill: "r1-1", Fen: 5_00}, Package{Draft: "request-1", Name: "常缴"})
	ticked := map[string]money.Fen{"r1-0": 840_47, "r1-1": 205_00}
	require.Equal(t, ticked, h.view.Draft.Parts, "whole, whatever was ticked before")
	require.Equal(t, money.Fen(1045_47), h.view.Quote.DueFen)
	require.Equal(t, money.Fen(1045_47), h.view.Draft.PackageFen(h.book.packages[0]))
	require.Empty(t, h.book.paid, "nothing is taken by that key")
	stood := h.view.Stood
	for range 20 {
		h.do(Package{Draft: "request-1", Name: "常缴"})
	}
	require.Equal(t, ticked, h.view.Draft.Parts, "a key held down ticks the same and no more")
	require.Equal(t, stood, h.view.Stood)
	h.enter()
	require.Equal(t, money.Fen(1045_47), h.book.paid["request-1"].TotalFen)
	require.Len(t, h.book.orders["request-1"].Bills, 2)
	require.Equal(t, "r1-0", h.book.orders["request-1"].Bills[0].Bill, "the oldest first")
}

func TestAPackageThatPaysNothingLeavesWhatWasTicked(t *testing.T) {
	h := newPackaged().do(Tick{"r1-2"})
	before := h.view.Draft.Parts
	for name, says := range map[string]string{"停车": "desk.package.nothing", "没有": "desk.package.none", "": "desk.package.none"} {
		h.do(Package{Name: name})
		require.Equal(t, says, h.view.Problem.Key, name)
		require.Equal(t, before, h.view.Draft.Parts)
		require.Equal(t, money.Fen(1045_47), h.view.Quote.DueFen)
	}
	h.do(Package{Name: "常缴"})
	require.True(t, h.view.Problem.IsNone(), "what was said goes with the next key that does something")
}

func TestAPackagePickedWhileMoneyIsOnItsWayChangesNothing(t *testing.T) {
	h := newPackaged()
	h.late = true
	h.enter().do(Package{Name: "常缴"})
	require.Equal(t, Waiting, h.view.Step)
	require.Len(t, h.view.Draft.Parts, 3)
	h.hear()
	require.Equal(t, money.Fen(1105_47), h.book.paid["request-1"].TotalFen)
}

func TestAPackageTakesInWhatIsNotYetDueButNotWhatSomebodyOwesWhoLeft(t *testing.T) {
	line := func(id, item string, fen money.Fen) household.Line {
		return household.Line{Bill: billing.Bill{ID: id, Item: item, AmountFen: fen}}
	}
	left, future, late := line("left", "物业费", 100_00), line("future", "物业费", 200_00), line("late", "物业费违约金", 3_00)
	left.Left, future.Future, late.Origin = estate.Tenant, true, billing.FromLateFee
	overdue := line("overdue", "物业费", 50_00)
	overdue.LateFen = 1_00
	d := NewDraft(household.Household{Lines: []household.Line{left, overdue, late, future, line("other", "水费", 7_00)},
		Packages: []billing.Package{{Name: "物业", Items: []string{"物业费"}}}}, "request")
	d.LateFirst = map[string]bool{"overdue": true}
	require.True(t, d.tickPackage("物业").IsNone())
	require.Equal(t, map[string]money.Fen{"overdue": 50_00, "late": 3_00, "future": 200_00}, d.Parts)
	require.Equal(t, money.Fen(254_00), d.PackageFen(d.Household.Packages[0]), "with the late fee of what is overdue")
	quote, err := d.Quote(0)
	require.NoError(t, err)
	require.Equal(t, money.Fen(254_00), quote.DueFen)
}

func TestOneKeyUnticksAllAndTicksWhatIsDueAgain(t *testing.T) {
	h := newPackaged()
	h.do(TickNone{Draft: "another"})
	require.Equal(t, money.Fen(1105_47), h.view.Quote.DueFen, "it was meant for another household")
	h.do(Tick{"r1-1"}, TickNone{Draft: "request-1"})
	require.Empty(t, h.view.Draft.Parts)
	h.do(Tick{"r1-2"})
	require.Equal(t, money.Fen(60_00), h.view.Quote.DueFen)
	h.do(TickNone{}, TickNone{})
	require.Equal(t, money.Fen(1105_47), h.view.Quote.DueFen)
	require.Empty(t, h.book.paid, "nothing is taken by that key")
}
