package voice

import "shouqi/ledger/money"

// digits and units are the names of the recorded words.
var (
	digits = [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
	units  = [4]string{"", "ten", "hundred", "thousand"}
	groups = [3]string{"", "wan", "yi"}
)

// mostFen is the most that is spoken: below 1 万亿 yuan.
const mostFen = money.Fen(100_000_000_000_000) - 1

// amount returns the words by which a sum from 0 fen is spoken: 403.75 is 四百零三元七角五分. Below 0 and above 9,999 亿 yuan it is spoken by no
// word at all.
func amount(fen money.Fen) (words []string) {
	if fen < 0 || fen > mostFen {
		return nil
	}
	yuan, jiao, cent := int64(fen)/100, int(fen)/10%10, int(fen)%10
	if yuan > 0 || fen == 0 {
		words = append(whole(yuan), "yuan")
	}
	switch {
	case jiao > 0:
		words = append(words, digits[jiao], "jiao")
	case cent > 0 && yuan > 0:
		words = append(words, "0")
	}
	if cent > 0 {
		words = append(words, digits[cent], "fen")
	}
	return words
}

// whole returns the words of a whole number, four figures and their group at a time.
func whole(number int64) (words []string) {
	switch number {
	case 0:
		return []string{"0"}
	case 2:
		return []string{"both"}
	}
	for group := len(groups) - 1; group >= 0; group-- {
		size := int64(1)
		for range group {
			size *= 10_000
		}
		four := int(number / size % 10_000)
		if four == 0 {
			continue
		}
		if len(words) > 0 && four < 1000 {
			words = append(words, "0")
		}
		if four == 2 && group > 0 && len(words) == 0 {
			words = append(words, "both")
		} else {
			words = append(words, fourFigures(four, len(words) == 0)...)
		}
		if groups[group] != "" {
			words = append(words, groups[group])
		}
	}
	return words
}

// fourFigures returns the words of 1 to 9,999. At the beginning of a number 10 to 19 have no 一 before the 十, and 二 before 百 and 千 is 两.
func fourFigures(four int, isFirst bool) (words []string) {
	isGap := false
	for place := 3; place >= 0; place-- {
		size := [4]int{1, 10, 100, 1000}[place]
		digit := four / size % 10
		if digit == 0 {
			isGap = len(words) > 0
			continue
		}
		if isGap {
			words, isGap = append(words, "0"), false
		}
		word := digits[digit]
		if digit == 2 && place >= 2 && isFirst && len(words) == 0 {
			word = "both"
		}
		if !(digit == 1 && place == 1 && isFirst && len(words) == 0) {
			words = append(words, word)
		}
		if units[place] != "" {
			words = append(words, units[place])
		}
	}
	return words
}
