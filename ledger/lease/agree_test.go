package lease_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// randomLease is a lease of up to two and a half years with anything a contract may say.
func randomLease(r *rand.Rand) lease.Lease {
	from := calendar.Date("2023-01-01").AddDays(r.IntN(900))
	days := r.IntN(900)
	if r.IntN(4) == 0 {
		days = r.IntN(60)
	}
	to := from.AddDays(days)
	l := lease.Lease{Contract: lease.Contract{ID: "1", Number: "HT-1", Objects: []string{"a"}, FromOn: from, ToOn: to,
		Items: lease.Items{Rent: "租金", Deposit: "押金", Share: "提成"}, FromFirst: r.IntN(2) == 0, Advance: r.IntN(2) == 0, DueDays: r.IntN(30),
		Cycle:     pick(r, tariff.EveryMonth, tariff.EveryQuarter, tariff.EveryHalfYear, tariff.EveryYear),
		Proration: pick(r, "", tariff.ByDays, tariff.ByDays, tariff.ByThirty, tariff.By360, tariff.ByWhole),
		Rounding:  tariff.Rounding{To: pick(r, "", "fen", "jiao", "yuan"), Mode: pick(r, "", "half_up", "half_even", "up", "down")}}}
	l.Terms = randomTerms(r, from, to, l.Advance)
	for at := from.AddDays(1 + r.IntN(500)); at <= to && r.IntN(2) == 0; at = at.AddDays(1 + r.IntN(300)) {
		l.Amendments = append(l.Amendments, lease.Amendment{FromOn: at, Terms: randomTerms(r, at, to, l.Advance)})
	}
	if r.IntN(4) == 0 && days > 0 {
		l.EndedOn = from.AddDays(r.IntN(days+1) - 1)
	}
	return l
}

func randomTerms(r *rand.Rand, from, to calendar.Date, advance bool) lease.Terms {
	t := lease.Terms{Rent: lease.Rent{Price: tariff.Value(fmt.Sprintf("%d.%02d", r.IntN(20000), r.IntN(100)))}}
	if r.IntN(2) == 0 {
		t.Rent = lease.Rent{Price: tariff.Value(fmt.Sprintf("%d.%04d", r.IntN(30), r.IntN(10000))), AreaCentiM2: 1 + r.Int64N(50000)}
	}
	t.Rent.Per = pick(r, "", tariff.Month, tariff.Day)
	at := from
	for range r.IntN(4) {
		at = at.AddDays(1 + r.IntN(250))
		step := lease.Step{FromOn: at, Percent: pick(r, tariff.Value("5"), "3.25", "-10", "8")}
		if r.IntN(3) == 0 {
			step = lease.Step{FromOn: at, Price: t.Rent.Price + "5"}
		}
		t.Steps = append(t.Steps, step)
	}
	if r.IntN(3) == 0 && len(t.Steps) == 0 {
		t.EveryMonths, t.EveryPercent = 1+r.IntN(14), pick(r, tariff.Value("5"), "2.5", "-1")
	}
	at = from
	for range r.IntN(3) {
		at = at.AddDays(r.IntN(200))
		free := tariff.Span{From: at, To: at.AddDays(r.IntN(120))}
		if free.From > to {
			break
		}
		t.Free = append(t.Free, free)
		at = free.To.AddDays(1)
	}
	for range r.IntN(3) {
		d := lease.Discount{Name: "长租优惠", FromOn: from.AddDays(r.IntN(400)), Percent: pick(r, tariff.Value("95"), "88.5", "0")}
		if r.IntN(2) == 0 {
			d.ToOn = d.FromOn.AddDays(r.IntN(200))
		}
		t.Discounts = append(t.Discounts, d)
	}
	if r.IntN(2) == 0 {
		t.Share = &lease.Share{Tiers: []lease.ShareTier{{Percent: "8"}}, Plus: r.IntN(2) == 0, FloorFirst: advance || r.IntN(2) == 0, DueDays: r.IntN(20)}
		if r.IntN(2) == 0 {
			t.Share.Tiers = []lease.ShareTier{{UpTo: "30000", Percent: "12.5"}, {UpTo: "80000.50", Percent: "9"}, {Percent: "6"}}
		}
	}
	return t
}

