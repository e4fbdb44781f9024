package ledger_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// estateOf is one estate with some counters, whose files the trials begin with.
type estateOf struct{ files [][]byte }

// newEstateOf makes an estate of eight rooms with a monthly fee and so many counters, each of which has heard of the others.
func newEstateOf(t *testing.T, counters int) estateOf {
	all := []*counter{newCounter(t)}
	_, err := all[0].book.TakeRegister(all[0].ctx, all[0].manager, manyRooms(8), false)
	require.NoError(t, err)
	all[0].charges()
	for n := 1; n < counters; n++ {
		all = append(all, all[0].joinedTo(fmt.Sprintf("%02d", n+1)))
	}
	for range 2 {
		for i, c := range all {
			all[(i+1)%counters].hear(c)
		}
	}
	var made estateOf
	for _, c := range all {
		require.NoError(t, c.book.Close())
		file, err := os.ReadFile(c.path)
		require.NoError(t, err)
		made.files = append(made.files, file)
		c.open()
	}
	return made
}

// open opens the counters of the estate in files of their own.
func (e estateOf) open(t *testing.T) (all []*counter) {
	for n, file := range e.files {
		c := &counter{T: t, ctx: t.Context(), path: filepath.Join(t.TempDir(), fmt.Sprintf("%d.book", n+1)), clock: time.Date(2026, 11, 25, 8, 0, 0, 0, calendar.Zone)}
		require.NoError(t, os.WriteFile(c.path, file, 0o600))
		c.open()
		c.manager, c.cashier = c.signIn("100", managerPIN), c.signIn("101", cashierPIN)
		all = append(all, c)
	}
	return all
}

