package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Terms are what a second person decides about beside what a deed is done to and its sum: the reason, the way back, the day from
// which a price holds. They are names with values in the order in which the deed tells them, as in "reason=wrong_room;on=2026-11-20".
// An approval that was asked for is for exactly these: the same deed with another reason is another deed. Nothing personal is one,
// neither a name nor a note: they stand in the event that asks.
type Terms string

// Term is one of Terms.
type Term struct{ Name, Value string }

// termRunes is how many characters a value has at most.
const termRunes = 100

// termsForm is what Terms look like, and termsMax how long they are at most, in bytes.
var termsForm = regexp.MustCompile(`^([a-z]{1,20}=[^\pC;=]{1,120}(;[a-z]{1,20}=[^\pC;=]{1,120})*)?$`)

const termsMax = 2000

// NewTerms makes terms of names and values in turn; a name without a value is left out. A value that is too long, or has a character
// that parts terms, is told shortened and with a digest of the whole of it, so that it still is that value alone.
func NewTerms(pairs ...string) Terms {
	var all []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, pairs[i]+"="+termValue(pairs[i+1]))
		}
	}
	return Terms(strings.Join(all, ";"))
}

// And returns the terms with more behind them.
func (t Terms) And(more Terms) Terms {
	return Terms(strings.Trim(string(t)+";"+string(more), ";"))
}

// All takes terms apart.
func (t Terms) All() (all []Term) {
	for _, one := range strings.Split(string(t), ";") {
		if name, value, found := strings.Cut(one, "="); found {
			all = append(all, Term{name, value})
		}
	}
	return all
}

// Content is a short digest of what parts say, one after the other: what is decided about as a whole, such as a contract, where it is
// too long to be told.
func Content(parts ...string) string {
	digest := sha256.New()
	for _, part := range parts {
		sum := sha256.Sum256([]byte(part))
		digest.Write(sum[:])
	}
	return hex.EncodeToString(digest.Sum(nil)[:12])
}

// Standing are terms of how the thing stands that a deed is about: which freeze is lifted, what a limit was before. Nobody reads them;
// an approval that was asked for is none any more once the thing stands otherwise than who approved it saw it.
func Standing(parts ...any) Terms {
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = fmt.Sprint(part)
	}
	return NewTerms("content", Content(texts...))
}

func termValue(value string) string {
	plain := strings.Map(func(r rune) rune {
		if r == ';' || r == '=' || unicode.Is(unicode.C, r) {
			return ' '
		}
		return r
	}, value)
	runes := []rune(plain)
	if plain == value && len(runes) <= termRunes {
		return value
	}
	return string(runes[:min(len(runes), termRunes-15)]) + "#" + Content(value)[:12]
}