// The oracle agrees on every amount, exact sum, day and waiting of 20,000 random leases.
func TestTheOracleAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 11))
	charges := 0
	for n := range 20_000 {
		l := randomLease(r)
		told := make(map[calendar.Date]money.Fen)
		var turnovers []lease.Turnover
		periods := oraclePeriods(walk(l))
		for _, p := range periods {
			if r.IntN(4) > 0 {
				one := lease.Turnover{FromOn: calendar.Date(p[0].on.Format("2006-01-02")), Fen: money.Fen(r.Int64N(50_000_000))}
				turnovers = append(turnovers, one)
				told[one.FromOn] = one.Fen
			}
		}
		made, err := lease.Schedule(l, turnovers, l.FromOn, l.ToOn)
		require.NoError(t, err, "lease %d: %s", n, written(l))
		for _, p := range periods {
			rest, ok := agree(t, l, p, told, made)
			require.True(t, ok, "lease %d, period from %s: %s", n, p[0].on.Format("2006-01-02"), written(l))
			made = rest
			charges++
		}
		require.Empty(t, made, "lease %d: %s", n, written(l))
	}
	require.Greater(t, charges, 90_000, "periods judged")
}

func written(l lease.Lease) string {
	text, err := json.Marshal(l)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func same(t *testing.T, c lease.Charge, exact *big.Rat, fen money.Fen) bool {
	got := rat(c.Exact.String())
	if got.Cmp(exact) != 0 || c.AmountFen != fen {
		t.Errorf("%s %s: exact %s and %d fen, the oracle says %s and %d", c.Item, c.Span.From, got.FloatString(6), c.AmountFen, exact.FloatString(6), fen)
		return false
	}
	return true
}

// agree holds the charges of one period against the oracle and returns those behind it.
func agree(t *testing.T, l lease.Lease, period []oracleDay, told map[calendar.Date]money.Fen, made []lease.Charge) ([]lease.Charge, bool) {
	if len(made) == 0 {
		return nil, false
	}
	from, to := period[0].on.Format("2006-01-02"), period[len(period)-1].on.Format("2006-01-02")
	rent := made[0]
	exact, charged := oracleRent(l, period)
	rentFen := oracleFen(exact, l.Rounding)
	if rent.Share || string(rent.Span.From) != from || string(rent.Span.To) != to || !same(t, rent, exact, rentFen) || len(rent.Steps) == 0 {
		return nil, false
	}
	terms := l.Terms
	for _, a := range l.Amendments {
		if string(a.FromOn) <= to {
			terms = a.Terms
		}
	}
	s := terms.Share
	if s == nil || !charged {
		return made[1:], !rent.Unreported
	}
	if len(made) < 2 || !made[1].Share || made[1].Span != rent.Span {
		return nil, false
	}
	fen, reported := told[rent.Span.From]
	if !reported {
		return made[2:], made[1].Unreported && made[1].FloorFen == rentFen && rent.Unreported == (!s.Plus && !s.FloorFirst)
	}
	want := oracleShare(l, s, period, fen)
	wantFen := oracleFen(want, l.Rounding)
	if !s.Plus {
		floor := big.NewRat(int64(rentFen), 100)
		if want.Cmp(floor) <= 0 {
			want, wantFen = new(big.Rat), 0
		} else {
			want, wantFen = new(big.Rat).Sub(want, floor), wantFen-rentFen
		}
	}
	return made[2:], !made[1].Unreported && !rent.Unreported && same(t, made[1], want, wantFen)
}

func exactSum(t *testing.T, l lease.Lease, from, to calendar.Date) *big.Rat {
	charges, err := lease.Schedule(l, nil, from, to)
	require.NoError(t, err)
	sum := new(big.Rat)
	for _, c := range charges {
		if !c.Share {
			sum.Add(sum, rat(c.Exact.String()))
		}
	}
	return sum
}

// Whatever the cycle, the periods of a lease by exact days or by 30/360 add up to the same rent; only where months begin must stay.
func TestPeriodsAddUpToTheLease(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		l := randomLease(r)
		l.Proration, l.EndedOn = pick(r, tariff.ByDays, tariff.By360), ""
		whole := l
		whole.Cycle = tariff.EveryYear
		months := l
		months.Cycle = tariff.EveryMonth
		want := exactSum(t, whole, l.FromOn, l.ToOn)
		require.Zero(t, want.Cmp(exactSum(t, months, l.FromOn, l.ToOn)), written(l))

		// Ending early costs what staying for nothing does.
		if l.FromOn == l.ToOn || len(l.Amendments) > 0 {
			continue
		}
		split := l.FromOn.AddDays(r.IntN(l.ToOn.DaysSince(l.FromOn)))
		early := l
		early.EndedOn = split
		cut := l
		cut.Amendments = []lease.Amendment{{FromOn: split.AddDays(1), Terms: lease.Terms{Rent: lease.Rent{Price: "0"}}}}
		require.Zero(t, exactSum(t, early, l.FromOn, l.ToOn).Cmp(exactSum(t, cut, l.FromOn, l.ToOn)), written(l))
	}
}

