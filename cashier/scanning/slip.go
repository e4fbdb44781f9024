package scanning

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// Slip is a paper of ours for a household: a bill, a notice, or a card. FromMonth and ToMonth, such as "2026-10", say which
// bills it is about, by the month in which their period begins; "" leaves that end open, and a card has neither.
type Slip struct {
	Object             string // the household's object, by its id
	FromMonth, ToMonth string
}

// Covers reports whether the paper is about a bill whose period begins on this day.
func (s Slip) Covers(fromOn calendar.Date) bool {
	month := fromOn.Month()
	return (s.FromMonth == "" || s.FromMonth <= month) && (s.ToMonth == "" || month <= s.ToMonth)
}

// A slip's code is figures alone, because these are read with any input method and Caps Lock on, and make the smallest
// picture: slipForm, the mark of the book, the object, both months and two check figures by ISO 7064 (MOD 97-10), so that
// the whole leaves 1 when divided by 97. No payment code has so many figures.
//
//	77 MMMM OOOOOOOOOOOOOOOOOOOO YYMM YYMM CC
const (
	slipForm    = "77"
	slipFigures = 2 + 4 + 20 + 4 + 4 + 2
	openMonth   = "0000"
)

var (
	slipShape  = regexp.MustCompile(`^77(\d{4})(\d{20})(\d{4})(\d{4})\d{2}$`)
	slipBroken = regexp.MustCompile(`^77\d{26,44}$`) // about as long as one
	monthForm  = regexp.MustCompile(`^20\d\d-(?:0[1-9]|1[0-2])$`)
	shortForm  = regexp.MustCompile(`^\d\d(?:0[1-9]|1[0-2])$`)
)

// errNoSlip says that a text is no code of a slip at all.
var errNoSlip = errors.New("scanning: no slip")

// Text returns the code of a slip of the book with this id, 36 figures. It fails where the object's id is no id, or a month
// is not one of 2000 to 2099.
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
	figures := fmt.Sprintf("%s%s%020d%s%s", slipForm, bookMark(book), binary.BigEndian.Uint64(object), from, to)
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
	if err != nil || !knownFrom || !knownTo {
		return Slip{}, store.Refuse(codeDamaged)
	}
	if parts[1] != bookMark(book) {
		return Slip{}, store.Refuse(codeOtherBook)
	}
	return Slip{Object: hex.EncodeToString(binary.BigEndian.AppendUint64(nil, object)), FromMonth: from, ToMonth: to}, nil
}

// bookMark tells the papers of one estate from another's; it is too short to say whose they are.
func bookMark(book string) string {
	sum := sha256.Sum256([]byte("shouqi.slip.book.v1|" + book))
	return fmt.Sprintf("%04d", binary.BigEndian.Uint64(sum[:8])%10_000)
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
