package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// split is the rule of a shared cost: everybody takes part, and there is no price.
func split(lines ...tariff.Line) tariff.Rule { return tariff.Rule{Lines: lines} }

// sharing is an item that splits a total by a measure.
func sharing(by tariff.Measure) billing.Item {
	item := property()
	item.Name, item.ShareBy = "公共电费", by
	return item
}

func pool(number string, fen money.Fen) billing.Order {
	return with(month("公共电费", number), func(s *billing.ItemSource) { s.PoolFen = fen })
}

// amounts are what each room is charged in a preview, and the preview's own word of what it refuses.
func (o *office) amounts(order billing.Order) (amounts map[string]money.Fen, code string) {
	o.Helper()
	amounts = map[string]money.Fen{}
	err := o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		preview, err := o.Book.Billing.Preview(o.Ctx, tx, order)
		for _, b := range preview.Bills {
			amounts[b.Code] = b.AmountFen
		}
		if err == nil && len(preview.Exceptions) > 0 {
			code = "billing.exceptions"
		}
		return err
	})
	if err != nil {
		code = store.Code(err)
	}
	return amounts, code
}

func (o *office) grant(wish billing.Concession) {
	o.Helper()
	approval := o.agreed(staff.SetPrices)
	require.Empty(o, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Grant(tx.Context(), o.Manager, approval, wish)
		return err
	}))
}

func factor(t *testing.T, text string) tariff.Number {
	number, err := tariff.ParseNumber(text)
	require.NoError(t, err)
	return number
}

// A flat of 100 m² that was handed over on 21 November has ten days of the month's thirty.
func TestARoomHandedOverWithinThePeriodSharesForItsDays(t *testing.T) {
	o := newQuarter(t)
	o.charge(sharing(tariff.Area), split())
	o.register("6", estate.Row{Code: "1-1-105", Building: "1", Use: "住宅", AreaCentiM2: 10000, HandoverOn: "2026-11-21"})
	// 1,000 yuan among 98.30, 120.50 and 200 m² for 30 days and 100 m² for 10: 418.80 + 33.3333… = 452.1333… m².
	amounts, code := o.amounts(pool("2026-11", 1000_00))
	require.Empty(t, code)
	require.Equal(t, map[string]money.Fen{"1-1-101": 217_41, "1-1-102": 266_51, "2-1-001": 442_35, "1-1-105": 73_73}, amounts)
	made, code := o.run(pool("2026-11", 1000_00))
	require.Empty(t, code)
	require.Equal(t, money.Fen(1000_00), made.SumFen)
	bills := o.bills("公共电费")
	require.Equal(t, []string{"2026-11-21 至 2026-11-30 参加分摊，10 ÷ 30 天：100 × 10 = 1000",
		"公摊总额 1,000.00 元 × 1000 ÷ 13564（各户合计，按面积×天数） = 约73.724565，分到 73.73",
		"各户先舍去不足 1 分的部分，尾差 0.02 元由舍去最多的 2 户各承担 0.01 元，含本户"}, billOf(t, bills, "1-1-105").Steps)
	o.Verify()
}

// Who bears the odd fen is said to everybody, and nothing is said where the shares come out even.
func TestTheOddFenOfASharedCostIsNamed(t *testing.T) {
	o := newQuarter(t)
	o.charge(sharing(tariff.Household), split())
	_, code := o.run(pool("2026-11", 100_00))
	require.Empty(t, code)
	var with, without int
	for _, bill := range o.bills("公共电费") {
		switch bill.Steps[len(bill.Steps)-1] {
		case "各户先舍去不足 1 分的部分，尾差 0.01 元由舍去最多的 1 户各承担 0.01 元，含本户":
			require.Equal(t, money.Fen(33_34), bill.AmountFen)
			with++
		case "各户先舍去不足 1 分的部分，尾差 0.01 元由舍去最多的 1 户各承担 0.01 元，不含本户":
			require.Equal(t, money.Fen(33_33), bill.AmountFen)
			without++
		}
	}
	require.Equal(t, []int{1, 2}, []int{with, without})
	_, code = o.run(pool("2026-12", 99_00))
	require.Empty(t, code)
	even := 0
	for _, bill := range o.bills("公共电费") {
		if bill.AmountFen == 33_00 {
			even++
			require.Equal(t, []string{"公摊总额 99.00 元 × 1 ÷ 3（各户合计，按户） = 33，分到 33.00"}, bill.Steps)
		}
	}
	require.Equal(t, 3, even)
	o.Verify()
}

