package terminal_test

import (
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/money"
	"shouqi/ledger/payment/terminal"
)

// The frames that the interface's own page shows.
func TestPublishedFrames(t *testing.T) {
	for published, frame := range map[string]terminal.Frame{
		"55aa010000000001cc33": {Kind: terminal.Handshake}, "55aa020000000002cc33": {Kind: terminal.Shaken}, "55aa000000000000cc33": {},
	} {
		require.Equal(t, published, hex.EncodeToString(frame.Bytes()))
		raw, err := hex.DecodeString(published)
		require.NoError(t, err)
		var decoder terminal.Decoder
		frames := decoder.Feed(raw)
		require.Len(t, frames, 1)
		require.Equal(t, frame.Kind, frames[0].Kind)
	}
}

// Whatever lies between the frames and however they are cut, each whole one comes out once; a damaged one never does.
func TestAnyNoiseBetweenFrames(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var raw []byte
		var want []string
		for range rapid.IntRange(0, 5).Draw(r, "frames") {
			// A start mark in the noise would ask for the bytes that follow it as a message: it may cost the frame, which is then sent again.
			raw = append(raw, rapid.SliceOfN(rapid.ByteRange(0x56, 0xFF), 0, 20).Draw(r, "noise")...)
			frame := terminal.Frame{ID: rapid.ByteRange(1, 255).Draw(r, "id"), Message: rapid.SliceOfN(rapid.ByteRange(0x20, 0x7E), 0, 300).Draw(r, "message")}
			bytes := frame.Bytes()
			if rapid.IntRange(0, 3).Draw(r, "damaged") == 0 {
				// What is damaged is the kind, so that the length still tells where the next one begins.
				bytes[2] ^= 0x40
			} else {
				want = append(want, string(frame.Message))
			}
			raw = append(raw, bytes...)
		}
		var decoder terminal.Decoder
		var got []string
		for len(raw) > 0 {
			n := rapid.IntRange(1, len(raw)).Draw(r, "piece")
			for _, frame := range decoder.Feed(raw[:n]) {
				got = append(got, string(frame.Message))
			}
			raw = raw[n:]
		}
		for _, message := range want {
			require.Contains(r, got, message)
		}
	})
}

// An answer as a terminal was seen to give it: numbers as strings and as numbers, and nothing where there is nothing to say.
func TestAnswersAsTheyAreSeen(t *testing.T) {
	var m terminal.Message
	require.NoError(t, json.Unmarshal([]byte(`{"biz_data":{"expires":300,"merchant_order_no":"b0e9","order_amount":"26.25","tip_amount":"0.00","trans_status":"2","trans_type":"1","notify_data":{}},"response_code":"0","response_msg":"SUCCESS","timestamp":"2024-10-09 10:04:40","topic":"ecrhub.pay.order"}`), &m))
	require.Equal(t, terminal.Text(terminal.Completed), m.Data.Status)
	require.NoError(t, json.Unmarshal([]byte(`{"biz_data":{"trans_status":1,"order_amount":12},"response_code":110}`), &m))
	require.Equal(t, terminal.Text(terminal.Failed), m.Data.Status)
	require.Equal(t, terminal.Text("110"), m.ResponseCode)
	require.NoError(t, json.Unmarshal([]byte(`{"biz_data":"","response_code":"110"}`), &m))
}

func TestAmounts(t *testing.T) {
	for text, fen := range map[terminal.Text]money.Fen{"12": 1200, "12.3": 1230, "12.30": 1230, "0.05": 5, "840.47": 84047} {
		read, ok := text.Fen()
		require.True(t, ok, text)
		require.Equal(t, fen, read)
	}
	for _, text := range []terminal.Text{"", "-1", "1e3", "1.234", " 1", "1,000.00", "９"} {
		_, ok := text.Fen()
		require.False(t, ok, text)
	}
	rapid.Check(t, func(r *rapid.T) {
		fen := money.Fen(rapid.Int64Range(0, int64(money.MaxFen)).Draw(r, "fen"))
		read, ok := terminal.Amount(fen).Fen()
		require.True(r, ok)
		require.Equal(r, fen, read)
	})
}
