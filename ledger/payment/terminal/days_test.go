package terminal_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/terminal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// counter is a counter with a terminal on a line of its own, whose clock both take.
type counter struct {
	*ledgertest.Desk
	clock    *gatewaytest.Clock
	bank     *gatewaytest.Bank
	terminal *terminal.Gateway
	room     string
	random   *rand.Rand
	// contradicted says that the terminal says otherwise by now of an order that has ended.
	contradicted bool
}

func newCounter(t *testing.T, seed uint64) *counter {
	t.Helper()
	s := gatewaytest.NewSetup(payment.Terminal)
	c := &counter{clock: s.Clock, bank: s.Bank, room: estate.ObjectID(estate.Room, "3-2-1201"), random: rand.New(rand.NewPCG(seed, 1))}
	c.Desk = ledgertest.New(t, s.Clock.Now(), ledger.Register{Rooms: []estate.Row{{Code: "3-2-1201", Building: "3", Unit: "2", Number: "1201", AreaCentiM2: 9830,
		Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}}})
	c.terminal = gateway(t, listen(t, s.Bank, false), s.Clock.Now)
	c.connect()
	none, err := till.CountOf(0)
	require.NoError(t, err)
	_, err = c.Book.Till.Open(c.Ctx, c.Cashier, till.Opening{Counted: none})
	require.NoError(t, err)
	return c
}

func (c *counter) connect() {
	c.Book.Journal.Now = c.clock.Now
	c.Book.Payments.Connect(payment.Terminal, c.terminal)
}

// dies ends the program and starts it again: what it knew beside the book is gone.
func (c *counter) dies() {
	c.Helper()
	require.NoError(c, c.Book.Close())
	c.Open()
	c.connect()
}

// begins makes an order for the household's prepayment, and whether the owner's card lies ready.
func (c *counter) begins(request string) payment.Intent {
	c.Helper()
	fen := money.Fen(1 + c.random.IntN(2_000_00))
	intent, err := c.Book.Payments.Begin(c.Ctx, c.Cashier, payment.Asking{Way: payment.Charged, Order: till.Order{RequestID: request, Room: c.room, PrepayFen: fen,
		Tenders: []till.Tender{{Kind: till.TerminalPay, Fen: fen}}}})
	require.NoError(c, err)
	return intent
}

// wrong lets something go wrong with the next question, mostly.
func (c *counter) wrong() {
	faults := []gatewaytest.Fault{gatewaytest.Fine, gatewaytest.Lost, gatewaytest.Lost, gatewaytest.Down, gatewaytest.HTML, gatewaytest.OtherOrder,
		gatewaytest.OtherSum, gatewaytest.Refused, gatewaytest.Garbled}
	methods := []string{gatewaytest.MethodCharge, gatewaytest.MethodQuery, gatewaytest.MethodClose}
	c.bank.Script.Next(payment.Terminal, methods[c.random.IntN(len(methods))], faults[c.random.IntN(len(faults))])
}

// step does one random thing about an order. What a question fails at is in the book, and is asked again.
func (c *counter) step(no string) {
	switch c.random.IntN(12) {
	case 10: // what was declined or taken off pays after all
		c.contradicted = c.bank.PayLate(payment.Terminal, no) == nil || c.contradicted
	case 11: // somebody takes at the device back what was paid, whether the book has it by then or not
		if c.bank.Holds(payment.Terminal, no) > 0 {
			_, err := c.bank.Reverse(payment.Terminal, no)
			require.NoError(c, err)
			c.contradicted = true
		}
	case 0, 1:
		c.wrong()
	case 2:
		_ = c.bank.Pay(payment.Terminal, no) // whether the terminal has it, and the owner still can, is not this test's
	case 3:
		_ = c.bank.Decline(payment.Terminal, no)
	case 4:
		c.clock.Pass(time.Duration(1+c.random.IntN(20)) * time.Second)
	case 5, 6:
		_ = c.Book.Payments.Sweep(c.Ctx)
	case 7:
		_, _ = c.Book.Payments.Ask(c.Ctx, no)
	case 8:
		_, _ = c.Book.Payments.Stop(c.Ctx, c.Cashier, no)
	case 9:
		if c.random.IntN(4) == 0 {
			c.dies()
		}
	}
}

// settles lets all go well until nothing is open: what the terminal contradicts is asked about as before a close, and what it took back is reversed.
func (c *counter) settles() {
	c.Helper()
	c.bank.Script.Clear()
	for range 5 {
		require.NoError(c, c.Book.Payments.Sweep(c.Ctx))
		if c.contradicted {
			_, err := c.Book.Payments.ConfirmShift(c.Ctx)
			require.NoError(c, err)
			c.reversesTakenBack()
		}
		if c.unsettled() == 0 {
			c.contradicted = false
			return
		}
		c.clock.Pass(65 * time.Second)
	}
	require.Zero(c, c.unsettled())
}

// reversesTakenBack does what the tray asks a supervisor to do.
func (c *counter) reversesTakenBack() {
	c.Helper()
	var tray []payment.Intent
	c.Read(func(tx *store.Tx) (err error) {
		tray, err = payment.Tray(tx)
		return err
	})
	for _, intent := range tray {
		if intent.IsTakenBack() {
			_, err := c.Book.Till.Reverse(c.Ctx, c.Cashier, c.Approve(c.Cashier, staff.Reverse), till.Undoing{RequestID: "back-" + intent.Order.No, Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}})
			require.NoError(c, err)
		}
	}
}

func (c *counter) unsettled() (count int) {
	c.Read(func(tx *store.Tx) (err error) {
		count, err = payment.CountUnsettled(tx)
		return err
	})
	return count
}

// booked returns what the book has of an order, or of all with "".
func (c *counter) booked(no string) (fen money.Fen) {
	c.Helper()
	c.Read(func(tx *store.Tx) error {
		_, err := tx.Get("SELECT coalesce(sum(fen), 0) FROM tenders WHERE kind = 'terminal' AND (?1 = '' OR reference = ?1)", []any{no}, &fen)
		return err
	})
	return fen
}

// The money at the terminal is the money in the book, whatever was lost on the way, whenever the program died and whatever the terminal says otherwise later: 1,040 random sequences on
// eight books, each named by its number.
func TestTheTerminalAndTheBookAgreeAfterAnything(t *testing.T) {
	for book := range uint64(8) {
		t.Run(fmt.Sprint(book), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, book)
			var held money.Fen
			for sequence := range 130 {
				intent := c.begins(fmt.Sprintf("sequence-%d", sequence))
				no := intent.Order.No
				if c.random.IntN(2) == 0 {
					c.bank.NewCode(payment.Terminal, c.random.IntN(2) == 0)
				}
				if c.random.IntN(2) == 0 {
					c.wrong()
				}
				switch c.random.IntN(8) {
				case 0: // the terminal never hears of it
				case 1: // the terminal takes it, and the program dies before it heard
					_, _ = c.terminal.Charge(c.Ctx, intent.Order, "")
					c.dies()
				default:
					_, _ = c.Book.Payments.Charge(c.Ctx, no, "") // what went wrong is found out by asking
				}
				for range c.random.IntN(8) {
					c.step(no)
				}
				c.settles()
				held += c.bank.Holds(payment.Terminal, no)
				require.Equal(t, c.bank.Holds(payment.Terminal, no), c.booked(no), "sequence %d of book %d", sequence, book)
			}
			require.NotZero(t, held)
			require.Equal(t, held, c.booked(""))
			require.Equal(t, calendar.OfMS(c.clock.Now().UnixMilli()), c.Today(), "the day was long enough")
			c.Verify()
		})
	}
}