func billOf(t *testing.T, bills []billing.Bill, code string) billing.Bill {
	for _, bill := range bills {
		if bill.Object == estate.ObjectID(estate.Room, code) {
			return bill
		}
	}
	require.Fail(t, "no bill", code)
	return billing.Bill{}
}

// The tariff of building 2 begins on 16 November: its shop takes part for 15 of 30 days.
func TestATariffForPartOfThePeriodSharesForItsDays(t *testing.T) {
	o := newQuarter(t)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		b := o.Book.Billing.In(tx)
		if err := b.SetItem(tx.Context(), o.Manager, staff.Approval{}, sharing(tariff.Area)); err != nil {
			return err
		}
		for name, from := range map[string]calendar.Date{"1": "2026-01-01", "2": "2026-11-16"} {
			if err := b.AddTariff(tx.Context(), o.Manager, staff.Approval{}, billing.NewTariff{Item: "公共电费", Name: name + " 幢", FromOn: from,
				Scope: billing.Scope{Buildings: []string{name}}, Rule: split()}); err != nil {
				return err
			}
		}
		return nil
	}))
	// 98.30 + 120.50 + 200 × 15 ÷ 30 = 318.80
	amounts, code := o.amounts(pool("2026-11", 1000_00))
	require.Empty(t, code)
	require.Equal(t, map[string]money.Fen{"1-1-101": 308_34, "1-1-102": 377_98, "2-1-001": 313_68}, amounts)
}

func TestAFactorWeighsTheRoomInTheSplit(t *testing.T) {
	o := newQuarter(t)
	o.charge(sharing(tariff.Area), split(tariff.Line{When: []tariff.Condition{{Field: "use", Op: "≠", Values: []string{"商铺"}}}},
		tariff.Line{When: []tariff.Condition{{Field: "use", Op: "=", Values: []string{"商铺"}}}, Factor: "1.5"}))
	// 98.30 + 120.50 + 200 × 1.5 = 518.80
	amounts, code := o.amounts(pool("2026-11", 1000_00))
	require.Empty(t, code)
	require.Equal(t, map[string]money.Fen{"1-1-101": 189_47, "1-1-102": 232_27, "2-1-001": 578_26}, amounts)
}

// A vacant flat pays 70 % of its share; the others pay what they would pay anyway, and the estate bears the rest.
func TestAConcessionOnASharedCostIsBorneByTheEstate(t *testing.T) {
	o := newQuarter(t)
	o.charge(sharing(tariff.Area), split())
	before, code := o.amounts(pool("2026-11", 1000_00))
	require.Empty(t, code)
	o.grant(billing.Concession{Object: estate.ObjectID(estate.Room, "1-1-102"), Name: "空置减免", Factor: factor(t, "0.7"), FromOn: "2026-01-01"})
	amounts, code := o.amounts(pool("2026-11", 1000_00))
	require.Empty(t, code)
	require.Equal(t, money.Fen(287_73), before["1-1-102"])
	require.Equal(t, money.Fen(201_41), amounts["1-1-102"])
	require.Equal(t, before["1-1-101"], amounts["1-1-101"])
	require.Equal(t, before["2-1-001"], amounts["2-1-001"])
	made, code := o.run(pool("2026-11", 1000_00))
	require.Empty(t, code)
	require.Equal(t, []money.Fen{1000_00, 86_32, 913_68}, []money.Fen{made.PoolFen, made.BorneFen, made.SumFen})
	require.Contains(t, billOf(t, o.bills("公共电费"), "1-1-102").Why(), "减免（空置减免，收 70%）：287.73 × 0.7 = 201.411，应收 201.41，物业承担 86.32")

	// Half a month of it counts half, and nothing to pay is no bill.
	o.grant(billing.Concession{Object: estate.ObjectID(estate.Room, "1-1-101"), Item: "公共电费", Name: "困难减免", Factor: factor(t, "0"), FromOn: "2026-12-17"})
	amounts, code = o.amounts(pool("2026-12", 1000_00))
	require.Empty(t, code)
	require.Equal(t, money.Fen(121_15), amounts["1-1-101"]) // 234.72 × 16 ÷ 31
	amounts, code = o.amounts(pool("2027-01", 1000_00))
	require.Empty(t, code)
	require.NotContains(t, amounts, "1-1-101")
	o.Verify()
}

