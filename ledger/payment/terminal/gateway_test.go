package terminal_test

import (
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/payment/terminal"
	"shouqi/ledger/store"
)

// listen puts a pretend terminal on a TCP port until the test ends, as a serial device server would, and returns its address.
func listen(t testing.TB, bank *gatewaytest.Bank, answersLate bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := gatewaytest.NewTerminalServer(bank)
	server.AnswersLate = answersLate
	var lines sync.WaitGroup
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	go func() {
		for {
			line, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[line] = true
			mu.Unlock()
			lines.Go(func() { server.Serve(line) })
		}
	}()
	t.Cleanup(func() {
		require.NoError(t, listener.Close())
		mu.Lock()
		for line := range open {
			_ = line.Close() // most have ended
		}
		mu.Unlock()
		lines.Wait()
	})
	return "tcp://" + listener.Addr().String()
}

// gateway returns a gateway to the terminal at an address, which gives a question up after half a second.
func gateway(t testing.TB, address string, now func() time.Time) *terminal.Gateway {
	t.Helper()
	dial, err := terminal.Line(address, nil)
	require.NoError(t, err)
	g, err := terminal.New(terminal.Merchant{AppID: gatewaytest.TerminalApp, AbsentCode: gatewaytest.TerminalAbsent, Pretend: true}, dial,
		terminal.Options{Now: now, AnswerFor: 500 * time.Millisecond})
	require.NoError(t, err)
	return g
}

func setup(t *testing.T) gatewaytest.Setup {
	t.Helper()
	s := gatewaytest.NewSetup(payment.Terminal)
	s.Gateway = gateway(t, listen(t, s.Bank, true), s.Clock.Now)
	return s
}

func TestTheTerminalIsAGateway(t *testing.T) { gatewaytest.RunTerminal(t, setup) }

// A terminal that is no pretend one answers without saying so: nothing it says is believed by a book that expects a pretend one, and the other
// way round.
func TestAPretendTerminalIsFoundOut(t *testing.T) {
	s := gatewaytest.NewSetup(payment.Terminal)
	dial, err := terminal.Line(listen(t, s.Bank, true), nil)
	require.NoError(t, err)
	g, err := terminal.New(terminal.Merchant{AppID: gatewaytest.TerminalApp, AbsentCode: gatewaytest.TerminalAbsent}, dial, terminal.Options{})
	require.NoError(t, err)
	s.Bank.NewCode(payment.Terminal, false)
	_, err = g.Charge(t.Context(), payment.Order{No: "SQ000000000000000000000001", Way: payment.Charged, Fen: 100, MadeMS: 1, ExpiresMS: 180_001}, "")
	require.Equal(t, payment.CodePretend, store.Code(err))
	_, err = s.Bank.Find(payment.Terminal, "SQ000000000000000000000001")
	require.Error(t, err, "it is found out before any sum is asked for")
}
