package estate

import "strings"

// MaskPhone shows a phone as 138****8000: three digits, four stars, four digits; a short one keeps its last two.
func MaskPhone(phone string) string {
	r := []rune(phone)
	switch {
	case len(r) >= 11:
		return string(r[:3]) + "****" + string(r[len(r)-4:])
	case len(r) > 2:
		return strings.Repeat("*", len(r)-2) + string(r[len(r)-2:])
	}
	return phone
}

// MaskName shows a person's name as 张*国 or 张*, and a company's name whole.
func MaskName(name, kind string) string {
	r := []rune(name)
	if kind == Company || len(r) < 2 {
		return name
	}
	if len(r) == 2 {
		return string(r[:1]) + "*"
	}
	return string(r[:1]) + strings.Repeat("*", len(r)-2) + string(r[len(r)-1:])
}

// MaskID shows an identity number as its first and last character with stars between.
func MaskID(number string) string {
	r := []rune(number)
	if len(r) < 3 {
		return strings.Repeat("*", len(r))
	}
	return string(r[:1]) + strings.Repeat("*", len(r)-2) + string(r[len(r)-1:])
}
