package till_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/law"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// No discount leaves cash out (公告〔2025〕29): what an offer gives is the same however it is paid, and nothing that sets an offer or a
// price knows of a way of paying. It is the test of the row national-cash.
func TestAnOfferGivesTheSameHoweverItIsPaid(t *testing.T) {
	for _, way := range [][]till.Tender{
		{{Kind: till.Cash, Fen: 1100_70}, {Kind: till.Rounding, Fen: 7}},
		{{Kind: till.Card, Fen: 1100_77, Reference: "S1"}},
		{{Kind: till.Transfer, Fen: 1100_77, Reference: "T1"}},
		{{Kind: till.Cheque, Fen: 1100_77, Reference: "C1"}},
	} {
		p, bills := newYear(t)
		payment, code := p.spends(whole(bills), append([]till.Tender{gift(bills[11])}, way...)...)
		require.Empty(t, code, way[0].Kind)
		require.Equal(t, money.Fen(100_07), payment.Sums().OfferFen, way[0].Kind)
	}
}

// monthly lets every home pay 100 yuan a month ahead of it, under rules of a place that the manager chose; binding is what they are.
func monthly(t *testing.T, place string, binding law.Binding) *purses {
	t.Helper()
	p := newPurses(t)
	rule := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Household, Price: "100"}}}
	require.NoError(t, p.Book.Billing.AddItem(p.Ctx, p.Manager, staff.Approval{}, billing.Item{Name: "物业服务费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Advance: true, Active: true},
		billing.NewTariff{Name: "标准", FromOn: "2026-01-01", Rule: rule}))
	table, err := os.ReadFile("../../assets/rules/rules.json")
	require.NoError(t, err)
	pack, err := law.PackOf(table, place)
	require.NoError(t, err)
	text, err := pack.Text()
	require.NoError(t, err)
	if binding == law.Should {
		text = strings.ReplaceAll(text, `"binding":"must"`, `"binding":"should"`)
	}
	require.NoError(t, p.Book.SetPolicy(p.Ctx, p.Manager, staff.Approval{}, estate.PolicyRulePack, text))
	return p
}

// putsBy is a sum put by, with whoever agrees.
func (p *purses) putsBy(id string, purpose billing.Purpose, fen money.Fen, approval staff.Approval) (till.Payment, error) {
	return p.Book.Till.Receive(p.Ctx, p.Cashier, till.Order{RequestID: id, Room: p.room, PrepayFen: fen, PrepayPurpose: purpose,
		Tenders: []till.Tender{{Kind: till.Card, Fen: fen, Reference: id}}, Approval: approval})
}

// A sum is held against the months that it pays: 13 bills of 100 yuan to the end of the twelfth month ahead, and a fen more pays beyond.
// What is put by is added to what is there, and what is kept for water is no fee.
func TestASumThatIsPutByPaysNoFurtherAheadThanTheRulesAllow(t *testing.T) {
	p := monthly(t, "杭州", law.Must)
	_, err := p.putsBy("a", billing.AnyPurpose, 1300_01, staff.Approval{})
	require.Equal(t, law.CodeMust, store.Code(err))
	_, err = p.putsBy("b", billing.AnyPurpose, 1000_00, staff.Approval{})
	require.NoError(t, err)
	_, err = p.putsBy("c", billing.PropertyFee, 300_01, staff.Approval{})
	require.Equal(t, law.CodeMust, store.Code(err))
	_, err = p.putsBy("d", billing.Utilities, 9000_00, staff.Approval{})
	require.NoError(t, err)
	_, err = p.putsBy("e", billing.PropertyFee, 300_00, staff.Approval{})
	require.NoError(t, err)
	p.Verify()
}

// What only should be kept is passed by a second person who was asked for exactly that; the event has both and the rule. Asked again the
// same request is the same payment.
func TestASecondPersonPassesARuleThatShouldBeKept(t *testing.T) {
	p := monthly(t, "杭州", law.Should)
	_, err := p.putsBy("a", billing.AnyPurpose, 2000_00, staff.Approval{})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	var said *law.Error
	require.ErrorAs(t, err, &said)
	require.Equal(t, []string{"hangzhou-55-months"}, said.Findings.Passed())
	deed, found := staff.Wanted(err)
	require.True(t, found, "it can be asked for")
	require.Equal(t, staff.PassLaw, deed.Action)
	payment, err := p.putsBy("a", billing.AnyPurpose, 2000_00, p.Approve(p.Cashier, staff.PassLaw))
	require.NoError(t, err)
	require.NotEmpty(t, payment.Approver)
	again, err := p.putsBy("a", billing.AnyPurpose, 2000_00, staff.Approval{})
	require.NoError(t, err)
	require.Equal(t, payment.Number, again.Number)
	require.NoError(t, p.Book.Store.Read(p.Ctx, func(tx *store.Tx) error {
		var body string
		_, err := tx.Get("SELECT CAST(body AS TEXT) FROM events WHERE kind = 'payment.received'", nil, &body)
		require.Contains(t, body, `"law":["hangzhou-55-months"]`)
		return err
	}))
	p.Verify()
}