// What issuing refuses, the preview refuses in the same words, and it shows no share that nobody will get.
func TestThePreviewOfAPoolIsWhatIssuingGives(t *testing.T) {
	o := newQuarter(t)
	o.charge(sharing(tariff.Area), split())
	same := func(order billing.Order, want string) {
		t.Helper()
		amounts, previewed := o.amounts(order)
		_, issued := o.run(order)
		require.Equal(t, want, issued)
		require.Equal(t, want, previewed)
		require.Empty(t, amounts)
	}
	same(month("公共电费", "2026-11"), "billing.pool")
	same(with(pool("2026-11", 100_00), func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} }), "billing.shared_whole")
	leaving := pool("2026-11", 100_00)
	leaving.LeaveOut = true
	same(leaving, "billing.shared_whole")
	o.register("6", estate.Row{Code: "1-1-106", Building: "1"})
	same(pool("2026-11", 100_00), "billing.exceptions") // nobody knows its area
	same(leaving, "billing.shared_whole")
	o.register("7", estate.Row{Code: "1-1-106", Building: "1", AreaCentiM2: 5000})
	_, code := o.run(pool("2026-11", 100_00))
	require.Empty(t, code)
	again := pool("2026-11", 100_00)
	again.RequestID = "again"
	same(again, "billing.already")
	o.register("8", estate.Row{Code: "1-1-107", Building: "1", AreaCentiM2: 5000}) // and so does a room that came later
	same(again, "billing.already")
	ended := sharing(tariff.Area)
	ended.Active = false
	approval := o.agreed(staff.SetPrices)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, approval, ended)
	}))
	same(pool("2026-12", 100_00), "billing.item_ended")
}

func TestASharedCostHasNoPrice(t *testing.T) {
	o := newQuarter(t)
	code := o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).AddItem(tx.Context(), o.Manager, staff.Approval{}, sharing(tariff.Area),
			billing.NewTariff{Name: "基本", FromOn: "2026-01-01", Rule: byArea("1")})
	})
	require.Equal(t, "billing.shared_rule", code)
	rule, dropped := billing.Splitting(byArea("1"), tariff.Area)
	require.True(t, dropped)
	require.Equal(t, tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area}}}, rule)
	require.NoError(t, billing.CheckSplitting(sharing(tariff.Area), rule))
	for _, wrong := range []tariff.Line{{Formula: "面积"}, {Measure: tariff.Household}, {Less: "5"}, {Most: "10"}} {
		kept, _ := billing.Splitting(split(wrong), tariff.Area)
		require.Equal(t, "billing.shared_rule", store.Code(billing.CheckSplitting(sharing(tariff.Area), kept)))
	}
}

// A share that was taken back is issued again as it was, beside those that stand: by the same total alone, and while everybody weighs
// what they did.
func TestAShareThatWasTakenBackIsIssuedAgain(t *testing.T) {
	o := newQuarter(t)
	shared := property()
	shared.Name, shared.ShareBy = "公共电费", tariff.Area
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).AddItem(tx.Context(), o.Manager, staff.Approval{}, shared, billing.NewTariff{Name: "分摊", FromOn: "2026-01-01",
			Scope: billing.Scope{Rooms: []string{"1-1-101", "1-1-102", "2-1-001"}}, Rule: tariff.Rule{Lines: []tariff.Line{{}}}})
	}))
	pool := func(id string, fen money.Fen) (billing.RunResult, string) {
		order := month("公共电费", "2026-11")
		order.RequestID = id
		return o.run(with(order, func(s *billing.ItemSource) { s.PoolFen = fen }))
	}
	_, code := pool("first", 1000_01)
	require.Empty(t, code)
	before := o.bills("公共电费")
	require.Len(t, before, 3)
	_, code = pool("whole", 1000_01)
	require.Equal(t, "billing.already", code)
	require.Empty(t, o.undo(o.Manager, before[1].ID, "wrong_amount"))
	_, code = pool("more", 1000_02)
	require.Equal(t, "billing.already", code)
	made, code := pool("again", 1000_01)
	require.Empty(t, code)
	require.Equal(t, 1, made.Count)
	require.Equal(t, 2, made.Already)
	after := o.bills("公共电费")
	require.Len(t, after, 3)
	require.Equal(t, before[1].AmountFen, after[2].AmountFen)
	require.Equal(t, before[1].Steps, after[2].Steps)
	require.Equal(t, 1, after[2].Revision)
	require.Empty(t, o.undo(o.Manager, after[2].ID, "wrong_amount"))
	o.register("5", estate.Row{Code: "1-1-102", Building: "1", Use: "住宅", AreaCentiM2: 10000})
	_, code = pool("other area", 1000_01)
	require.Equal(t, "billing.already", code, "the others would have paid for it")
	o.Verify()
}
