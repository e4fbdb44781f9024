package billing_test

import (
	"context"
	"flag"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// errOnlyTried rolls back what a property tried, so that the next try finds the book as it was.
var errOnlyTried = store.Refuse("test.only_tried")

// street is a founded book whose manager tries things on it and rolls them back.
type street struct {
	Ctx       context.Context
	Book      *ledger.Book
	Manager   staff.Actor
	approvals []staff.Approval // each good once, in every try
	far       []staff.Approval // the same, for runs
	runs      int              // of this try
}

func newStreet(t *testing.T) *street {
	o := newQuarter(t)
	s := &street{Ctx: o.Ctx, Book: o.Book, Manager: o.Manager}
	for range 12 {
		s.approvals = append(s.approvals, o.agreed(staff.SetPrices))
		s.far = append(s.far, o.agreed(staff.IssueFar))
	}
	return s
}

// try runs work in a transaction that is rolled back, also when work fails, which rapid does by panicking.
func (s *street) try(t *rapid.T, work func(tx *store.Tx)) {
	s.runs = 0
	err := s.Book.Store.Write(s.Ctx, func(tx *store.Tx) error {
		done := false
		defer func() {
			if !done {
				_, _ = tx.Exec("ROLLBACK") // the failure is what counts
			}
		}()
		work(tx)
		done = true
		return errOnlyTried
	})
	require.ErrorIs(t, err, errOnlyTried)
}

// properties checks a property of a street so often, unless the command line says how often.
func properties(t *testing.T, checks int, property func(t *rapid.T, s *street)) {
	s := newStreet(t)
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if testing.Short() {
			checks /= 5
		}
		before := flag.Lookup("rapid.checks").Value.String()
		require.NoError(t, flag.Set("rapid.checks", fmt.Sprint(checks)))
		t.Cleanup(func() { require.NoError(t, flag.Set("rapid.checks", before)) })
	}
	rapid.Check(t, func(t *rapid.T) { property(t, s) })
}

var streetRooms = []string{"1-1-101", "1-1-102", "2-1-001"}

func drawItem(t *rapid.T) billing.Item {
	item := property()
	item.Cycle = rapid.SampledFrom([]tariff.Cycle{tariff.EveryMonth, tariff.EveryQuarter, tariff.EveryHalfYear, tariff.EveryYear, tariff.Anniversary, tariff.Once, tariff.AnySpan}).Draw(t, "cycle")
	item.Advance = rapid.Bool().Draw(t, "advance")
	return item
}

func drawOrder(t *rapid.T, item, request string) billing.Order {
	from := calendar.Date("2026-01-01").AddDays(rapid.IntRange(0, 600).Draw(t, "from"))
	order := billing.Order{RequestID: request, Source: billing.ItemSource{Item: item}, FromOn: from, LeaveOut: true, ToOn: from.AddDays(rapid.SampledFrom([]int{0, 1, 27, 31, 92, 400, 1050}).Draw(t, "days"))}
	if rapid.Bool().Draw(t, "some") {
		order = with(order, func(s *billing.ItemSource) { s.Only = streetRooms[rapid.IntRange(0, 2).Draw(t, "first"):] })
	}
	return order
}

// handOver returns the rooms the days that their anniversaries begin on.
func (s *street) handOver(t *rapid.T, tx *store.Tx) {
	var rows []estate.Row
	for i, code := range streetRooms {
		on := calendar.Date("2023-01-01").AddDays(rapid.IntRange(0, 1200).Draw(t, "handover"))
		rows = append(rows, estate.Row{Code: code, Building: code[:1], HandoverOn: on, AreaCentiM2: int64(3000 + 1111*i)})
	}
	_, err := s.Book.Estate.Record(tx, s.Manager.ID(), rows, today)
	require.NoError(t, err)
}

func (s *street) charge(t *rapid.T, tx *store.Tx, item billing.Item, price string) {
	require.NoError(t, s.Book.Billing.In(tx).SetItem(tx.Context(), s.Manager, staff.Approval{}, item))
	require.NoError(t, s.Book.Billing.In(tx).AddTariff(tx.Context(), s.Manager, staff.Approval{}, billing.NewTariff{Item: item.Name, Name: "基本", FromOn: "2020-01-01", Rule: byArea(price)}))
}

func (s *street) run(tx *store.Tx, order billing.Order) (billing.RunResult, string) {
	order.Approval = s.far[s.runs%len(s.far)]
	s.runs++
	made, err := s.Book.Billing.In(tx).Run(s.Ctx, s.Manager, order)
	return made, store.Code(err)
}

