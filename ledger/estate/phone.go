package estate

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// phoneDigits is how many digits a telephone number has, mobile or with its area code.
const phoneDigits = 11

// digitsOf returns the digits of a text alone, and whether it has nothing but digits, hyphens, spaces and a plus. What is dialled before
// a number of phoneDigits from afar, the country's 86 and noughts, is left out.
func digitsOf(text string) (digits string, isNumber bool) {
	digits = strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '+' {
			return -1
		}
		return r
	}, text)
	if before := len(digits) - phoneDigits; before > 0 && slices.Contains(dialledBefore, digits[:before]) {
		digits = digits[before:]
	}
	return digits, strings.Trim(digits, "0123456789") == ""
}

// dialledBefore are what stands before a number that is dialled from elsewhere.
var dialledBefore = []string{"0", "86", "086", "0086"}

// LooksLikePhone reports whether a text has the form of a telephone number: 11 digits, with or without hyphens, and 86 before it.
func LooksLikePhone(text string) bool {
	digits, isNumber := digitsOf(text)
	return isNumber && len(digits) == phoneDigits
}

// has reports whether the profile has a telephone number.
func (p Profile) has(digits string) bool {
	return slices.ContainsFunc(p.Phones, func(phone string) bool {
		own, _ := digitsOf(phone)
		return own == digits
	})
}

// IsPhoneOf reports whether a text is the telephone number of somebody who is party to an object on a day.
func IsPhoneOf(tx *store.Tx, v *vault.Vault, object string, on calendar.Date, text string) (bool, error) {
	digits, _ := digitsOf(text)
	parties, err := PartiesOn(tx, object, on)
	if err != nil {
		return false, err
	}
	for _, party := range parties {
		profile, err := ProfileOf(tx, v, party.Person, 0)
		if err != nil || profile.has(digits) {
			return err == nil, err
		}
	}
	return false, nil
}

// IsPhone reports whether a text is the telephone number of anybody of the estate. It opens every profile, and is for what is
// seldom typed.
func IsPhone(tx *store.Tx, v *vault.Vault, text string) (isOne bool, err error) {
	if !LooksLikePhone(text) {
		return false, nil
	}
	digits, _ := digitsOf(text)
	kinds, err := personKinds(tx)
	if err != nil {
		return false, err
	}
	err = openProfiles(tx, v, kinds, func(_ string, profile Profile) error {
		isOne = isOne || profile.has(digits)
		return nil
	})
	return isOne, err
}

// ownNumberForm is a mobile number, written together or in groups, or an identity number, wherever it stands in a text.
var ownNumberForm = regexp.MustCompile(`(?:^|\D)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{17}[\dXx])(?:\D|$)`)

// HasOwnNumber reports whether a text has a number in it by which one person is known: a mobile number or an identity number, by its form.
func HasOwnNumber(text string) bool { return ownNumberForm.MatchString(norm.NFKC.String(text)) }
