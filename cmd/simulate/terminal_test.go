package main

import (
	"bufio"
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"shouqi/devices/serial"
	"shouqi/ledger"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/terminal"
)

// atTerminal is a pretend terminal that runs: what it shows, and what its owner types.
type atTerminal struct {
	gateway *terminal.Gateway
	shows   *bufio.Scanner
	types   func(line string)
	off     func()
}

// turnOn starts a pretend terminal and connects to it as its own file of the merchant says.
func turnOn(t *testing.T, command terminalCommand) atTerminal {
	t.Helper()
	shown, out := io.Pipe()
	in, typed := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- command.serve(ctx, in, out) }()
	shows := bufio.NewScanner(shown)
	require.True(t, shows.Scan())
	contracts, err := ledger.ReadContracts(filepath.Join(command.State, merchantFile))
	require.NoError(t, err)
	require.Len(t, contracts, 1)
	require.Contains(t, shows.Text(), contracts[0].Base)
	dial, err := terminal.Line(contracts[0].Base, serial.OpenStream)
	require.NoError(t, err)
	g, err := terminal.New(terminal.Merchant{AppID: contracts[0].AppID, AbsentCode: contracts[0].AbsentCode, Pretend: true}, dial, terminal.Options{})
	require.NoError(t, err)
	return atTerminal{gateway: g, shows: shows, types: func(line string) {
		_, err := io.WriteString(typed, line+"\n")
		require.NoError(t, err)
	}, off: func() {
		require.NoError(t, shown.Close())
		cancel()
		require.NoError(t, <-done)
	}}
}

func (a atTerminal) sees(t *testing.T, words string) {
	t.Helper()
	for a.shows.Scan() {
		if got := a.shows.Text(); got != "空闲" || words == "空闲" {
			require.Contains(t, got, words)
			return
		}
	}
	t.Fatal("the terminal says nothing more")
}

func TestAPretendTerminalOnTCP(t *testing.T) {
	paysDeclinesAndRemembers(t, terminalCommand{Listen: "127.0.0.1:0", State: t.TempDir()})
}

// paysDeclinesAndRemembers: a sum is paid by card, one is declined, and a terminal whose power was cut still knows both.
func paysDeclinesAndRemembers(t *testing.T, command terminalCommand) {
	t.Helper()
	at := turnOn(t, command)
	nowMS := time.Now().UnixMilli()
	order := func(no string) payment.Order {
		return payment.Order{No: no, Way: payment.Charged, Fen: 438_00, Subject: "物业费", MadeMS: nowMS, ExpiresMS: nowMS + 180_000}
	}
	paid, declined := order("SQ000000000000000000000001"), order("SQ000000000000000000000002")
	answers := make(chan payment.Answer, 1)
	go func() {
		answer, err := at.gateway.Charge(t.Context(), paid, "")
		if err == nil {
			answers <- answer
		}
		close(answers)
	}()
	at.sees(t, "￥438.00 请刷卡（"+paid.No+"）")
	require.Equal(t, payment.Entering, (<-answers).State)
	go at.types(tapCard)
	at.sees(t, "空闲")
	answer, err := at.gateway.Query(t.Context(), paid)
	require.NoError(t, err)
	require.Equal(t, payment.Paid, answer.State)

	go func() { _, _ = at.gateway.Charge(t.Context(), declined, "") }() // how it went is asked below
	at.sees(t, "请刷卡（"+declined.No+"）")
	go at.types(declineCard)
	at.sees(t, "空闲")
	at.off()

	at = turnOn(t, command)
	defer at.off()
	go func() {
		for at.shows.Scan() { // that it is idle
		}
	}()
	for known, state := range map[*payment.Order]payment.State{&paid: payment.Paid, &declined: payment.Closed} {
		answer, err := at.gateway.Query(t.Context(), *known)
		require.NoError(t, err)
		require.Equal(t, state, answer.State)
	}
	// What it said is not for good: a declined card pays after all, and a sale is taken back.
	at.types(payLate + " " + declined.No)
	at.types(voidSale + " " + paid.No)
	at.types(voidSale + " SQ000000000000000000000009") // none such: it says so and goes on
	for known, state := range map[*payment.Order]payment.State{&paid: payment.Returned, &declined: payment.Paid} {
		require.Eventually(t, func() bool {
			answer, err := at.gateway.Query(t.Context(), *known)
			return err == nil && answer.State == state
		}, 10*time.Second, time.Millisecond)
	}
}

// A port is said beside the address that is the default, and is what counts.
func TestATerminalsLineIsChosen(t *testing.T) {
	var line commands
	parser, err := kong.New(&line)
	require.NoError(t, err)
	_, err = parser.Parse([]string{"terminal", "--port", "ttyCARD", "--state", t.TempDir()})
	require.NoError(t, err)
	require.Equal(t, "ttyCARD", filepath.Base(line.Terminal.Port))
}
