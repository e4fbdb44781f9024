package terminal_test

import (
	"context"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/terminal"
	"shouqi/ledger/store"
)

// counted counts what is written on a line.
type counted struct {
	io.ReadWriteCloser
	writes *atomic.Int64
}

func (c counted) Write(raw []byte) (int, error) {
	c.writes.Add(1)
	return c.ReadWriteCloser.Write(raw)
}

// Whoever has given up asks for nothing any more: not a byte goes out, and a line that is open stays so for the next.
func TestNothingIsSentForWhoHasGivenUp(t *testing.T) {
	var writes, lines atomic.Int64
	dial := liar(answer)
	g, err := terminal.New(terminal.Merchant{AppID: "a", AbsentCode: "E404"}, func(ctx context.Context) (io.ReadWriteCloser, error) {
		lines.Add(1)
		line, err := dial(ctx)
		return counted{line, &writes}, err
	}, terminal.Options{})
	require.NoError(t, err)
	order := payment.Order{No: orderNo, Fen: 1_00, MadeMS: time.Now().UnixMilli()}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = g.Query(gone, order)
	require.Equal(t, payment.CodeNoAnswer, store.Code(err))
	require.Zero(t, writes.Load(), "not even a handshake")

	said, err := g.Query(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, payment.Paid, said.State)
	opened, sent := lines.Load(), writes.Load()
	_, err = g.Query(gone, order)
	require.Equal(t, payment.CodeNoAnswer, store.Code(err))
	require.Equal(t, sent, writes.Load())
	_, err = g.Query(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, opened, lines.Load(), "the line was not to blame")
}