// deeds is what any counter may do at any moment, each with what it draws. What the book refuses, because of what this counter knows, it refuses.
func (c *counter) deeds(r *rapid.T, no int) map[string]func() error {
	room := rapid.IntRange(0, 2).Draw(r, "room")
	object := estate.ObjectID(estate.Room, roomCode(room))
	request := fmt.Sprintf("%s-%d", c.name(), no)
	open := func() (bills []billing.Bill) {
		c.reads(func(tx *store.Tx) (err error) { bills, err = billing.OpenOf(tx, object); return err })
		return bills
	}
	pick := func(count int) int { return rapid.IntRange(0, max(count-1, 0)).Draw(r, "which") }
	pay := func(part money.Fen, tenders ...till.Tender) error {
		bills := open()
		order := till.Order{RequestID: request, Room: object, Tenders: tenders}
		if len(bills) == 0 {
			order.PrepayFen = part
		} else {
			order.Bills = []till.BillPart{{Bill: bills[pick(len(bills))].ID, Fen: part}}
		}
		_, err := c.book.Till.Receive(c.ctx, c.cashier, order)
		return err
	}
	undo := func(do func(till.Undoing) error) error {
		var numbers []string
		c.reads(func(tx *store.Tx) (err error) {
			numbers, err = store.All(tx, "SELECT number FROM receipts ORDER BY number", nil, func(scan func(dest ...any) error) (number string, err error) { return number, scan(&number) })
			return err
		})
		if len(numbers) == 0 {
			return nil
		}
		var paid till.Payment
		c.reads(func(tx *store.Tx) (err error) { paid, err = till.ByNumber(tx, numbers[pick(len(numbers))]); return err })
		return do(till.Undoing{RequestID: request, Number: paid.Number, CashBackFen: paid.CashFen(), CopiesTaken: 1, Reason: till.Reason{Code: "paid_twice"}})
	}
	amounts := []money.Fen{1000, 3000, 5000}
	amount := rapid.SampledFrom(amounts).Draw(r, "fen")
	return map[string]func() error{
		"pay":              func() error { return pay(amount, till.Tender{Kind: till.Cash, Fen: amount}) },
		"pay by card":      func() error { return pay(amount, till.Tender{Kind: till.Card, Fen: amount, Reference: request}) },
		"spend prepayment": func() error { return pay(amount, till.Tender{Kind: till.Prepaid, Fen: amount}) },
		"spend some": func() error {
			return pay(amount+500, till.Tender{Kind: till.Prepaid, Fen: amount}, till.Tender{Kind: till.Cash, Fen: 500})
		},
		"put by": func() error {
			_, err := c.book.Till.Receive(c.ctx, c.cashier, till.Order{RequestID: request, Room: object, PrepayFen: amount, Tenders: []till.Tender{{Kind: till.Cash, Fen: amount}}})
			return err
		},
		"void": func() error {
			return undo(func(u till.Undoing) error {
				_, err := c.book.Till.Void(c.ctx, c.cashier, c.approve(staff.VoidPayment), u)
				return err
			})
		},
		"reverse": func() error {
			return undo(func(u till.Undoing) error {
				_, err := c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), u)
				return err
			})
		},
		"undo a bill": func() error {
			if bills := open(); len(bills) > 0 {
				return c.book.Billing.Undo(c.ctx, c.manager, c.agreed(staff.UndoBills), bills[pick(len(bills))].ID, "owner_asks")
			}
			return nil
		},
		"reduce a bill": func() error {
			if bills := open(); len(bills) > 0 {
				return c.book.Billing.Reduce(c.ctx, c.manager, c.agreed(staff.ReduceBill), bills[pick(len(bills))].ID, amount, billing.ReduceReasons[0])
			}
			return nil
		},
		"bill a month": func() error {
			from := rapid.SampledFrom([]calendar.Date{"2026-10-01", "2026-11-01"}).Draw(r, "month")
			_, err := c.book.Billing.Run(c.ctx, c.manager, billing.Order{RequestID: request, Source: billing.ItemSource{Item: "物业费"}, FromOn: from, ToOn: from.AddDays(29)})
			return err
		},
		"move a prepayment": func() error {
			to := estate.ObjectID(estate.Room, roomCode((room+1)%3))
			_, err := c.book.Till.MovePrepaid(c.ctx, c.cashier, c.approve(staff.MovePrepaid), till.PrepaidMove{RequestID: request, Room: object, To: to, Fen: amount, Reason: till.Reason{Code: "owner_asks"}})
			return err
		},
		"freeze": func() error {
			frozen := rapid.Bool().Draw(r, "frozen")
			action := staff.FreezePrepaid
			if !frozen {
				action = staff.UnfreezePrepaid
			}
			return c.book.Till.FreezePrepaid(c.ctx, c.manager, c.agreed(action), object, "", frozen, till.Reason{Code: "other", Note: "争议"})
		},
		"refund a prepayment": func() error { return c.refund(request, object, amount) },
		"pay a refund":        func() error { return c.payRefund(request, pick) },
		"money in": func() error {
			return c.book.Till.MoveCash(c.ctx, c.cashier, c.approve(staff.MoveCash), till.Move{RequestID: request, Direction: till.MoveIn, Fen: amount, Reason: till.Reason{Code: till.MoveReasons[0]}})
		},
		"money out": func() error {
			return c.book.Till.MoveCash(c.ctx, c.cashier, c.approve(staff.MoveCash), till.Move{RequestID: request, Direction: till.MoveOut, Fen: amount, Reason: till.Reason{Code: "other", Note: "送存"}})
		},
		"bank": func() error {
			_, err := c.book.Till.Bank(c.ctx, c.cashier, c.approve(staff.BankCash), till.Banking{RequestID: request, Slip: "BJ-" + request, Fen: amount, On: "2026-11-25"})
			return err
		},
		"hire": func() error {
			code := rapid.SampledFrom([]string{"501", "502"}).Draw(r, "code")
			return c.book.Staff.Add(c.ctx, c.manager, c.agreed(staff.GiveLogin), staff.Entry{Code: code, Name: "新来的", Role: staff.Cashier, Active: true}, "4729")
		},
		"change a person": func() error {
			for _, person := range c.staff() {
				if person.Code == "501" {
					entry := staff.Entry{Code: "501", Name: "新来的", Role: rapid.SampledFrom([]staff.Role{staff.Cashier, staff.Supervisor}).Draw(r, "role"), Active: rapid.Bool().Draw(r, "active")}
					return c.book.Staff.Change(c.ctx, c.manager, c.agreed(staff.GiveLogin), person.ID, entry)
				}
			}
			return nil
		},
		"limit": func() error {
			return c.book.Staff.SetLimit(c.ctx, c.manager, c.agreed(staff.RaiseLimit), staff.DifferenceMax, int64(100*rapid.IntRange(1, 5).Draw(r, "limit")))
		},
		"policy": func() error {
			return c.book.SetPolicy(c.ctx, c.manager, staff.Approval{}, estate.PolicyEstate, rapid.SampledFrom([]string{"阳光花园", "月光花园"}).Draw(r, "name"))
		},
		"price": func() error {
			return c.book.Billing.ChangePrice(c.ctx, c.manager, c.agreed(staff.SetPrices), billing.PriceChange{Item: "物业费", Tariff: c.tariff(), FromOn: "2027-01-01", Rule: areaRule(rapid.SampledFrom([]string{"3.00", "3.10"}).Draw(r, "price"))})
		},
		"close": func() error { return c.closeAndOpen() },
		"settle a conflict": func() error {
			if waits := slices.DeleteFunc(c.conflicts(), func(one report.Conflict) bool { return one.Settled != "" }); len(waits) > 0 {
				one, way := waits[pick(len(waits))], till.ConflictSeen
				if one.Came == report.CameToRecover {
					way = rapid.SampledFrom([]till.ConflictWay{till.ConflictRecovered, till.ConflictGivenUp}).Draw(r, "way")
				}
				return c.settle(request, one, way)
			}
			return nil
		},
		"end a counter": func() error {
			if rapid.IntRange(0, 5).Draw(r, "really") < 5 {
				return nil
			}
			other := rapid.SampledFrom([]string{"01", "02", "03"}).Draw(r, "other")
			return c.book.EndCounter(c.ctx, c.manager, c.agreed(staff.GiveLogin), other)
		},
	}
}

