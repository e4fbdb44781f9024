package money

import (
	"fmt"
	"strconv"
	"strings"
)

// maxTextBytes bounds what Parse looks at; the longest sensible amount,
// "-1,000,000,000.00", has 17 bytes.
const maxTextBytes = 64

// Parse reads an amount in yuan: digits, an optional leading minus sign, and
// an optional point with one or two decimals: "1234", "1234.5", "-3.20",
// "1,234.56". Commas are taken only where they part thousands. It takes ASCII
// only: full-width digits, currency signs and spaces are for the caller to
// clear, who knows where the text came from.
//
// It returns ErrSyntax for anything else, the empty text included,
// ErrPrecision for a third decimal even when it is zero, and ErrRange for an
// amount beyond MaxFen. The errors never repeat the text: what was typed into
// a field of money may be somebody's phone number.
func Parse(text string) (Fen, error) {
	if len(text) > maxTextBytes {
		return 0, ErrSyntax
	}
	unsigned, negative := strings.CutPrefix(text, "-")
	whole, decimals, hasPoint := strings.Cut(unsigned, ".")
	if strings.Contains(whole, ",") {
		joined, ok := joinThousands(whole)
		if !ok {
			return 0, ErrSyntax
		}
		whole = joined
	}
	if !isDigits(whole) || (hasPoint && !isDigits(decimals)) {
		return 0, ErrSyntax
	}
	if len(decimals) > 2 {
		return 0, ErrPrecision
	}
	fen, err := strconv.ParseUint(whole+(decimals + "00")[:2], 10, 64)
	if err != nil || fen > uint64(MaxFen) {
		return 0, ErrRange
	}
	if negative {
		return -Fen(fen), nil
	}
	return Fen(fen), nil
}

func joinThousands(whole string) (string, bool) {
	groups := strings.Split(whole, ",")
	if len(groups[0]) < 1 || len(groups[0]) > 3 {
		return "", false
	}
	for _, group := range groups[1:] {
		if len(group) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func isDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}

// String returns the amount in yuan with two decimals, "1234.56" or "-0.05".
// Parse reads it back.
func (amount Fen) String() string {
	return amount.sign() + amount.yuanDigits() + amount.decimals()
}

// Grouped returns the amount in yuan with its thousands parted: "1,234.56".
func (amount Fen) Grouped() string {
	return amount.sign() + amount.groupedDigits() + amount.decimals()
}

// Yuan returns the amount as screens and receipts show it: "￥1,234.56",
// "-￥0.05". The sign is the full-width ￥ (U+FFE5), which GB 18030 and every
// receipt printer's own font carry.
func (amount Fen) Yuan() string {
	return amount.sign() + "￥" + amount.groupedDigits() + amount.decimals()
}

func (amount Fen) sign() string {
	if amount < 0 {
		return "-"
	}
	return ""
}

func (amount Fen) yuanDigits() string {
	return strconv.FormatUint(magnitude(int64(amount))/100, 10)
}

func (amount Fen) decimals() string {
	return fmt.Sprintf(".%02d", magnitude(int64(amount))%100)
}

func (amount Fen) groupedDigits() string {
	digits := amount.yuanDigits()
	var grouped strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			grouped.WriteByte(',')
		}
		grouped.WriteRune(digit)
	}
	return grouped.String()
}
