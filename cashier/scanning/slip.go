package scanning

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// Slip is a paper of ours for a household: a bill, a notice, or a card. FromMonth and ToMonth, such as "2026-10", say which
// bills it is about, by the month in which their period begins; "" leaves that end open, and a card has neither. Bills are the
// marks of exactly those that stand on it; with none it is about all of those months.
type Slip struct {
	Object             string // the household's object, by its id
	FromMonth, ToMonth string
	Bills              []string
}

// OnSlip is a bill that stands on a slip: its id, and the day on which its period begins, "" for an opening balance.
type OnSlip struct {
	Bill   string
	FromOn calendar.Date
}

// SlipBillsMax is how many bills a slip names: their code is no longer than a receipt's, so that the narrowest paper has room for it and a
// scanner that types gets it through at once. A slip of more is about all of their months.
const SlipBillsMax = 30

// SlipOf returns the slip of an object that is about exactly these bills or, where they are more than SlipBillsMax, about all of
// their months.
func SlipOf(object string, bills []OnSlip) Slip {
	slip := Slip{Object: object}
	for i, bill := range bills {
		month := bill.FromOn.Month()
		if i == 0 {
			slip.FromMonth, slip.ToMonth = month, month
		}
		slip.FromMonth, slip.ToMonth = min(slip.FromMonth, month), max(slip.ToMonth, month)
		if len(bills) <= SlipBillsMax {
			slip.Bills = append(slip.Bills, billMark(bill.Bill))
		}
	}
	return slip
}

// Covers reports whether the paper is about a bill.
func (s Slip) Covers(bill OnSlip) bool {
	month := bill.FromOn.Month()
	return (s.FromMonth == "" || s.FromMonth <= month) && (s.ToMonth == "" || month <= s.ToMonth) &&
		(len(s.Bills) == 0 || slices.Contains(s.Bills, billMark(bill.Bill)))
}

// A slip's code is figures alone, because these are read with any input method and Caps Lock on, and make the smallest
// picture: slipForm, the mark of the book, the object, both months, how many bills are named, the mark of each, and two check
// figures by ISO 7064 (MOD 97-10), so that the whole leaves 1 when divided by 97. No payment code has so many figures.
//
//	77 MMMM OOOOOOOOOOOOOOOOOOOO YYMM YYMM NN (BBBBBB)... CC
const (
	slipForm  = "77"
	slipLeast = 2 + 4 + 20 + 4 + 4 + 2 + 2
	markLen   = 6
	openMonth = "0000"
)

var (
	slipShape = regexp.MustCompile(fmt.Sprintf(`^77(\d{4})(\d{20})(\d{4})(\d{4})(\d{2})((?:\d{%d})*)\d{2}$`, markLen))
	// slipBroken is about as long as one: torn, or read twice in a place.
	slipBroken = regexp.MustCompile(fmt.Sprintf(`^77\d{%d,}$`, slipLeast-10))
	monthForm  = regexp.MustCompile(`^20\d\d-(?:0[1-9]|1[0-2])$`)
	shortForm  = regexp.MustCompile(`^\d\d(?:0[1-9]|1[0-2])$`)
	markForm   = regexp.MustCompile(fmt.Sprintf(`^\d{%d}$`, markLen))
)

// errNoSlip says that a text is no code of a slip at all.
var errNoSlip = errors.New("scanning: no slip")

// Text returns the code of a slip of the book with this id, 38 figures and 6 for each bill that it names. It fails where the
// object's id is no id, a month is not one of 2000 to 2099, or the bills are no marks or too many.
func (s Slip) Text(book string) (string, error) {
	object, err := hex.DecodeString(s.Object)
	if err != nil || len(object) != 8 {
		return "", fmt.Errorf("scanning: slip of object %q", s.Object)
	}
	from, err := shortMonth(s.FromMonth)
	if err != nil {
		return "", err
	}
	to, err := shortMonth(s.ToMonth)
	if err != nil {
		return "", err
	}
	if len(s.Bills) > SlipBillsMax || slices.ContainsFunc(s.Bills, func(mark string) bool { return !markForm.MatchString(mark) }) {
		return "", fmt.Errorf("scanning: slip of %d bills", len(s.Bills))
	}
	figures := fmt.Sprintf("%s%s%020d%s%s%02d%s", slipForm, bookMark(book), binary.BigEndian.Uint64(object), from, to, len(s.Bills), strings.Join(s.Bills, ""))
	return figures + fmt.Sprintf("%02d", 98-mod97(figures+"00")), nil
}

// readSlip reads the code of a slip. Its error is errNoSlip, or says what is wrong with a slip.
func readSlip(text, book string) (Slip, error) {
	figures := strings.Map(figure, text)
	if !slipBroken.MatchString(figures) {
		return Slip{}, errNoSlip
	}
	parts := slipShape.FindStringSubmatch(figures)
	if parts == nil || mod97(figures) != 1 {
		return Slip{}, store.Refuse(codeDamaged)
	}
	object, err := strconv.ParseUint(parts[2], 10, 64)
	from, knownFrom := longMonth(parts[3])
	to, knownTo := longMonth(parts[4])
	bills := marks(parts[6])
	if err != nil || !knownFrom || !knownTo || parts[5] != fmt.Sprintf("%02d", len(bills)) || len(bills) > SlipBillsMax {
		return Slip{}, store.Refuse(codeDamaged)
	}
	if parts[1] != bookMark(book) {
		return Slip{}, store.Refuse(codeOtherBook)
	}
	return Slip{Object: hex.EncodeToString(binary.BigEndian.AppendUint64(nil, object)), FromMonth: from, ToMonth: to, Bills: bills}, nil
}

// bookMark tells the papers of one estate from another's; it is too short to say whose they are.
func bookMark(book string) string {
	sum := sha256.Sum256([]byte("shouqi.slip.book.v1|" + book))
	return fmt.Sprintf("%04d", binary.BigEndian.Uint64(sum[:8])%10_000)
}

// billMark tells the bills of a household from one another.
func billMark(bill string) string {
	sum := sha256.Sum256([]byte("shouqi.slip.bill.v1|" + bill))
	return fmt.Sprintf("%0*d", markLen, binary.BigEndian.Uint64(sum[:8])%1_000_000)
}

// marks parts the figures of all marks.
func marks(figures string) (all []string) {
	for mark := range slices.Chunk([]byte(figures), markLen) {
		all = append(all, string(mark))
	}
	return all
}

func shortMonth(month string) (string, error) {
	switch {
	case month == "":
		return openMonth, nil
	case monthForm.MatchString(month):
		return month[2:4] + month[5:], nil
	}
	return "", fmt.Errorf("scanning: slip of month %q", month)
}

func longMonth(short string) (month string, ok bool) {
	switch {
	case short == openMonth:
		return "", true
	case shortForm.MatchString(short):
		return "20" + short[:2] + "-" + short[2:], true
	}
	return "", false
}

// mod97 returns what figures leave when divided by 97.
func mod97(figures string) int {
	left := 0
	for _, f := range figures {
		left = (left*10 + int(f-'0')) % 97
	}
	return left
}

// figure returns a full-width figure, as an input method types it, as its ASCII one.
func figure(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}