// tariff returns the name of the fee's tariff.
func (c *counter) tariff() (name string) {
	c.reads(func(tx *store.Tx) error {
		all, err := billing.Tariffs(tx, "物业费")
		if len(all) > 0 {
			name = all[0].Name
		}
		return err
	})
	return name
}

// refund asks for a part of a prepayment back and has it approved.
func (c *counter) refund(request, object string, fen money.Fen) error {
	asked, err := c.book.Till.AskRefund(c.ctx, c.cashier, staff.Approval{}, till.RefundWish{RequestID: request, Room: object, Lines: []till.RefundLine{{Source: till.FromPrepaid, Object: object, Fen: fen}},
		Way: till.Cash, Reason: till.Reason{Code: "owner_asks"}, DueOn: "2026-12-10"})
	if err == nil {
		_, err = c.book.Till.DecideRefund(c.ctx, c.manager, asked.Number, true)
	}
	return err
}

// payRefund pays any refund that this counter knows of.
func (c *counter) payRefund(request string, pick func(count int) int) error {
	var refunds []till.Refund
	c.reads(func(tx *store.Tx) (err error) { refunds, err = till.OpenRefunds(tx, 50); return err })
	if len(refunds) == 0 {
		return nil
	}
	_, err := c.book.Till.PayRefund(c.ctx, c.cashier, till.Payout{RequestID: request, Number: refunds[pick(len(refunds))].Number})
	return err
}

// closeAndOpen ends the shift over what the book has and begins the next.
func (c *counter) closeAndOpen() error {
	counted, err := c.book.Till.Count(c.ctx, c.cashier, c.count(10000))
	if err == nil {
		counted, err = c.book.Till.Count(c.ctx, c.cashier, c.count(counted.ExpectedFen))
	}
	if err != nil {
		return err
	}
	_, _ = c.book.Till.CountSlips(c.ctx, c.cashier, nil)
	receiver, err := c.book.Staff.Approve(c.ctx, c.cashier, "200", supervisorPIN, staff.TakeOver)
	if err != nil {
		return err
	}
	left := min(counted.ExpectedFen, 5000)
	if _, err = c.book.Till.Close(c.ctx, c.cashier, till.Closing{LeftFen: left, Receiver: receiver, Approval: c.approve(staff.Difference), SlipReason: till.Reason{Code: "other", Note: "在会计处"}}); err != nil {
		return err
	}
	_, err = c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(left)})
	return err
}

// staff are all of the people who work here, as this counter knows them.
func (c *counter) staff() []staff.Person {
	c.Helper()
	all, err := c.book.Staff.List(c.ctx)
	require.NoError(c, err)
	return all
}

