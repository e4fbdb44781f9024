package scanning_test

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/skip2/go-qrcode"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/cashier/scanning"
	"shouqi/devices/escpos"
	"shouqi/devices/wedge"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/proof"
	"shouqi/ledger/store"
)

const (
	book   = "01890000-0000-7000-8000-000000000001"
	object = "a0b1c2d3e4f50617"
)

var notice = scanning.Slip{Object: object, FromMonth: "2026-07", ToMonth: "2026-10"}

// naming is a slip of so many bills, the first of the oldest month.
func naming(count int) scanning.Slip {
	bills := []scanning.OnSlip{{Bill: "bill 0", FromOn: "2026-07-01"}}
	for n := 1; n < count; n++ {
		bills = append(bills, scanning.OnSlip{Bill: fmt.Sprint("bill ", n), FromOn: "2026-10-01"})
	}
	return scanning.SlipOf(object, bills)
}

func textOf(t require.TestingT, s scanning.Slip) string {
	text, err := s.Text(book)
	require.NoError(t, err)
	return text
}

func receipt() string {
	key := ed25519.NewKeyFromSeed([]byte("0123456789abcdef0123456789abcdef"))
	return proof.Signer{Book: book, Device: "d"}.Sign(proof.Receipt{Number: "01-2026-000123", Fen: 926_40, AtMS: 1_795_000_000_000, Counter: "01",
		Room: proof.Mark(book, "01-2026-000123", object)}, key).Text()
}

// swapped is a text with Caps Lock on.
func swapped(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, text)
}

func TestWhatAScannedTextIs(t *testing.T) {
	paper := textOf(t, notice)
	for text, want := range map[string]scanning.Found{
		paper:                                    {Kind: scanning.Paper, Slip: notice},
		" " + paper + "\r\n":                     {Kind: scanning.Paper, Slip: notice},
		strings.Replace(paper, "7", "７", 9):      {Kind: scanning.Paper, Slip: notice},
		textOf(t, scanning.Slip{Object: object}): {Kind: scanning.Paper, Slip: scanning.Slip{Object: object}},
		textOf(t, naming(2)):                     {Kind: scanning.Paper, Slip: naming(2)},
		receipt():                                {Kind: scanning.Receipt, Number: "01-2026-000123"},
		swapped(receipt()):                       {Kind: scanning.Receipt, Number: "01-2026-000123"},
		receipt()[:40]:                           {Kind: scanning.Receipt, Number: "01-2026-000123"},
		"SQ1:01-2026-000123:92640:9f31c0":        {Kind: scanning.Receipt, Number: "01-2026-000123"},
		"100000000000000000":                     {Kind: scanning.Payer, Channel: payment.WeChat},
		"159999999999999999":                     {Kind: scanning.Payer, Channel: payment.WeChat},
		"2512345678901234":                       {Kind: scanning.Payer, Channel: payment.Alipay},
		"301234567890123456789012":               {Kind: scanning.Payer, Channel: payment.Alipay},
	} {
		require.Equal(t, want, scanning.Read(text, book), text)
	}
}

func TestWhatIsOfNoUseDoesNothingAndIsNamed(t *testing.T) {
	paper := textOf(t, notice)
	for text, code := range map[string]string{
		paper[:35]:                         "scanning.damaged",
		paper[:20] + "0" + paper[20:]:      "scanning.damaged",
		"6212345678901234567":              "payment.payer_unionpay",
		"0112345678901234567":              "payment.payer_digital_yuan",
		"wxp://f2f0abc":                    "payment.payer_receives",
		swapped("https://qr.alipay.com/a"): "payment.payer_receives",
		"6901234567892":                    "scanning.goods",
		"6901234567893":                    "scanning.unknown",
		"96385074":                         "scanning.goods",
		"036000291452":                     "scanning.goods",
		"http://example.com/a":             "scanning.link",
		"01,32,,26312000000000000001,9.26,20261121,,ABCD,": "scanning.invoice",
		"物业费收据":              "scanning.hanzi",
		"160000000000000000": "scanning.unknown",
		"13456789012345678":  "scanning.unknown",
		"3-2-1201":           "scanning.unknown",
		"":                   "scanning.unknown",
	} {
		found := scanning.Read(text, book)
		require.Equal(t, code, store.Code(found.Err), text)
		found.Err = nil
		require.Equal(t, scanning.Found{Kind: scanning.Unknown}, found, text)
	}
	require.Equal(t, "scanning.other_book", store.Code(scanning.Read(paper, "another").Err))
	require.Equal(t, "scanning.unread", store.Code(scanning.Unread()))
}

func TestAPaperSaysWhichBillsItIsAbout(t *testing.T) {
	on := func(day calendar.Date) scanning.OnSlip { return scanning.OnSlip{Bill: "any", FromOn: day} }
	require.False(t, notice.Covers(on("2026-06-30")))
	require.True(t, notice.Covers(on("2026-07-01")))
	require.True(t, notice.Covers(on("2026-10-31")))
	require.False(t, notice.Covers(on("2026-11-01")))
	require.True(t, scanning.Slip{Object: object}.Covers(on("2019-01-01")), "a card is about all of them")
	require.True(t, scanning.Slip{Object: object, ToMonth: "2026-10"}.Covers(on("2019-01-01")), "what is owed until then")
}