// issues makes bills of 100.07 for periods, ahead or as the office does, without asking any rule.
func (p *purses) issues(ahead bool, periods ...[2]calendar.Date) (bills []string) {
	p.T.Helper()
	var lines []billing.NewBill
	for _, period := range periods {
		lines = append(lines, billing.NewBill{Item: "物业服务费", Object: p.room, Kind: billing.Income, FromOn: period[0], ToOn: period[1], DueOn: period[0], AmountFen: 100_07, Ahead: ahead})
	}
	require.Empty(p.T, p.Write(func(tx *store.Tx) (err error) {
		p.made++
		request, err := journal.NewRequest(fmt.Sprint("far", p.made), "far")
		if err != nil {
			return err
		}
		bills, err = p.Book.Billing.Issue(tx, request, p.Manager.ID(), staff.Consent{}, lines)
		return err
	}))
	return bills
}

// A run of the office may reach further than a household may pay: its bill is not taken before its time, and is taken once that has come.
// A bill that was made to be paid ahead before the book chose its rules is held to them too, where all of its period lies beyond them.
func TestABillIsNotPaidFurtherAheadThanTheRulesAllow(t *testing.T) {
	p := monthly(t, "杭州", law.Must)
	office := p.issues(false, [2]calendar.Date{"2027-11-01", "2027-11-30"}, [2]calendar.Date{"2027-12-01", "2027-12-31"})
	ahead := p.issues(true, [2]calendar.Date{"2027-10-01", "2027-10-31"}, [2]calendar.Date{"2027-11-30", "2027-12-09"}, [2]calendar.Date{"2028-01-01", "2028-01-31"})
	for bill, want := range map[string]string{office[0]: "", office[1]: law.CodeMust, ahead[0]: "", ahead[1]: "", ahead[2]: law.CodeMust} {
		_, code := p.spends(whole([]string{bill}), till.Tender{Kind: till.Card, Fen: 100_07, Reference: bill})
		require.Equal(t, want, code)
	}
	p.Verify()
}

// Whoever passed a rule for bills ahead when they were made is not asked again when they are paid; bills of before the rules are asked for.
func TestARuleThatWasPassedForABillAheadIsNotAskedForTwice(t *testing.T) {
	p := monthly(t, "杭州", law.Should)
	before := p.issues(true, [2]calendar.Date{"2028-01-01", "2028-01-31"})
	_, code := p.spends(whole(before), till.Tender{Kind: till.Card, Fen: 100_07, Reference: "S1"})
	require.Equal(t, staff.CodeNeedsApproval, code)
	order := billing.Ahead("far", "1-1-101", []string{"物业服务费"}, "2028-02-29")
	order.Approval = p.Approve(p.Cashier, staff.PassLaw)
	_, err := p.Book.Billing.Run(p.Ctx, p.Cashier, order)
	require.NoError(t, err)
	var last billing.Bill
	p.Read(func(tx *store.Tx) error {
		bills, err := billing.OpenOf(tx, p.room)
		last = bills[len(bills)-1]
		return err
	})
	require.Equal(t, calendar.Date("2028-02-29"), last.ToOn)
	_, code = p.spends([]till.BillPart{{Bill: last.ID, Fen: last.OwedFen()}}, till.Tender{Kind: till.Card, Fen: last.OwedFen(), Reference: "S2"})
	require.Empty(t, code)
	p.Verify()
}

// What the rules do not let anybody pay yet is left by a prepayment that pays by itself, and told; the rest is paid.
func TestAPrepaymentThatPaysByItselfLeavesWhatTheLawHolds(t *testing.T) {
	p := monthly(t, "杭州", law.Must)
	p.puts(p.room, billing.AnyPurpose, 250_00)
	bills := p.issues(false, [2]calendar.Date{"2026-11-01", "2026-11-30"}, [2]calendar.Date{"2027-12-01", "2027-12-31"})
	payment, err := p.Book.Till.DeductPrepaid(p.Ctx, p.Cashier, "auto", p.room)
	require.NoError(t, err)
	require.Len(t, payment.Allocations, 1)
	require.Equal(t, bills[0], payment.Allocations[0].Bill)
	p.Read(func(tx *store.Tx) error {
		_, left, err := till.Deductible(tx, p.room, "2026-11-21")
		require.Equal(t, till.CodeNothing, store.Code(err))
		require.Len(t, left, 1)
		require.Equal(t, bills[1], left[0].Bill.ID)
		require.Equal(t, "hangzhou-55-months", left[0].Law[0].Rule.ID)
		return nil
	})
	p.Verify()
}

