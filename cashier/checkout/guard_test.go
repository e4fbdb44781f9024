package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/household"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// warnings returns the codes of the guards that ask about a draft, as the desk would. Each of them has its words: the question, and
// the name under which a report has it.
func warnings(t *testing.T, d *Draft) (codes []string) {
	t.Helper()
	q, err := d.Quote(9)
	require.NoError(t, err)
	for _, guard := range guardsOf(d, q) {
		codes = append(codes, guard.Code)
		hasWords(t, guard.Code)
	}
	return codes
}

func hasWords(t *testing.T, code string) {
	t.Helper()
	for _, key := range []string{"guard." + code, "guard.name." + code} {
		for _, language := range []string{assets.Chinese, assets.English} {
			require.NotEqual(t, key, assets.Text(language, key))
		}
	}
}

// zhangAtHome is zhang with the phones whole: a mobile, and a landline of eight digits after its area code.
func zhangAtHome() household.Household {
	h := zhang()
	h.People[0].SetPhones("13800006621", "0571-8765 4321", "13955550417")
	return h
}

func keeping(d *Draft) { d.KeepChange = true }

func puttingBy(fen money.Fen) func(*Draft) { return func(d *Draft) { d.PrepayFen = fen } }

func giving(fen money.Fen) func(*Draft) {
	return func(d *Draft) { d.Given = []till.Tender{{Kind: till.Card, Fen: fen, Reference: "1"}} }
}

// A sum that was typed is held against the household's own phones and room, and says which it looks like.
func TestItsOwnPhoneOrRoomTypedAsASumIsAskedAbout(t *testing.T) {
	whole, part := map[string]money.Fen{"a": 84047}, map[string]money.Fen{"b": 70000}
	for _, c := range []struct {
		name  string
		parts map[string]money.Fen
		given []func(*Draft)
		code  string
	}{
		{"the last four of a phone as cash", whole, []func(*Draft){typed("6621")}, "own_phone"},
		{"the last four with a nought before them", map[string]money.Fen{"c": 5586}, []func(*Draft){typed("0417")}, "own_phone"},
		{"the last three are any sum", whole, []func(*Draft){typed("1621")}, "change_large"},
		{"the last eight", whole, []func(*Draft){typed("00006621"), keeping}, "own_phone"},
		{"a landline without its area code", whole, []func(*Draft){typed("87654321")}, "own_phone"},
		{"the first five of a phone", whole, []func(*Draft){typed("13800")}, "own_phone"},
		{"the first four begin too many sums", whole, []func(*Draft){typed("1380"), keeping}, ""},
		{"nine digits are no part that one types", whole, []func(*Draft){typed("138000066"), keeping, func(d *Draft) { d.Rest, d.Reference = till.Card, "1" }}, ""},
		{"digits from the middle", whole, []func(*Draft){typed("8000"), keeping}, ""},
		{"the door number", whole, []func(*Draft){typed("1201")}, "own_room"},
		{"building, unit and door with zeros", whole, []func(*Draft){typed("3021201")}, "own_room"},
		{"with all zeros", whole, []func(*Draft){typed("03021201")}, "own_room"},
		{"another door", whole, []func(*Draft){typed("1202"), keeping}, ""},
		{"kept change does not make the cash right", whole, []func(*Draft){typed("6621"), keeping}, "own_phone"},
		{"a point was typed: no phone", whole, []func(*Draft){typed("66.21"), puttingBy(1)}, ""},
		{"the phone put by, paid by card to the fen", nil, []func(*Draft){puttingBy(6621_00), func(d *Draft) { d.Rest, d.Reference = till.Card, "1" }}, "own_phone"},
		{"any other sum put by", nil, []func(*Draft){puttingBy(6622_00)}, ""},
		{"a card for the phone's tail, beside money put by", part, []func(*Draft){puttingBy(9000_00), giving(6621_00)}, "own_phone"},
		{"a part of a bill", map[string]money.Fen{"b": 70000}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			codes := warnings(t, draftOf(zhangAtHome(), c.parts, c.given...))
			require.LessOrEqual(t, len(codes), 1, "one sentence: %v", codes)
			if c.code == "" {
				require.NotContains(t, codes, "own_phone")
				require.NotContains(t, codes, "own_room")
				return
			}
			require.Equal(t, []string{c.code}, codes)
		})
	}
}

