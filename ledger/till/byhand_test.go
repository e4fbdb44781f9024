package till_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// byHand settles a payment like a cashier with a tray of coins: fen by fen and 角 by 角, in Settle's place. At most one tender
// of each of prepayment, card and cash is offered; nil is a way that is not offered.
func byHand(asked till.Asked, credit, slip, notes *money.Fen) (s till.Settlement, code string) {
	owed := asked.BillsFen + asked.PrepayFen
	s.DueFen = owed
	if credit != nil {
		for s.CreditFen != *credit && (*credit != till.Exact || s.CreditFen < min(asked.CreditFen, asked.BillsFen) && asked.PrepayFen == 0) {
			s.CreditFen++
			owed--
		}
	}
	onTable := money.Fen(0)
	if notes != nil && *notes != till.Exact {
		onTable = *notes
	}
	if slip != nil && *slip != till.Exact {
		owed -= *slip
	}
	charged := money.Fen(0)
	if slip != nil && *slip == till.Exact {
		for owed > 0 && owed > jiao(onTable) {
			charged++
			owed--
		}
	}
	slipOver := max(0, -owed)
	if slipOver > 0 && !asked.KeepChange {
		code = "till.change"
	}
	s.RestFen = max(0, owed)
	if coins := jiao(owed); notes != nil && *notes != 0 && !asked.KeepChange && asked.PrepayFen == 0 && coins > 0 && owed-coins <= asked.RoundingMaxFen {
		s.RoundingFen, s.RestFen = owed-coins, coins
	}
	if notes != nil && *notes == till.Exact {
		onTable = s.RestFen
	}
	taken := money.Fen(0)
	for taken < onTable && taken < s.RestFen {
		taken++
	}
	over := onTable - taken
	switch s.MissingFen = s.RestFen - taken; {
	case asked.KeepChange:
		s.KeptFen, taken = over+slipOver, taken+over
	case taken == 0 && s.RestFen == 0:
		s.UnneededFen = over
	default:
		s.ChangeFen = over
	}
	if code == "" && s.MissingFen == 0 && (jiao(taken) != taken || jiao(onTable-s.UnneededFen) != onTable-s.UnneededFen) {
		code = "till.cash_jiao"
	}
	if s.CreditFen > 0 && (s.CreditFen > asked.CreditFen || s.CreditFen > asked.BillsFen || asked.PrepayFen > 0) {
		code = "till.credit_short"
	}
	if s.TenderedFen = onTable - s.UnneededFen; charged > 0 {
		s.RestFen, s.TenderedFen = charged, charged
	}
	return s, code
}

// jiao counts out the 角 in a sum: 0 for a sum below nothing.
func jiao(fen money.Fen) (coins money.Fen) {
	for coins+10 <= fen {
		coins += 10
	}
	return coins
}

// offer draws a sum of one way to pay, Exact among them, or that it is not offered.
func offer(t *rapid.T, what string, usual money.Fen, exact bool) *money.Fen {
	ways := []string{"not", "some", "usual", "over"}
	if exact {
		ways = append(ways, "exact")
	}
	fen := money.Fen(0)
	switch rapid.SampledFrom(ways).Draw(t, what) {
	case "not":
		return nil
	case "some":
		fen = drawFen(t, what+" fen", 0, 40_00)
	case "usual":
		fen = usual
	case "over":
		fen = jiao(usual) + 10*drawFen(t, what+" jiao over", 0, 100)
	case "exact":
		fen = till.Exact
	}
	return &fen
}

// counted is a payment that is drawn, what is offered for it, and what the cashier with the coins makes of it.
type counted struct {
	asked   till.Asked
	offered []till.Tender
	want    till.Settlement
	code    string
}

func drawPayment(t *rapid.T, credit, roundingMax money.Fen) (c counted) {
	c.asked = till.Asked{BillsFen: drawFen(t, "bills", 0, 30_00), KeepChange: rapid.IntRange(0, 3).Draw(t, "keep") == 3, CreditFen: credit,
		RoundingMaxFen: roundingMax}
	if rapid.IntRange(0, 4).Draw(t, "puts by") == 4 {
		c.asked.PrepayFen = drawFen(t, "put by", 0, 20_00)
	}
	due := c.asked.BillsFen + c.asked.PrepayFen
	spent := offer(t, "credit", max(0, min(credit, c.asked.BillsFen)), true)
	slip := offer(t, "card", due/2, true)
	notes := offer(t, "cash", due, slip == nil || *slip != till.Exact)
	if notes != nil {
		c.offered = append(c.offered, cash(*notes))
	}
	if slip != nil {
		c.offered = append(c.offered, card(*slip))
	}
	if spent != nil {
		c.offered = append(c.offered, prepaid(*spent))
	}
	c.want, c.code = byHand(c.asked, spent, slip, notes)
	return c
}