// A paper that names its bills is about no others, not even those issued for its months later; one of too many is about its months.
func TestAPaperThatNamesItsBillsIsAboutNoOthers(t *testing.T) {
	slip := naming(2)
	require.Equal(t, []string{"2026-07", "2026-10"}, []string{slip.FromMonth, slip.ToMonth})
	require.True(t, slip.Covers(scanning.OnSlip{Bill: "bill 0", FromOn: "2026-07-01"}))
	require.True(t, slip.Covers(scanning.OnSlip{Bill: "bill 1", FromOn: "2026-10-01"}))
	require.False(t, slip.Covers(scanning.OnSlip{Bill: "bill 2", FromOn: "2026-10-01"}))
	opening := scanning.SlipOf(object, []scanning.OnSlip{{Bill: "bill 0", FromOn: "2026-10-01"}, {Bill: "old"}})
	require.True(t, opening.Covers(scanning.OnSlip{Bill: "old"}), "an opening balance has no month")
	require.False(t, opening.Covers(scanning.OnSlip{Bill: "bill 1", FromOn: "2026-09-01"}))

	most, many := naming(scanning.SlipBillsMax), naming(scanning.SlipBillsMax+1)
	require.Len(t, most.Bills, scanning.SlipBillsMax)
	require.Equal(t, scanning.Slip{Object: object, FromMonth: "2026-07", ToMonth: "2026-10"}, many)
	require.True(t, many.Covers(scanning.OnSlip{Bill: "any", FromOn: "2026-08-01"}))
}

func TestTheCodeFitsTheNarrowestPaper(t *testing.T) {
	for count, version := range map[int]int{1: 2, 3: 2, scanning.SlipBillsMax: 6} {
		text := textOf(t, naming(count))
		require.LessOrEqual(t, len(text), min(escpos.MaxQRBytes, wedge.MaxRunes-8), "behind the longest prefix of a scanner too")
		code, err := qrcode.New(text, qrcode.Medium)
		require.NoError(t, err)
		require.LessOrEqual(t, code.VersionNumber, version, "%d bills: 25 squares a side for a few, 41 for the most", count)
	}
}

func TestEveryPlaceOfTheEstateCanStandOnAPaper(t *testing.T) {
	for _, code := range []string{"3-2-1201", "商铺-01"} {
		slip := scanning.Slip{Object: estate.ObjectID(estate.Room, code)}
		require.Equal(t, scanning.Found{Kind: scanning.Paper, Slip: slip}, scanning.Read(textOf(t, slip), book))
	}
}

func TestNoCodeIsWrittenOfWhatIsNoPaper(t *testing.T) {
	for _, slip := range []scanning.Slip{{}, {Object: "zz"}, {Object: object + "00"}, {Object: object, FromMonth: "2026-13"}, {Object: object, ToMonth: "1999-12"}, {Object: object, ToMonth: "2026-1"},
		{Object: object, Bills: []string{"12345"}}, {Object: object, Bills: slices.Repeat([]string{"123456"}, scanning.SlipBillsMax+1)}} {
		_, err := slip.Text(book)
		require.Error(t, err, "%+v", slip)
	}
}

var anySlip = rapid.Custom(func(t *rapid.T) scanning.Slip {
	month := rapid.OneOf(rapid.Just(""), rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("20%02d-%02d", rapid.IntRange(0, 99).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"))
	}))
	slip := scanning.Slip{Object: rapid.StringMatching(`[0-9a-f]{16}`).Draw(t, "object"), FromMonth: month.Draw(t, "from"), ToMonth: month.Draw(t, "to")}
	if marks := rapid.SliceOfN(rapid.StringMatching(`[0-9]{6}`), 0, scanning.SlipBillsMax).Draw(t, "bills"); len(marks) > 0 {
		slip.Bills = marks
	}
	return slip
})

// One figure wrong, dropped, doubled or changed with its neighbour: refused, never another household's.
func TestASlipIsReadRightOrNotAtAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slip := anySlip.Draw(t, "slip")
		text := textOf(t, slip)
		require.Equal(t, scanning.Found{Kind: scanning.Paper, Slip: slip}, scanning.Read(text, book))
		at := rapid.IntRange(0, len(text)-2).Draw(t, "at")
		for name, wrong := range map[string]string{
			"wrong":   text[:at] + string('0'+(text[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10) + text[at+1:],
			"dropped": text[:at] + text[at+1:],
			"doubled": text[:at+1] + text[at:],
			"changed": text[:at] + text[at+1:at+2] + text[at:at+1] + text[at+2:],
			"cut off": text[:at],
		} {
			if wrong == text {
				continue
			}
			found := scanning.Read(wrong, book)
			require.Equal(t, scanning.Unknown, found.Kind, "%s: %s of %s", name, wrong, text)
			require.Error(t, found.Err)
		}
	})
}

func FuzzRead(f *testing.F) {
	text, err := notice.Text(book)
	require.NoError(f, err)
	for _, seed := range []string{text, textOf(f, naming(3)), text[:35], receipt(), "134567890123456789", "6901234567892", "01,10,", "wxp://", "七七"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := scanning.Read(text, book)
		require.Equal(t, found.Kind == scanning.Unknown, found.Err != nil)
		var told *store.Error
		if errors.As(found.Err, &told) {
			require.Empty(t, told.Args, "a scanned text stands in no error")
		}
		if found.Kind == scanning.Paper {
			again, err := found.Slip.Text(book)
			require.NoError(t, err)
			require.Equal(t, found, scanning.Read(again, book))
		}
	})
}
