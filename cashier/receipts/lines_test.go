package receipts

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/paper"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// monthly is a bill of a charge as it is paid: of one month, or of as many as months says.
func monthly(item, from, to string, fen money.Fen, why string) billing.Bill {
	return billing.Bill{ID: item + from, Item: item, FromOn: calendar.Date(from), ToOn: calendar.Date(to), AmountFen: fen, Steps: []string{why}}
}

func gather(bills ...billing.Bill) (lines []paper.Line) {
	g := gatheredLines{of: make(map[string]*gathered), newest: make(map[lineKey]*gathered)}
	for _, bill := range bills {
		paid := bill.AmountFen - bill.PaidFen // what is left is what is paid
		g.addBill(bill, paper.Line{Item: bill.Item, Period: words.Period(bill.FromOn, bill.ToOn), Why: bill.Why(), AmountFen: paid})
	}
	return g.lines()
}

const usualWhy = "面积 98.30 m² × 2.85 元 × 1 月 = 280.155；280.155 → 280.16"

// Fourteen bills were 34 cm of paper. What follows month by month and costs the same for the same reason is one line, in the
// place of its first month, and nobody has to add anything up.
func TestConsecutiveMonthsAreOneLine(t *testing.T) {
	jan, feb, mar := monthly("物业费", "2026-01-01", "2026-01-31", 280_16, usualWhy), monthly("物业费", "2026-02-01", "2026-02-28", 280_16, usualWhy), monthly("物业费", "2026-03-01", "2026-03-31", 280_16, usualWhy)
	rent := monthly("车位费 B1-047", "2026-01-01", "2026-01-31", 300_00, "每月 300")
	rent2 := monthly("车位费 B1-047", "2026-02-01", "2026-02-28", 300_00, "每月 300")
	require.Equal(t, []paper.Line{
		{Item: "物业费", Period: "2026-01 至 03（3 个月）", Why: usualWhy + "；每月 280.16 × 3 个月 = 840.48", AmountFen: 840_48},
		{Item: "车位费 B1-047", Period: "2026-01 至 02（2 个月）", Why: "每月 300；每月 300.00 × 2 个月 = 600.00", AmountFen: 600_00},
	}, gather(jan, rent, feb, rent2, mar))
}

func TestQuartersAreGatheredByTheQuarter(t *testing.T) {
	lines := gather(monthly("物业费", "2026-07-01", "2026-09-30", 840_47, "w"), monthly("物业费", "2026-10-01", "2026-12-31", 840_47, "w"))
	require.Equal(t, []paper.Line{{Item: "物业费", Period: "2026-07 至 12（2 期）", Why: "w；每期 840.47 × 2 期 = 1,680.94", AmountFen: 1680_94}}, lines)
}

func TestWhatDiffersKeepsItsOwnLine(t *testing.T) {
	first := monthly("物业费", "2026-01-01", "2026-01-31", 280_16, usualWhy)
	for name, second := range map[string]billing.Bill{
		"another price":           monthly("物业费", "2026-02-01", "2026-02-28", 280_16, "面积 93.39 m² × 3.00 元 × 1 月 = 280.17；280.17 → 280.16"),
		"another amount":          monthly("物业费", "2026-02-01", "2026-02-28", 280_17, usualWhy),
		"a month between":         monthly("物业费", "2026-03-01", "2026-03-31", 280_16, usualWhy),
		"another item":            monthly("公共能耗费", "2026-02-01", "2026-02-28", 280_16, usualWhy),
		"days and not a month":    monthly("物业费", "2026-02-01", "2026-02-14", 280_16, usualWhy),
		"no period at all":        monthly("物业费", "", "", 280_16, usualWhy),
		"the same month again":    monthly("物业费", "2026-01-01", "2026-01-31", 280_16, usualWhy),
		"a part was paid already": {ID: "x", Item: "物业费", FromOn: "2026-02-01", ToOn: "2026-02-28", AmountFen: 300_16, PaidFen: 20_00, Steps: []string{usualWhy}},
	} {
		t.Run(name, func(t *testing.T) {
			lines := gather(first, second)
			require.Len(t, lines, 2)
			require.Equal(t, words.Period(second.FromOn, second.ToOn), lines[1].Period)
		})
	}
}

func TestALateFeeStandsBelowTheMonthsItIsFor(t *testing.T) {
	jan, feb := monthly("物业费", "2026-01-01", "2026-01-31", 280_16, usualWhy), monthly("物业费", "2026-02-01", "2026-02-28", 280_16, usualWhy)
	other := monthly("水费", "2026-01-01", "2026-01-31", 20_00, "")
	late := billing.Bill{ID: "late", Item: "物业费违约金", FromOn: "2026-01-11", ToOn: "2026-03-01", AmountFen: 5_88, OfBill: feb.ID}
	lines := gather(jan, other, feb, late)
	require.Equal(t, []string{"物业费", "物业费违约金", "水费"}, []string{lines[0].Item, lines[1].Item, lines[2].Item})
}

func TestAReversalIsGatheredAsItsPaymentWas(t *testing.T) {
	g := gatheredLines{of: make(map[string]*gathered), newest: make(map[lineKey]*gathered)}
	for _, month := range []string{"2026-10", "2026-11", "2026-12"} {
		from := calendar.Date(month + "-01")
		bill := monthly("物业费", string(from), string(calendar.Date(from.AddDays(31).Month()+"-01").AddDays(-1)), 280_16, usualWhy)
		g.addBill(bill, paper.Line{Item: bill.Item, Period: words.Period(bill.FromOn, bill.ToOn), Why: bill.Why(), AmountFen: -bill.AmountFen})
	}
	require.Equal(t, []paper.Line{{Item: "物业费", Period: "2026-10 至 12（3 个月）", Why: usualWhy + "；每月 280.16 × 3 个月 = 840.48", AmountFen: -840_48}}, g.lines())
}
