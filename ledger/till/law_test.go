package till_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/law"
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

// A run of the office may reach further than a household may pay: its bill is not taken before its time, and is taken once that has come.
// A bill that was made to be paid ahead was held against the rules when it was made.
func TestABillOfTheOfficeIsNotPaidFurtherAheadThanTheRulesAllow(t *testing.T) {
	p := monthly(t, "杭州", law.Must)
	var bills []string
	require.Empty(t, p.Write(func(tx *store.Tx) (err error) {
		request, err := journal.NewRequest("far", "far")
		if err != nil {
			return err
		}
		bill := func(from, to calendar.Date, ahead bool) billing.NewBill {
			return billing.NewBill{Item: "物业服务费", Object: p.room, Kind: billing.Income, FromOn: from, ToOn: to, DueOn: from, AmountFen: 100_07, Ahead: ahead}
		}
		bills, err = p.Book.Billing.Issue(tx, request, p.Manager.ID(), staff.Consent{},
			[]billing.NewBill{bill("2027-11-01", "2027-11-30", false), bill("2027-12-01", "2027-12-31", false), bill("2028-01-01", "2028-01-31", true)})
		return err
	}))
	_, code := p.spends(whole(bills[1:2]), till.Tender{Kind: till.Card, Fen: 100_07, Reference: "S1"})
	require.Equal(t, law.CodeMust, code)
	_, code = p.spends(whole(bills[:1]), till.Tender{Kind: till.Card, Fen: 100_07, Reference: "S2"})
	require.Empty(t, code)
	_, code = p.spends(whole(bills[2:]), till.Tender{Kind: till.Card, Fen: 100_07, Reference: "S3"})
	require.Empty(t, code)
}
