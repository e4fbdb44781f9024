package terminal_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/terminal"
	"shouqi/ledger/store"
)

// liar is a terminal that answers whatever says says, and nothing where that is nil.
func liar(says func(terminal.Message) *terminal.Message) terminal.Dial {
	return func(context.Context) (io.ReadWriteCloser, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close() //nolint:errcheck // the test is over
			var decoder terminal.Decoder
			seen := make(map[string]bool) // a question is sent until it is acknowledged
			piece := make([]byte, 4<<10)
			for {
				n, err := theirs.Read(piece)
				if err != nil {
					return
				}
				for _, frame := range decoder.Feed(piece[:n]) {
					for _, answer := range lies(frame, seen, says) {
						if _, err := theirs.Write(answer.Bytes()); err != nil {
							return
						}
					}
				}
			}
		}()
		return ours, nil
	}
}

// lies are the frames that answer one.
func lies(frame terminal.Frame, seen map[string]bool, says func(terminal.Message) *terminal.Message) []terminal.Frame {
	switch {
	case frame.Kind == terminal.Handshake:
		return []terminal.Frame{{Kind: terminal.Shaken}}
	case frame.ID == 0:
		return nil
	}
	frames := []terminal.Frame{{Ack: frame.ID}}
	var question terminal.Message
	if json.Unmarshal(frame.Message, &question) != nil || seen[question.RequestID] {
		return frames
	}
	seen[question.RequestID] = true
	answer := says(question)
	if answer == nil {
		return frames
	}
	answer.Topic, answer.RequestID = question.Topic, question.RequestID
	raw, err := json.Marshal(answer)
	if err != nil {
		panic(err) // texts alone
	}
	return append(frames, terminal.Frame{ID: 1, Message: raw})
}

func lying(t *testing.T, now func() time.Time, says func(terminal.Message) *terminal.Message) *terminal.Gateway {
	t.Helper()
	g, err := terminal.New(terminal.Merchant{AppID: "a", AbsentCode: "E404"}, liar(says), terminal.Options{Now: now})
	require.NoError(t, err)
	return g
}

const orderNo = "SQ000000000000000000000001"

// answer is about the order of a question, which is paid.
func answer(question terminal.Message) *terminal.Message {
	return &terminal.Message{ResponseCode: terminal.Success, Data: terminal.Data{Type: terminal.Sale, OrderNo: question.Data.OrderNo, Amount: "1.00", Status: terminal.Completed}}
}

// The lid was shut between the question and the sale: Close may have ended the order meanwhile.
func TestASaleDoesNotGoOutLongAfterItsOrder(t *testing.T) {
	var slept, sales atomic.Int64
	start := time.Now()
	g := lying(t, func() time.Time { return start.Add(time.Duration(slept.Load())) }, func(question terminal.Message) *terminal.Message {
		if question.Topic == terminal.TopicOrder {
			sales.Add(1)
			return nil
		}
		slept.Store(int64(5 * time.Minute))
		return &terminal.Message{ResponseCode: "E404"}
	})
	said, err := g.Charge(t.Context(), payment.Order{No: orderNo, Fen: 1_00, MadeMS: start.UnixMilli(), ExpiresMS: start.UnixMilli() + 180_000}, "")
	require.NoError(t, err)
	require.Equal(t, payment.Absent, said.State)
	require.Zero(t, sales.Load())
}

// A code that also means success would end orders that are paid.
func TestAnOrderIsAbsentOnlyWhereNothingElseIsSaid(t *testing.T) {
	for _, code := range []string{"", "0", terminal.Success} {
		_, err := terminal.New(terminal.Merchant{AppID: "a", AbsentCode: code}, liar(answer), terminal.Options{})
		require.Equal(t, payment.CodeChannel, store.Code(err), code)
	}
	g := lying(t, nil, func(question terminal.Message) *terminal.Message {
		paid := answer(question)
		paid.ResponseCode = "E404"
		return paid
	})
	said, err := g.Query(t.Context(), payment.Order{No: orderNo, Fen: 1_00})
	require.NoError(t, err)
	require.Equal(t, payment.Paid, said.State)
}

// Nothing signs what the terminal says, and the book keeps it for good.
func TestOnlyANumberAndAMomentOfOurDaysAreKept(t *testing.T) {
	said := answer
	g := lying(t, nil, func(question terminal.Message) *terminal.Message { return said(question) })
	for number, kept := range map[string]string{"T-20261129_1": "T-20261129_1", "\x1b[2J": "", "=1+1": "", strings.Repeat("9", 65): ""} {
		said = func(question terminal.Message) *terminal.Message {
			paid := answer(question)
			paid.Data.TransNo, paid.Data.EndedAt = terminal.Text(number), "9999-12-31 00:00:00"
			return paid
		}
		read, err := g.Query(t.Context(), payment.Order{No: orderNo, Fen: 1_00})
		require.NoError(t, err)
		require.Equal(t, payment.Answer{State: payment.Paid, Fen: 1_00, ChannelNo: kept}, read)
	}
}
