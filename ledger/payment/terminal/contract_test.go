package terminal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// The book's clock is what an order's age is told by, wherever that of the machine stands: a sale goes out.
func TestATerminalTakesTheClockOfItsBook(t *testing.T) {
	bank := gatewaytest.NewBank(time.Now)
	d := ledgertest.New(t, time.Now().Add(-5*time.Minute), ledger.Register{Rooms: []estate.Row{{Code: "3-2-1201", Building: "3", Unit: "2", Number: "1201", AreaCentiM2: 9830,
		Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}}})
	require.NoError(t, d.Book.SetContracts(d.Ctx, d.Manager, d.Approve(d.Manager, staff.ConnectChannel),
		[]ledger.Contract{{Channel: payment.Terminal, AppID: gatewaytest.TerminalApp, AbsentCode: gatewaytest.TerminalAbsent, Base: listen(t, bank, false)}}))
	none, err := till.CountOf(0)
	require.NoError(t, err)
	_, err = d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: none})
	require.NoError(t, err)
	bank.NewCode(payment.Terminal, false)
	intent, err := d.Book.Payments.Begin(d.Ctx, d.Cashier, payment.Asking{Way: payment.Charged, Order: till.Order{RequestID: "one", Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 35_00,
		Tenders: []till.Tender{{Kind: till.TerminalPay, Fen: 35_00}}}})
	require.NoError(t, err)
	intent, err = d.Book.Payments.Charge(d.Ctx, intent.Order.No, "")
	require.NoError(t, err)
	require.NotEmpty(t, intent.Receipt)
}
