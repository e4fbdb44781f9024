package cashier

import (
	"context"
	"errors"
	"regexp"
	"strconv"

	"shouqi/assets"
	"shouqi/cashier/intake"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// plainErrors are the errors of rooms that know no codes, with the catalogue's sentence for each.
var plainErrors = []struct {
	err error
	key string
}{
	{context.Canceled, "error.cancelled"},
	{context.DeadlineExceeded, "error.store.busy"},
	{money.ErrSyntax, "error.money.syntax"},
	{money.ErrPrecision, "error.money.precision"},
	{money.ErrRange, "error.money.range"},
	{calendar.ErrDate, "error.calendar.date"},
}

// spokenArguments are the codes whose arguments are names of the program, with the catalogue's prefix of the words that
// people use for them.
var spokenArguments = map[string]string{
	"staff.may_not":         "action.",
	"staff.may_not_approve": "action.",
	"staff.needs_approval":  "action.",
}

// Explain gives the sentence that says what happened, whether money is safe and what to do now, in lang (assets.Chinese
// or assets.English). An error nobody has words for is a calm general sentence; what Go says of it never shows. A file
// that cannot be read brings its own Chinese sentence. It gives "" for nil.
func Explain(err error, lang string) string {
	if err == nil {
		return ""
	}
	var file *intake.FileError
	if errors.As(err, &file) {
		return file.Text
	}
	var typed *store.Error
	if errors.As(err, &typed) {
		if sentence, ok := sentenceOf(lang, "error."+typed.Code, arguments(lang, typed)); ok {
			return sentence
		}
	}
	for _, plain := range plainErrors {
		if errors.Is(err, plain.err) {
			return assets.Text(lang, plain.key)
		}
	}
	return assets.Text(lang, "error.internal")
}

func arguments(lang string, typed *store.Error) []any {
	prefix, spoken := spokenArguments[typed.Code]
	if !spoken {
		return typed.Args
	}
	words := make([]any, len(typed.Args))
	for i, argument := range typed.Args {
		words[i] = argument
		if name, ok := argument.(string); ok {
			if word := assets.Text(lang, prefix+name); word != prefix+name {
				words[i] = word
			}
		}
	}
	return words
}

var numberedVerb = regexp.MustCompile(`%\[(\d+)\]`)

// sentenceOf fills a sentence with as many arguments as it asks for, so that those it leaves unsaid do not trail behind.
// It answers false for a key without a sentence and for one that asks for more than there is.
func sentenceOf(lang, key string, arguments []any) (string, bool) {
	template := assets.Text(lang, key)
	if template == key {
		return "", false
	}
	wanted := 0
	for _, verb := range numberedVerb.FindAllStringSubmatch(template, -1) {
		number, err := strconv.Atoi(verb[1])
		if err != nil || number > len(arguments) {
			return "", false
		}
		wanted = max(wanted, number)
	}
	return assets.Text(lang, key, arguments[:wanted]...), true
}