// Money that is moved to the property fee, from another purpose or another household, is put by for it: the rules hold it as they hold cash.
func TestMoneyThatIsMovedIsHeldAsMoneyThatIsPutBy(t *testing.T) {
	p := monthly(t, "杭州", law.Must)
	p.puts(p.room, billing.Utilities, 9000_00)
	require.Equal(t, law.CodeMust, p.moves(billing.Utilities, p.room, billing.PropertyFee, 1300_01))
	require.Equal(t, law.CodeMust, p.moves(billing.Utilities, p.room, billing.AnyPurpose, 1300_01))
	require.Equal(t, law.CodeMust, p.moves(billing.Utilities, p.next, billing.PropertyFee, 1300_01))
	require.Empty(t, p.moves(billing.Utilities, p.next, billing.Utilities, 5000_00), "what stays for water")
	require.Empty(t, p.moves(billing.Utilities, p.room, billing.AnyPurpose, 1300_00))
	require.Empty(t, p.moves(billing.AnyPurpose, p.room, billing.PropertyFee, 1300_00), "it pays no further than before")
	require.Equal(t, law.CodeMust, p.moves(billing.Utilities, p.room, billing.PropertyFee, 1))
	require.Empty(t, p.moves(billing.PropertyFee, p.room, billing.Utilities, 1300_00), "out of it as far as anybody likes")
	p.Verify()

	q := monthly(t, "杭州", law.Should)
	q.puts(q.room, billing.Utilities, 9000_00)
	require.Equal(t, staff.CodeNeedsApproval, q.moves(billing.Utilities, q.room, billing.PropertyFee, 2000_00))
	both, err := q.Book.Staff.Approve(q.Ctx, q.Cashier, "100", ledgertest.ManagerPIN, staff.MovePrepaid, staff.PassLaw)
	require.NoError(t, err)
	_, err = q.Book.Till.MovePrepaid(q.Ctx, q.Cashier, both, till.PrepaidMove{RequestID: "two", Room: q.room, Purpose: billing.Utilities,
		To: q.room, ToPurpose: billing.PropertyFee, Fen: 2000_00, Reason: till.Reason{Code: "other_purpose"}})
	require.NoError(t, err)
	q.Verify()
}

// What an item is decides whether it is a property fee, and not what its prepayment is called or whose money it is.
func TestAPropertyFeeIsOneWhateverItsPurposeSays(t *testing.T) {
	p := monthly(t, "杭州", law.Must)
	for name, c := range map[string]struct {
		change func(*billing.Item)
		line   tariff.Line
		held   bool
	}{
		"物业服务费二": {func(i *billing.Item) { i.Purpose = billing.Utilities }, tariff.Line{Measure: tariff.Area, Price: "2"}, true},
		"小区管理费":  {func(i *billing.Item) { i.Purpose = billing.Parking }, tariff.Line{Measure: tariff.Household, Price: "100"}, true},
		"代收管理费":  {func(i *billing.Item) { i.Kind = billing.Agency }, tariff.Line{Measure: tariff.Household, Price: "100"}, true},
		"水电服务费":  {func(i *billing.Item) { i.Purpose = billing.Utilities }, tariff.Line{Measure: tariff.Fixed, Price: "100"}, true},
		"暖气费":    {func(i *billing.Item) { i.Kind, i.Purpose = billing.Agency, billing.Utilities }, tariff.Line{Measure: tariff.Area, Price: "20"}, false},
		"停车物业费":  {func(i *billing.Item) { i.Purpose = billing.Parking }, tariff.Line{Measure: tariff.Area, Price: "2"}, true},
		"停车费三":   {func(i *billing.Item) { i.Purpose = billing.Parking }, tariff.Line{Measure: tariff.Fixed, Price: "300"}, false},
		"车位服务费":  {func(i *billing.Item) { i.HangsOn, i.Purpose = estate.Space, billing.Parking }, tariff.Line{Measure: tariff.Household, Price: "50"}, false},
	} {
		item := billing.Item{Name: name, Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Advance: true, Active: true}
		c.change(&item)
		require.NoError(t, p.Book.Billing.AddItem(p.Ctx, p.Manager, staff.Approval{}, item, billing.NewTariff{Name: "标准", FromOn: "2026-01-01", Rule: tariff.Rule{Lines: []tariff.Line{c.line}}}), name)
		p.Read(func(tx *store.Tx) error {
			isFee, err := billing.IsPrepaidFee(tx, name, item.Kind)
			require.Equal(t, c.held, isFee, name)
			return err
		})
	}
	// What is put by for a purpose that such an item was given pays it too.
	_, err := p.putsBy("w", billing.Utilities, 90000_00, staff.Approval{})
	require.Equal(t, law.CodeMust, store.Code(err))
	_, err = p.Book.Billing.Run(p.Ctx, p.Cashier, billing.Ahead("far", "1-1-101", []string{"小区管理费"}, "2028-02-29"))
	require.Equal(t, law.CodeMust, store.Code(err))
	_, err = p.Book.Billing.Run(p.Ctx, p.Cashier, billing.Ahead("cars", "1-1-101", []string{"停车费三"}, "2028-02-29"))
	require.NoError(t, err)
}