// Where the bills ticked come to that very sum nobody is asked: neither for it to the fen, nor for the cash that one hands over.
func TestBillsThatComeToThePhoneAreNoMistake(t *testing.T) {
	bill := func(fen money.Fen, given ...func(*Draft)) *Draft {
		h := zhangAtHome()
		h.Lines = []household.Line{{Bill: billing.Bill{ID: "a", Item: "物业费", AmountFen: fen}}}
		return draftOf(h, map[string]money.Fen{"a": fen}, given...)
	}
	require.Empty(t, warnings(t, bill(6621_00)), "exactly, nothing typed")
	require.Empty(t, warnings(t, bill(6621_00, typed("6621"))), "exactly, typed")
	require.Empty(t, warnings(t, bill(6620_00, typed("6620"))))
	require.Empty(t, warnings(t, bill(6620_10, typed("6621"))), "a coin more than is due")
	require.Equal(t, []string{"own_phone"}, warnings(t, bill(6620_00, typed("6621"))), "a yuan that nobody needed to hand over")
	require.Equal(t, []string{"own_phone"}, warnings(t, bill(6000_00, typed("6621"))))

	notes := zhang()
	notes.People[0].SetPhones("13900002000")
	notes.Lines = []household.Line{{Bill: billing.Bill{ID: "a", AmountFen: 1900_30}}}
	require.Empty(t, warnings(t, draftOf(notes, map[string]money.Fen{"a": 1900_30}, typed("2000"))), "twenty notes for 1,900.30")
	notes.Lines[0].AmountFen = 1900_00
	require.Equal(t, []string{"own_phone"}, warnings(t, draftOf(notes, map[string]money.Fen{"a": 1900_00}, typed("2000"))), "nineteen would have done")
}

// The sentence has the sum, the name and the phone with its stars, and never the phone.
func TestTheSentenceHasThePhoneMasked(t *testing.T) {
	d := draftOf(zhangAtHome(), map[string]money.Fen{"a": 84047}, typed("6621"))
	q, err := d.Quote(9)
	require.NoError(t, err)
	require.Equal(t, []Guard{{"own_phone", []any{"￥6,621.00", "张建国", "138****6621"}}}, guardsOf(d, q))
	d.Typed = "1201"
	q, err = d.Quote(9)
	require.NoError(t, err)
	require.Equal(t, []Guard{{"own_room", []any{"￥1,201.00", "3-2-1201"}}}, guardsOf(d, q))
}

// Each of the other guards on both sides of its edge.
func TestEachGuardAtItsEdge(t *testing.T) {
	h := household.Household{Room: estate.Object{Code: "1-1-0602"}, UsualFen: 100_00, LateOn: "2026-11-21",
		Year: household.Usual{MiddleFen: 100_00, SpreadFen: 10_00}}
	paying := func(fen, part money.Fen, given ...func(*Draft)) *Draft {
		h.Lines = []household.Line{{Bill: billing.Bill{ID: "a", Item: "物业费", FromOn: "2026-11-01", AmountFen: fen}}}
		return draftOf(h, map[string]money.Fen{"a": part}, given...)
	}
	for _, c := range []struct {
		name  string
		draft *Draft
		codes []string
	}{
		{"a fen less than ten times the usual", paying(999_99, 999_99), nil},
		{"ten times the usual", paying(1000_00, 1000_00), []string{"ten_times_usual"}},
		{"a fen more than a tenth", paying(200_00, 10_01), []string{"far_from_usual"}},
		{"a tenth of the usual", paying(200_00, 10_00), []string{"tenth_of_usual"}},
		{"three spreads less", paying(200_00, 70_00), nil},
		{"a fen below three spreads", paying(200_00, 69_99), []string{"far_from_usual"}},
		{"three spreads more", paying(200_00, 130_00), nil},
		{"a fen beyond three spreads", paying(200_00, 130_01), []string{"far_from_usual"}},
		{"change of a note and small money put to it", paying(240_00, 240_00, typed("340.1")), []string{"change_large"}},
		{"change of less than a note", paying(240_10, 240_10, typed("340")), nil},
		{"a fen less than ten times what is due", paying(11_10, 11_10, typed("110.9")), nil},
		{"ten times what is due, and over a note", paying(11_10, 11_10, typed("111")), []string{"ten_times_due"}},
		{"a note, whatever is due", paying(10_00, 10_00, typed("100")), nil},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.codes, warnings(t, c.draft)) })
	}
	ahead := paying(100_00, 100_00)
	ahead.Household.Lines[0].FromOn = "2027-11-21"
	require.Empty(t, warnings(t, ahead), "a year ahead")
	ahead.Household.Lines[0].FromOn = "2027-11-22"
	require.Equal(t, []string{"far_ahead"}, warnings(t, ahead))
	ahead.Household.Lines[0].FromOn, ahead.Household.RecentPayment = "2026-11-01", "01-2026-000009"
	require.Equal(t, []string{"paid_just_now"}, warnings(t, ahead))
	hasWords(t, till.ReferenceUsed)
}