// Whatever the cycle and the days: a run that is sent again adds nothing, another run of the same days adds nothing, of two
// orders that overlap no day of a room is billed twice, and each run's sum is that of its bills and of its transfers.
func TestNoDayIsBilledTwice(t *testing.T) {
	properties(t, 150, func(t *rapid.T, s *street) {
		s.try(t, func(tx *store.Tx) {
			item := drawItem(t)
			s.handOver(t, tx)
			s.charge(t, tx, item, "2.85")
			var bills []billing.Bill
			for i := range rapid.IntRange(1, 4).Draw(t, "runs") {
				order := drawOrder(t, item.Name, fmt.Sprint("run-", i))
				before := s.transferred(t, tx)
				made, code := s.run(tx, order)
				require.Contains(t, []string{"", "billing.already_all", "billing.nothing"}, code)
				require.Equal(t, made.SumFen, s.transferred(t, tx)-before)
				var count int
				var err error
				bills, count, err = billing.List(tx, billing.Query{Item: item.Name})
				require.NoError(t, err)
				if code == "" {
					s.ofRun(t, tx, made)
					again, code := s.run(tx, order)
					require.Empty(t, code)
					require.Equal(t, made.Run, again.Run)
				}
				order.RequestID += "-another"
				_, code = s.run(tx, order)
				require.Contains(t, []string{"billing.already_all", "billing.nothing"}, code)
				_, after, err := billing.List(tx, billing.Query{Item: item.Name})
				require.NoError(t, err)
				require.Equal(t, count, after)
			}
			for i, a := range bills {
				for _, b := range bills[:i] {
					require.False(t, a.Object == b.Object && a.FromOn <= b.ToOn && b.FromOn <= a.ToOn, "%s %s..%s and %s..%s", a.Object, a.FromOn, a.ToOn, b.FromOn, b.ToOn)
				}
			}
		})
	})
}

// transferred is what the receivable account holds.
func (s *street) transferred(t *rapid.T, tx *store.Tx) (sum money.Fen) {
	_, err := tx.Get("SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'receivable'", nil, &sum)
	require.NoError(t, err)
	return sum
}

func (s *street) ofRun(t *rapid.T, tx *store.Tx, made billing.RunResult) {
	bills, count, err := billing.OfRun(tx, made.Run)
	require.NoError(t, err)
	require.Equal(t, made.Count, count)
	require.Len(t, bills, count)
	for _, bill := range bills {
		made.SumFen -= bill.AmountFen
	}
	require.Zero(t, made.SumFen, "the sum of the bills")
}

// The parts of a shared cost are its total, whatever the areas, and nobody's part is below nothing.
func TestWhatIsSharedIsTheWhole(t *testing.T) {
	properties(t, 150, func(t *rapid.T, s *street) {
		s.try(t, func(tx *store.Tx) {
			var rows []estate.Row
			for i := range rapid.IntRange(1, 12).Draw(t, "rooms") {
				rows = append(rows, estate.Row{Code: fmt.Sprintf("5-1-%d01", i+1), Building: "5", AreaCentiM2: rapid.Int64Range(1, 3_000_000).Draw(t, "area")})
			}
			_, err := s.Book.Estate.Record(tx, s.Manager.ID(), rows, today)
			require.NoError(t, err)
			item := property()
			item.Name, item.ShareBy = "公摊", tariff.Area
			s.charge(t, tx, item, "")
			order := month("公摊", "2026-11")
			order = with(order, func(s *billing.ItemSource) { s.PoolFen = money.Fen(rapid.Int64Range(1, 1_000_000_000).Draw(t, "pool")) })
			made, code := s.run(tx, order)
			require.Empty(t, code)
			require.Equal(t, order.Source.(billing.ItemSource).PoolFen, made.SumFen)
			s.ofRun(t, tx, made)
		})
	})
}

