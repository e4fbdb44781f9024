package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// guards reads the report, with each guard called by its code and a mark, and those of no name by their code.
func (c *counter) guards(from, to calendar.Date) (r report.GuardsReport) {
	c.Helper()
	c.Read(func(tx *store.Tx) (err error) {
		r, err = report.Guards(tx, c.Book.Vault, from, to, func(key string) string {
			if key == "guard.name.unheard_of" {
				return key
			}
			return "「" + key + "」"
		})
		return err
	})
	return r
}

// passing pays in cash and passes these guards.
func passing(fen money.Fen, codes ...string) func(order *till.Order) {
	return func(order *till.Order) {
		order.Overridden, order.Tenders = codes, []till.Tender{{Kind: till.Cash, Fen: fen}}
	}
}

// warned is a Friday and a Saturday with payments that passed guards: on the Friday one that passed two and is voided, one that is
// reversed on the Saturday, and one that passed none; on the Sunday one by the supervisor, with a guard that only the program of
// another year knows.
func warned(t *testing.T) *counter {
	c := newCounter(t)
	c.open(500_00)
	pay := func(fen money.Fen, codes ...string) till.Payment {
		return c.take(room, c.bill(room, "工本费"+fen.String(), fen, "2026-11-20"), fen, passing(fen, codes...))
	}
	voided := pay(30_00, "paid_just_now", "own_phone", "paid_just_now")
	_, err := c.Book.Till.Void(c.Ctx, c.Cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: c.request(), Number: voided.Number, CashBackFen: 30_00, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	reversed := pay(40_00, "paid_just_now")
	pay(50_00)
	c.close(500_00 + 90_00)
	c.Clock = c.Clock.Add(24 * time.Hour)
	c.open(500_00)
	_, err = c.Book.Till.Reverse(c.Ctx, c.Cashier, c.approve(staff.Reverse), till.Undoing{RequestID: c.request(), Number: reversed.Number, CashBackFen: 40_00, Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(t, err)
	pay(100_00)
	c.close(500_00 - 40_00 + 100_00)
	c.Clock = c.Clock.Add(24 * time.Hour)
	c.Cashier = c.Supervisor
	c.open(500_00)
	pay(60_00, "unheard_of")
	return c
}

func TestGuardsPassedAreCountedByGuardAndByCashier(t *testing.T) {
	c := warned(t)
	r := c.guards("2026-11-20", "2026-11-22")
	require.Equal(t, []report.GuardRow{
		{Guard: "paid_just_now", Words: "「guard.name.paid_just_now」", Cashier: "王丽", Payments: 2, Fen: 70_00, Voided: 1, Reversed: 1, UndoneFen: 70_00},
		{Guard: "own_phone", Words: "「guard.name.own_phone」", Cashier: "王丽", Payments: 1, Fen: 30_00, Voided: 1, UndoneFen: 30_00},
		{Guard: "unheard_of", Words: "unheard_of", Cashier: "李主管", Payments: 1, Fen: 60_00},
	}, r.ByGuard)
	require.Equal(t, []report.GuardRow{{Cashier: "王丽", Payments: 2, Fen: 70_00, Voided: 1, Reversed: 1, UndoneFen: 70_00},
		{Cashier: "李主管", Payments: 1, Fen: 60_00}}, r.ByCashier, "each payment once")
	require.Len(t, r.Payments, 3)
	require.Equal(t, []string{"own_phone", "paid_just_now"}, r.Payments[0].Guards)
	require.Equal(t, []string{report.StateVoided, report.StateReversed, report.StateLive}, []string{r.Payments[0].State, r.Payments[1].State, r.Payments[2].State})
	require.Equal(t, "01-2026-000001", r.Payments[0].Receipts)

	friday := c.guards("2026-11-20", "2026-11-20")
	require.Len(t, friday.Payments, 2, "a span reads its own days")
	require.Equal(t, 1, friday.ByCashier[0].Reversed, "undone on whichever day")
	require.Empty(t, c.guards("2026-11-23", "2026-11-30").ByGuard)
	c.Verify()
}

// What the report counts is what the events say, counted apart and without the table that the report reads.
func TestGuardsPassedTieToTheEvents(t *testing.T) {
	c := warned(t)
	passed, payments, fen := map[string]int{}, 0, money.Fen(0)
	c.Read(func(tx *store.Tx) error {
		return tx.Each("SELECT body FROM events WHERE kind = 'payment.received'", nil, func(scan func(dest ...any) error) error {
			var raw []byte
			if err := scan(&raw); err != nil {
				return err
			}
			var body struct {
				Overridden  []string
				Allocations []struct{ Fen money.Fen }
			}
			require.NoError(t, json.Unmarshal(raw, &body))
			once := map[string]bool{}
			for _, code := range body.Overridden {
				once[code] = true
			}
			for code := range once {
				passed[code]++
			}
			if len(once) > 0 {
				payments++
				for _, part := range body.Allocations {
					fen += part.Fen
				}
			}
			return nil
		})
	})
	require.Len(t, passed, 3)
	r := c.guards("2026-11-01", "2026-11-30")
	counted := map[string]int{}
	for _, row := range r.ByGuard {
		counted[row.Guard] += row.Payments
	}
	require.Equal(t, passed, counted)
	require.Equal(t, payments, r.ByCashier[0].Payments+r.ByCashier[1].Payments)
	require.Equal(t, fen, r.ByCashier[0].Fen+r.ByCashier[1].Fen)
	require.Len(t, r.Payments, payments)
}

// The tables carry the figures, and the sum of all payments stands where each counts once.
func TestTheTablesOfGuardsPassed(t *testing.T) {
	sheets := warned(t).guards("2026-11-20", "2026-11-22").Sheets()
	require.Equal(t, []string{"按提醒", "按收款人", "收款明细"}, []string{sheets[0].Name, sheets[1].Name, sheets[2].Name})
	for _, row := range sheets[0].Rows {
		require.NotEqual(t, report.SumRow, row.Kind, "a payment counts twice there")
	}
	sum := sheets[1].Rows[2]
	require.Equal(t, report.SumRow, sum.Kind)
	require.Equal(t, "3", sum.Cells[1].String())
	require.Equal(t, "130.00", sum.Cells[2].String())
	require.Equal(t, "130.00", sheets[2].Rows[3].Cells[3].String())
	require.Equal(t, "这段时间没有放行过提醒。", report.GuardsReport{}.Sheets()[0].Rows[0].Cells[0].String())
}

// Of a book of a million events the report reads the guards of its days, and no payment that passed none.
func TestGuardsPassedAreFoundByTheirDays(t *testing.T) {
	c := warned(t)
	c.Read(func(tx *store.Tx) error {
		for _, query := range report.GuardQueries {
			args := []any{"2026-11-01", "2026-11-30", 100}[:strings.Count(query, "?")]
			plan, err := store.All(tx, "EXPLAIN QUERY PLAN "+query, args, func(scan func(dest ...any) error) (detail string, err error) {
				var id, parent, unused int64
				return detail, scan(&id, &parent, &unused, &detail)
			})
			require.NoError(t, err)
			steps := strings.Join(plan, "\n")
			require.Contains(t, steps, "COVERING INDEX payment_guards_business (business_on>? AND business_on<?)")
			require.NotRegexp(t, `SCAN (p|u|payments|receipts|undoings|payment_guards)( |$)|AUTOMATIC`, steps)
		}
		return nil
	})
}