func (c *counter) reads(work func(tx *store.Tx) error) {
	c.Helper()
	require.NoError(c, c.book.Store.Read(c.ctx, work))
}

// cash returns what the bodies of all events say moved in the drawers, whatever the book made of them, but those of a counter after its end, and what the accounts of the drawers have of it.
func (c *counter) cash() (said, booked int64) {
	c.Helper()
	c.reads(func(tx *store.Tx) error {
		_, err := tx.Get(`SELECT coalesce(sum(CASE kind
			WHEN 'payment.received' THEN (SELECT coalesce(sum(value ->> 'fen'), 0) FROM json_each(body ->> 'tenders') WHERE value ->> 'kind' = 'cash') - (body ->> 'changeFen')
			WHEN 'payment.voided' THEN -(body ->> 'cashBackFen')
			WHEN 'payment.reversed' THEN -(body ->> 'cashBackFen')
			WHEN 'payment.refunded' THEN iif(body ->> '$.way.kind' = 'cash', -abs(body ->> '$.way.fen'), 0)
			WHEN 'cash.moved' THEN iif(body ->> 'direction' = 'in', 1, -1) * (body ->> 'fen')
			WHEN 'shift.opened' THEN body ->> 'differenceFen'
			WHEN 'shift.closed' THEN (body ->> 'differenceFen') - (body ->> 'handedFen')
			ELSE 0 END), 0),
			(SELECT coalesce(sum(iif(debit GLOB 'cash:*', fen, 0) - iif(credit GLOB 'cash:*', fen, 0)), 0) FROM transfers) FROM (SELECT kind, CAST(body AS TEXT) AS body FROM events e
				WHERE NOT EXISTS (SELECT 1 FROM conflicts WHERE device = e.device AND seq = e.seq AND code = 'journal.ended'))`, nil, &said, &booked)
		return err
	})
	return said, booked
}

// Whatever some counters do without each other, and in whatever order they hear of it: in the end all have the same book, every check is clean, and what came into
// the drawers is in them.
func TestAnyCountersAgree(t *testing.T) {
	setUnlessGiven(t, "rapid.seed", sameDays)
	setUnlessGiven(t, "rapid.checks", map[bool]string{true: "4", false: "60"}[testing.Short()])
	estate := newEstateOf(t, 3)
	done, refusals := map[string]int{}, map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		all := estate.open(t)
		defer func() {
			for _, c := range all {
				require.NoError(t, c.book.Close())
			}
		}()
		for _, c := range all {
			_, err := c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000), Approval: c.approve(staff.Difference), Reason: till.Reason{Code: "other", Note: "零钱"}})
			require.NoError(t, err)
		}
		for no := range rapid.IntRange(5, 30).Draw(r, "deeds") {
			c := all[rapid.IntRange(0, len(all)-1).Draw(r, "counter")]
			if rapid.IntRange(0, 5).Draw(r, "hears") == 0 {
				if from := all[rapid.IntRange(0, len(all)-1).Draw(r, "from")]; from != c {
					c.hear(from)
				}
				continue
			}
			deeds := c.deeds(r, no)
			name := rapid.SampledFrom(slices.Sorted(maps.Keys(deeds))).Draw(r, "deed")
			err := deeds[name]()
			if done[name]++; err != nil {
				require.NotContains(t, []string{store.CodeRefused, store.CodeInternal, store.CodeSQL}, store.Code(err), "%s: %v", name, err)
				done[name]--
				refusals[name+" "+store.Code(err)]++
			}
			c.clock = c.clock.Add(time.Minute)
		}
		for range 2 {
			for i, c := range all {
				all[(i+1)%len(all)].hear(c)
			}
		}
		said, booked := all[0].cash()
		require.Equal(t, said, booked, "what came into the drawers and went out of them")
		should := all[0].folded()
		for _, c := range all {
			require.Equal(t, should, c.folded())
			findings, err := c.book.Verify(c.ctx, nil)
			require.NoError(t, err)
			require.Empty(t, findings)
		}
		for _, row := range should["conflicts"] {
			done[row]++
		}
	})
	t.Log(done, refusals)
}