// A preview's digest is another one exactly when a bill is.
func TestADigestStandsForItsBills(t *testing.T) {
	properties(t, 120, func(t *rapid.T, s *street) {
		s.try(t, func(tx *store.Tx) {
			item := property()
			s.charge(t, tx, item, "2.85")
			order := month(item.Name, "2026-11")
			look := func() (string, []billing.NewBill) {
				seen, err := s.Book.Billing.Preview(s.Ctx, tx, order)
				require.NoError(t, err)
				var bills []billing.NewBill
				for _, b := range seen.Bills {
					b.Steps, b.Exact, b.Tariff, b.TariffFromOn, b.Origin = nil, "", "", "", ""
					bills = append(bills, b.NewBill)
				}
				return seen.Digest, bills
			}
			digest, bills := look()
			code := rapid.SampledFrom(streetRooms).Draw(t, "room")
			switch rapid.SampledFrom([]string{"nothing", "area", "same area", "due", "person", "another room's state", "new room"}).Draw(t, "change") {
			case "area":
				s.record(t, tx, estate.Row{Code: code, AreaCentiM2: rapid.Int64Range(1, 99999).Draw(t, "area")})
			case "same area":
				s.record(t, tx, estate.Row{Code: "1-1-101", AreaCentiM2: 9830})
			case "due":
				order = with(order, func(s *billing.ItemSource) {
					s.DueOn = rapid.SampledFrom([]calendar.Date{"", "2026-12-10", "2026-12-11"}).Draw(t, "due")
				})
			case "person":
				s.record(t, tx, estate.Row{Code: "1-1-102", Owners: []estate.RowParty{{Kind: "person", Name: "新业主", ShareBasisPoints: 10000}}})
			case "another room's state":
				s.record(t, tx, estate.Row{Code: code, State: "装修中"})
			case "new room":
				s.record(t, tx, estate.Row{Code: "7-1-101", Building: "7", AreaCentiM2: 5000})
			}
			digestThen, billsThen := look()
			require.Equal(t, fmt.Sprint(bills) == fmt.Sprint(billsThen), digest == digestThen, "%v\n%v", bills, billsThen)
		})
	})
}

func (s *street) record(t *rapid.T, tx *store.Tx, row estate.Row) {
	_, err := s.Book.Estate.Record(tx, s.Manager.ID(), []estate.Row{row}, today)
	require.NoError(t, err)
}

// The order in which rooms, tariffs and concessions were written down changes no bill.
func TestNoOrderOfRecordingChangesABill(t *testing.T) {
	properties(t, 60, func(t *rapid.T, s *street) {
		rows := []estate.Row{{Code: "8-1-101", Building: "8", Use: "住宅", AreaCentiM2: 9830}, {Code: "8-1-102", Building: "8", Use: "商铺", AreaCentiM2: 7701},
			{Code: "9-1-101", Building: "9", Use: "住宅", Layout: "三居", AreaCentiM2: 4411}}
		scopes := []billing.Scope{{}, {Buildings: []string{"8"}}, {Uses: []string{"住宅"}}, {Rooms: []string{"8-1-101"}}, {Uses: []string{"商铺"}}, {Layouts: []string{"三居"}}}
		factors := []string{"0.7", "0.333", "0.95"}
		look := func(rooms, tariffs, concessions []int) (made []string) {
			s.try(t, func(tx *store.Tx) {
				for _, i := range rooms {
					s.record(t, tx, rows[i])
				}
				require.NoError(t, s.Book.Billing.In(tx).SetItem(tx.Context(), s.Manager, staff.Approval{}, property()))
				for _, i := range tariffs {
					require.NoError(t, s.Book.Billing.In(tx).AddTariff(tx.Context(), s.Manager, staff.Approval{}, billing.NewTariff{Item: "物业费", Name: fmt.Sprint("标准", i), Scope: scopes[i], FromOn: "2026-01-01", Rule: byArea(fmt.Sprint(i + 1))}))
				}
				for n, i := range concessions {
					factor, err := tariff.ParseNumber(factors[i])
					require.NoError(t, err)
					_, err = s.Book.Billing.In(tx).Grant(tx.Context(), s.Manager, s.approvals[n], billing.Concession{Object: estate.ObjectID(estate.Room, rows[i%2].Code),
						Name: billing.ConcessionNames[i], Factor: factor, FromOn: "2026-11-07"})
					require.NoError(t, err)
				}
				seen, err := s.Book.Billing.Preview(s.Ctx, tx, month("物业费", "2026-11"))
				require.NoError(t, err)
				for _, b := range seen.Bills {
					made = append(made, fmt.Sprint(b.Code, b.AmountFen, b.Exact, b.Tariff))
				}
			})
			return made
		}
		shuffled := func(n int) []int { return rapid.Permutation([]int{0, 1, 2, 3, 4, 5}[:n]).Draw(t, "order") }
		require.Equal(t, look([]int{0, 1, 2}, []int{0, 1, 2, 3, 4, 5}, []int{0, 1, 2}), look(shuffled(3), shuffled(6), shuffled(3)))
	})
}
