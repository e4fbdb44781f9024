package proof_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/proof"
)

// here is the device of these tests, and key its pair; both are invented.
var (
	here = proof.Signer{Book: "01890000-0000-7000-8000-000000000001", Device: "01890000-0000-7000-8000-000000000002"}
	key  = ed25519.NewKeyFromSeed([]byte("0123456789abcdef0123456789abcdef"))
)

func public() ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

func receipt() proof.Receipt {
	return proof.Receipt{Number: "01-2026-000123", Fen: 926_40, AtMS: time.Date(2026, 11, 21, 9, 12, 5, 0, calendar.Zone).UnixMilli(), Counter: "01",
		Room: proof.Mark(here.Book, "01-2026-000123", "a0b1c2d3e4f50617")}
}

func TestAPhoneShowsNumberSumAndTimeInPlainWords(t *testing.T) {
	text := here.Sign(receipt(), key).Text()
	require.True(t, strings.HasPrefix(text, "SHOUQI1 01-2026-000123 CNY 926.40 2026-11-21 09:12:05 01 "), text)
	require.Regexp(t, `^[0-9A-Z $%*+./:-]+$`, text, "what a QR code packs densest")
	require.NotContains(t, text, "a0b1c2d3e4f50617")
	require.Len(t, text, 169)
}

func TestACodeIsReadBackAsItWasSigned(t *testing.T) {
	for name, change := range map[string]func(*proof.Receipt){
		"taken":                     func(*proof.Receipt) {},
		"given back":                func(r *proof.Receipt) { r.Fen = -1_234_567_89 },
		"nothing but a prepayment":  func(r *proof.Receipt) { r.Fen = 0 },
		"a counter of four letters": func(r *proof.Receipt) { r.Number, r.Counter = "AB12-2026-1000000", "AB12" },
		"the largest sum":           func(r *proof.Receipt) { r.Fen = money.MaxFen },
	} {
		t.Run(name, func(t *testing.T) {
			r := receipt()
			change(&r)
			signed := here.Sign(r, key)
			code, ok := proof.Read(signed.Text())
			require.True(t, ok)
			require.Equal(t, r, code.Receipt)
			require.True(t, code.IsBy(here, public()))
			require.LessOrEqual(t, len(signed.Text()), 200, "the desk's search holds it")
		})
	}
}

// A reprint must carry the code of the original, to the letter.
func TestTheSameReceiptGivesTheSameCode(t *testing.T) {
	later := receipt()
	later.AtMS += 999
	require.Equal(t, here.Sign(receipt(), key).Text(), here.Sign(later, key).Text())
}

func TestACodeIsReadHoweverItWasTyped(t *testing.T) {
	text := here.Sign(receipt(), key).Text()
	for name, typed := range map[string]string{
		"small letters":      strings.ToLower(text),
		"a line end":         " " + text + "\r\n",
		"a broken signature": text[:100] + "\n" + text[100:120] + " " + text[120:],
		"full-width signs":   strings.NewReplacer(":", "：", "-", "－", ".", "．", " ", "\u3000", "A", "Ａ").Replace(text),
	} {
		t.Run(name, func(t *testing.T) {
			code, ok := proof.Read(typed)
			require.True(t, ok)
			require.True(t, code.IsBy(here, public()))
		})
	}
}

func TestAnAlteredCodeIsNoCodeOfTheDevice(t *testing.T) {
	text := here.Sign(receipt(), key).Text()
	for at := range len(text) {
		other := byte('2')
		if text[at] == other {
			other = '3'
		}
		code, ok := proof.Read(text[:at] + string(other) + text[at+1:])
		require.False(t, ok && code.IsBy(here, public()), "letter %d", at)
	}
	for _, altered := range []string{strings.Replace(text, "926.40", "9926.40", 1), strings.Replace(text, "CNY 926.40", "CNY 0926.40", 1), text[:len(text)-1], text + "A"} {
		code, ok := proof.Read(altered)
		require.False(t, ok && code.IsBy(here, public()), altered)
	}
}

func TestAnotherBookOrDeviceDidNotSignIt(t *testing.T) {
	code := here.Sign(receipt(), key)
	require.False(t, code.IsBy(proof.Signer{Book: here.Device, Device: here.Device}, public()))
	require.False(t, code.IsBy(proof.Signer{Book: here.Book, Device: here.Book}, public()))
	require.False(t, code.IsBy(here, nil))
	require.False(t, code.IsBy(here, ed25519.NewKeyFromSeed([]byte("fedcba9876543210fedcba9876543210")).Public().(ed25519.PublicKey)))
}

func TestARoomsMarkIsAnotherOnEachReceipt(t *testing.T) {
	require.NotEqual(t, proof.Mark("b", "01-2026-000001", "room"), proof.Mark("b", "01-2026-000002", "room"))
	require.NotEqual(t, proof.Mark("b", "01-2026-000001", "room"), proof.Mark("b", "01-2026-000001", "other"))
	require.NotEqual(t, proof.Mark("b", "01-2026-000001", "room"), proof.Mark("c", "01-2026-000001", "room"))
}

func TestANumberIsFoundInACodeThatWasCutShort(t *testing.T) {
	text := here.Sign(receipt(), key).Text()
	number, ok := proof.Number(text[:40])
	require.True(t, ok)
	require.Equal(t, "01-2026-000123", number)
	number, ok = proof.Number("sq1:01-2026-000123:92640:9f31c07ab2e4d518")
	require.True(t, ok, "on receipts from before they were signed")
	require.Equal(t, "01-2026-000123", number)
	for _, other := range []string{"", "01-2026-000123", "SHOUQI1", "SHOUQI1 1201", "SHOUQI2 01-2026-000123"} {
		_, ok := proof.Number(other)
		require.False(t, ok, other)
	}
}

func FuzzRead(f *testing.F) {
	text := here.Sign(receipt(), key).Text()
	f.Add(text)
	f.Add(strings.ToLower(text))
	f.Add("SHOUQI1 01-2026-000123 CNY -0.00 2026-02-30 25:61:00 01 AAAAAAAA " + strings.Repeat("A", 103))
	f.Add("ＳＨＯＵＱＩ１")
	f.Fuzz(func(t *testing.T, text string) {
		code, ok := proof.Read(text)
		if !ok {
			return
		}
		again, ok := proof.Read(code.Text())
		require.True(t, ok)
		require.Equal(t, code, again)
		number, ok := proof.Number(text)
		require.True(t, ok)
		require.Equal(t, code.Number, number)
		if code.IsBy(here, public()) {
			require.Equal(t, here.Sign(code.Receipt, key), code)
		}
	})
}
