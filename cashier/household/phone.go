package household

import (
	"strings"

	"shouqi/ledger/estate"
)

// What of a phone people type: its last four to eight digits, by which a household is found, or its first five to eight. Four of
// the first are too often a sum of money: 1500, 1800.
const (
	phoneTailMin = 4
	phoneHeadMin = 5
	phonePartMax = 8
)

// SetPhones takes a person's phones as they are on file: masked for the screen, and their digits for PhoneLike alone.
func (p *Person) SetPhones(phones ...string) {
	p.Phones, p.numbers = nil, nil
	for _, phone := range phones {
		p.Phones = append(p.Phones, estate.MaskPhone(phone))
		p.numbers = append(p.numbers, strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, phone))
	}
}

// PhoneLike returns the person's phone, masked, that digits are: whole, its last four to eight digits or its first five to eight.
func (p Person) PhoneLike(digits string) (masked string, found bool) {
	for i, number := range p.numbers {
		isTail := len(digits) >= phoneTailMin && strings.HasSuffix(number, digits)
		isHead := len(digits) >= phoneHeadMin && strings.HasPrefix(number, digits)
		if (isTail || isHead) && (len(digits) <= phonePartMax || digits == number) {
			return p.Phones[i], true
		}
	}
	return "", false
}
