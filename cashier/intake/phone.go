package intake

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	mobile       = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landline     = regexp.MustCompile(`^(010|02\d|0[3-9]\d{2})?-?([2-9]\d{6,7})(?:-(\d{1,6}))?$`)
	serviceLine  = regexp.MustCompile(`^[48]00-?\d{3}-?\d{4}$`)
	abroad       = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	scientific   = regexp.MustCompile(`^\d(?:\.\d+)?[Ee]\+?\d+$`)
	areaBrackets = regexp.MustCompile(`^\((0\d{2,3})\)`)
	extension    = regexp.MustCompile(`转|分机|EXT\.?`)
)

const (
	// phoneBreaks part one person's phones from the next person's, or one phone
	// from another; phoneSeparators only the latter.
	phoneBreaks     = ";；\n"
	phoneSeparators = ";；\n、/,，|"
)

// phoneCell is what a cell of phones holds: groups as ; parts them, each with
// its phones. words says that remarks beside the numbers were left out.
type phoneCell struct {
	groups [][]string
	words  bool
}

func (phones phoneCell) all() []string {
	var all []string
	for _, group := range phones.groups {
		all = append(all, group...)
	}
	return all
}

// parsePhones reads mobile numbers with dashes, spaces or +86, landlines with
// area code and extension, and several of them. A number that a spreadsheet
// has rounded, as 1.38E+10 shows, is gone for good and refused.
func parsePhones(cell Cell) (phoneCell, *fault) {
	var phones phoneCell
	if isNothing(cell.Text) {
		return phones, nil
	}
	if ruinedPhone(cell) {
		return phones, faultf(codePhoneRuined, "电话被 Excel 变成了科学计数的数字，后几位已经丢失：请把单元格设为文本，重新填写完整的号码。")
	}
	for _, group := range splitAny(narrow(cell.Text), phoneBreaks) {
		var numbers []string
		for _, part := range splitAny(group, phoneSeparators) {
			found, words, ok := phonesIn(part)
			if !ok {
				return phoneCell{}, faultf(codePhoneSyntax, "不是完整的手机号或座机号（有 %d 位数字）：手机号 11 位，座机像 010-88880000，多个号码用分号隔开。", countDigits(part))
			}
			phones.words = phones.words || words
			numbers = append(numbers, found...)
		}
		phones.groups = append(phones.groups, numbers)
	}
	return phones, nil
}

// ruinedPhone tells text such as 1.38E+10, and a number of eleven digits that
// ends in six zeros, which is what remains after such text was read back.
func ruinedPhone(cell Cell) bool {
	text := squeeze(cell.Text)
	for _, part := range splitAny(text, phoneSeparators) {
		if scientific.MatchString(part) {
			return true
		}
	}
	return cell.Kind == kindNumber && len(text) == 11 && strings.HasSuffix(text, "000000")
}

// phonesIn reads one part: one phone with spaces in it, or several with only
// spaces between them. Remarks such as 13800000001(儿子) are dropped.
func phonesIn(part string) (numbers []string, words, ok bool) {
	text := extension.ReplaceAllString(strings.ToUpper(part), "-")
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) || r == ':' {
			return -1
		}
		return r
	}, text)
	words = plain != text
	plain = strings.TrimSpace(strings.ReplaceAll(plain, "()", ""))
	if plain == "" {
		return nil, words, true
	}
	if number, valid := phone(squeeze(plain)); valid {
		return []string{number}, words, true
	}
	for _, field := range strings.Fields(plain) {
		number, valid := phone(field)
		if !valid {
			return nil, words, false
		}
		numbers = append(numbers, number)
	}
	return numbers, words, true
}

// phone returns the canonical form: a mobile as its 11 digits, a landline as
// 010-88880000 or 010-88880000-123, one abroad with its +.
func phone(text string) (string, bool) {
	text = strings.Trim(strings.TrimPrefix(text, "'"), "-.")
	digits := strings.NewReplacer("-", "", ".", "").Replace(text)
	for _, prefix := range []string{"", "+86", "0086", "86", "+0086"} {
		if rest, found := strings.CutPrefix(digits, prefix); found && mobile.MatchString(rest) {
			return rest, true
		}
	}
	text = areaBrackets.ReplaceAllString(text, "$1-")
	if rest, found := strings.CutPrefix(text, "+86"); found {
		text = strings.TrimPrefix(rest, "-")
		if !strings.HasPrefix(text, "0") {
			text = "0" + text
		}
	}
	text = dashes.ReplaceAllString(text, "-")
	if serviceLine.MatchString(text) {
		return digits, true
	}
	if match := landline.FindStringSubmatch(text); match != nil {
		number := strings.TrimPrefix(match[1]+"-"+match[2], "-")
		return strings.TrimSuffix(number+"-"+match[3], "-"), true
	}
	if abroad.MatchString(digits) && !strings.HasPrefix(digits, "+86") {
		return digits, true
	}
	return "", false
}

func countDigits(text string) int {
	count := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			count++
		}
	}
	return count
}
