package billing

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
)

// TestIssuedBillsReadBackAsTheyWere is what lets a run fold its bills without reading its own bytes: nothing but a text that
// is not UTF-8 reads back otherwise, and that is told by its mark.
func TestIssuedBillsReadBackAsTheyWere(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\x00-\x{10FFFF}]{0,12}`), rapid.Just("𠮷龑 < > & \" \\ \u2028 \ufffd"),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 8), func(raw []byte) string { return string(raw) }))
	day := rapid.Map(text, func(text string) calendar.Date { return calendar.Date(text) })
	line := rapid.Custom(func(t *rapid.T) lineV1 {
		return lineV1{Item: text.Draw(t, "item"), Object: text.Draw(t, "object"), FromOn: day.Draw(t, "from"), ToOn: day.Draw(t, "to"),
			Revision: rapid.Int().Draw(t, "revision"), Kind: text.Draw(t, "kind"), Debtor: text.Draw(t, "debtor"), DueOn: day.Draw(t, "due"),
			AmountFen: money.Fen(rapid.Int64().Draw(t, "fen")), Steps: rapid.SliceOfN(text, 1, 3).Draw(t, "steps"), Exact: text.Draw(t, "exact"),
			Tariff: text.Draw(t, "tariff"), TariffFromOn: day.Draw(t, "version"), OfBill: text.Draw(t, "of")}
	})
	rapid.Check(t, func(t *rapid.T) {
		part := issuedV1{Run: text.Draw(t, "run"), Part: rapid.Int().Draw(t, "part"), By: text.Draw(t, "by"), Bills: rapid.SliceOfN(line, 1, 3).Draw(t, "bills")}
		written, err := json.Marshal(part)
		require.NoError(t, err)
		read, err := journal.Decode[issuedV1](written)
		require.NoError(t, err)
		if !bytes.Contains(written, []byte(`\ufffd`)) {
			require.Equal(t, part, read)
		}
	})
}