func TestSettleAgreesWithACashierWhoCountsCoins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawPayment(t, drawFen(t, "balance", -1_00, 40_00), drawFen(t, "rounds at most", 0, 12))
		s, err := till.Settle(c.asked, c.offered)
		require.Equal(t, c.code, store.Code(err))
		tenders := s.Tenders
		s.Tenders = nil
		require.Equal(t, c.want, s)
		if err != nil {
			return
		}
		paid := money.Fen(0)
		for _, tender := range tenders {
			require.Positive(t, tender.Fen)
			paid += tender.Fen
		}
		require.Equal(t, s.DueFen+s.KeptFen-s.MissingFen, paid-s.ChangeFen, "what is given less the change is what is paid and kept")
		for _, fen := range []money.Fen{s.CreditFen, s.RoundingFen, s.RestFen, s.TenderedFen, s.ChangeFen, s.KeptFen, s.MissingFen, s.UnneededFen} {
			require.GreaterOrEqual(t, fen, money.Fen(0))
		}
		require.Less(t, s.RoundingFen, money.Fen(10), "less than a jiao, and in the owner's favour")
		require.LessOrEqual(t, s.CreditFen, max(0, min(c.asked.CreditFen, c.asked.BillsFen)))
		if s.MissingFen > 0 {
			return
		}
		again, err := till.Settle(c.asked, slices.DeleteFunc(slices.Clone(tenders), func(t till.Tender) bool { return t.Kind == till.Rounding }))
		require.NoError(t, err)
		require.Equal(t, tenders, again.Tenders, "what it proposes, it proposes again")
		require.Equal(t, []money.Fen{s.ChangeFen, s.KeptFen, 0, 0}, []money.Fen{again.ChangeFen, again.KeptFen, again.MissingFen, again.UnneededFen})
	})
}

// The till takes exactly what Settle proposes where nothing is missing, and refuses where it would not: one household with a
// very large bill pays a part of it again and again.
func TestTheTillTakesWhatSettleProposes(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	_, err := d.Book.TakeRegister(d.Ctx, d.Manager, ledger.Register{FileHash: "8899aabbccddeeff",
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 1_000_000_00}}}, false)
	require.NoError(t, err)
	d.bill, _ = d.household()
	rapid.Check(t, func(t *rapid.T) {
		_, credit := d.household()
		c := drawPayment(t, credit, 9)
		s, err := till.Settle(c.asked, c.offered)
		pay := func(tenders []till.Tender) (till.Payment, string) {
			return d.pay(func(o *till.Order) {
				o.Bills, o.PrepayFen, o.KeepChange, o.Tenders = nil, c.asked.PrepayFen, c.asked.KeepChange, numbered(tenders, d.made)
				if c.asked.BillsFen > 0 {
					o.Bills = []till.BillPart{{Bill: d.bill, Fen: c.asked.BillsFen}}
				}
			})
		}
		refusal := store.Code(err)
		switch {
		case len(s.Tenders) == 0 || s.DueFen == 0 && !c.asked.KeepChange:
			refusal = "till.nothing"
		case err == nil && s.MissingFen > 0:
			refusal = "till.not_enough"
		case err == nil && s.UnneededFen > 0:
			_, code := pay(append(slices.Clone(s.Tenders), cash(s.UnneededFen)))
			require.Equal(t, "till.cash_unneeded", code)
		}
		paid, code := pay(s.Tenders)
		require.Equal(t, refusal, code)
		if code != "" {
			return
		}
		require.Equal(t, numbered(s.Tenders, d.made), paid.Tenders)
		require.Equal(t, []money.Fen{s.ChangeFen, s.DueFen + s.KeptFen, credit - s.CreditFen + c.asked.PrepayFen + s.KeptFen},
			[]money.Fen{paid.ChangeFen, paid.TotalFen, paid.CreditAfterFen})
	})
	d.Verify()
}

// numbered returns every slip a number of its own: one that came before would be refused.
func numbered(tenders []till.Tender, slip int) []till.Tender {
	all := slices.Clone(tenders)
	for i := range all {
		if all[i].Reference != "" {
			all[i].Reference = "S" + strconv.Itoa(slip)
		}
	}
	return all
}

// household returns the oldest open bill of the desk's household and its prepayment in fen.
func (d *desk) household() (bill string, creditFen money.Fen) {
	require.NoError(d, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		open, err := billing.OpenOf(tx, d.room)
		if err != nil {
			return err
		}
		bill = open[0].ID
		creditFen, err = till.Credit(tx, d.room)
		return err
	}))
	return bill, creditFen
}
