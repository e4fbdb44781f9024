package words

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shouqi/assets"
	"shouqi/cashier/intake"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
	"shouqi/ledger/witness"
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
	staff.CodeMayNot:        "action.",
	staff.CodeMayNotApprove: "action.",
	staff.CodeNeedsApproval: "action.",
	tariff.CodeCondition:    "charges.field.",
	tariff.CodeCycle:        "charges.cycle.",
	tariff.CodeMeasure:      "charges.measure.",
	tariff.CodePer:          "charges.per.",
	tariff.CodeProration:    "charges.proration.",
	tariff.CodeTierBy:       "charges.tierBy.",
	billing.CodeCycle:       "charges.cycle.",
	billing.CodeHangsOn:     "charges.hangs.",
}

// unknown are the codes with another sentence where what they name in the second place is not known, and what stands there then: who holds a book,
// and its newest receipt, of which there is none.
var unknown = map[string]any{store.CodeHeld: "", ledger.CodePaper: "—"}

// Explain returns the sentence that says what happened, whether money is safe and what to do now, in lang (assets.Chinese
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
	var doubt *meter.DoubtError
	if errors.As(err, &doubt) { // everything that is odd about a figure, or the second doubt comes only after the first is settled
		sentences := make([]string, len(doubt.Reasons))
		for i, reason := range doubt.Reasons {
			sentences[i] = Explain(reason, lang)
		}
		return strings.Join(sentences, "\n")
	}
	if sentence := explainTyped(err, lang); sentence != "" {
		return sentence
	}
	for _, plain := range plainErrors {
		if errors.Is(err, plain.err) {
			return assets.Text(lang, plain.key)
		}
	}
	return assets.Text(lang, "error.internal")
}

// explainTyped returns the sentence of an error with a code, with the place that it is about: the room in front, line and
// character of a rule behind, and what stopped a run after what was stopped. It gives "" for an error without words.
func explainTyped(err error, lang string) string {
	var typed *store.Error
	if errors.As(err, &typed) && typed.Code == billing.CodeExceptions { // before the room: what stopped is the whole run
		if sentence, ok := sentenceOf(lang, "error."+typed.Code, typed.Args); ok {
			return sentence + Explain(typed.Err, lang)
		}
	}
	var room *billing.RoomError
	if errors.As(err, &room) {
		return assets.Text(lang, "error.at.room", room.Room, Explain(room.Err, lang))
	}
	var lawful *law.Error
	if errors.As(err, &lawful) { // what the rules say stands before what was refused for it
		return Findings(lawful.Findings, lang) + "\n" + Explain(lawful.Err, lang)
	}
	var far *till.FarError
	if errors.As(err, &far) { // both days stand before what was refused for them
		return assets.Text(lang, "error.till.far", string(far.Last), string(far.Today)) + "\n" + Explain(far.Err, lang)
	}
	if typed != nil && typed.Code == store.CodeLatched {
		if why := whyLatched(typed.Err, lang); why != "" {
			return why
		}
	}
	sentence := ""
	var rule *tariff.Error
	if typed != nil {
		sentence, _ = sentenceOf(lang, "error."+typed.Code, arguments(lang, typed.Code, typed.Args))
	}
	if typed != nil && len(typed.Args) > 1 && unknown[typed.Code] == typed.Args[1] {
		sentence, _ = sentenceOf(lang, "error."+typed.Code+".unknown", typed.Args)
	}
	if sentence != "" && typed.Code == ledger.CodeUnwitnessed {
		sentence += WhyUnwritten(typed, lang)
	}
	if errors.As(err, &rule) {
		if sentence == "" {
			sentence, _ = sentenceOf(lang, "error."+rule.Code, arguments(lang, rule.Code, rule.Args))
		}
		switch {
		case sentence == "":
		case rule.Column > 0:
			sentence += assets.Text(lang, "error.at.column", max(rule.Line, 1), rule.Column)
		case rule.Line > 1: // a rule of one line has no other
			sentence += assets.Text(lang, "error.at.line", rule.Line)
		}
	}
	return sentence
}

// whyLatched returns why a book takes no money since something was found in it, or another copy of it was worked, "" where the disk failed: what the
// disk did to an earlier step says nothing of this one.
func whyLatched(cause error, lang string) string {
	switch store.Code(cause) {
	case ledger.CodeFindings, ledger.CodeUnwitnessed, ledger.CodeRetired, witness.CodeChanged:
		return assets.Text(lang, "error.store.latched.why", Explain(cause, lang))
	}
	return ""
}

// arguments returns the arguments of a code, those that are names of the program in the words that people use for them. What is
// counted (usage:水) has no word of its own in the catalogue and is named after its kind.
func arguments(lang, code string, args []any) []any {
	prefix, spoken := spokenArguments[code]
	if !spoken {
		return args
	}
	words := make([]any, len(args))
	for i, argument := range args {
		words[i] = argument
		name, ok := argument.(string)
		if !ok {
			continue
		}
		if word := assets.Text(lang, prefix+name); word != prefix+name {
			words[i] = word
		} else if kind, of, counted := strings.Cut(name, ":"); counted {
			words[i] = assets.Text(lang, "charges.measure."+kind, of)
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
	return assets.Text(lang, key, inOneLine(arguments[:wanted])...), true
}

// inOneLine returns arguments with the texts among them on one line: the name of a file may have line ends, and what stands behind one
// would read as a sentence of ours.
func inOneLine(arguments []any) []any {
	plain := slices.Clone(arguments)
	for i, argument := range plain {
		if text, isText := argument.(string); isText {
			plain[i] = strings.NewReplacer("\r", " ", "\n", " ").Replace(text)
		}
	}
	return plain
}