// Steps to the price that holds already cut a period and change nothing of it, by any convention.
func TestThePiecesOfAPeriodAddUpToIt(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 30))
	for range 2000 {
		l := randomLease(r)
		l.Amendments, l.EndedOn = nil, ""
		l.Terms = lease.Terms{Rent: lease.Rent{Price: "3100"}}
		whole, err := lease.Schedule(l, nil, l.FromOn, l.ToOn)
		require.NoError(t, err)
		for at := l.FromOn.AddDays(1 + r.IntN(40)); at <= l.ToOn; at = at.AddDays(1 + r.IntN(100)) {
			l.Terms.Steps = append(l.Terms.Steps, lease.Step{FromOn: at, Price: "3100"})
		}
		cut, err := lease.Schedule(l, nil, l.FromOn, l.ToOn)
		require.NoError(t, err)
		for i := range whole {
			require.Zero(t, rat(whole[i].Exact.String()).Cmp(rat(cut[i].Exact.String())), written(l))
			require.Equal(t, whole[i].AmountFen, cut[i].AmountFen, written(l))
		}
	}
}

// An amendment changes no period that ends before its day, and an early end none that ended before it.
func TestWhatWasBeforeAChangeStays(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	for range 2000 {
		l := randomLease(r)
		l.Amendments, l.EndedOn = nil, ""
		days := l.ToOn.DaysSince(l.FromOn)
		if days < 2 {
			continue
		}
		on := l.FromOn.AddDays(1 + r.IntN(days-1))
		before, err := lease.Schedule(l, nil, l.FromOn, l.ToOn)
		require.NoError(t, err)
		amended := l
		amended.Amendments = []lease.Amendment{{FromOn: on, Terms: randomTerms(r, on, l.ToOn, l.Advance)}}
		ended := l
		ended.EndedOn = on
		for _, changed := range []lease.Lease{amended, ended} {
			after, err := lease.Schedule(changed, nil, l.FromOn, l.ToOn)
			require.NoError(t, err, written(changed))
			past := func(charges []lease.Charge) []lease.Charge {
				return slices.DeleteFunc(slices.Clone(charges), func(c lease.Charge) bool { return c.Span.To >= on })
			}
			require.Equal(t, past(before), past(after), written(changed))
		}
	}
}
