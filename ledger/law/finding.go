package law

import (
	"errors"
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// Level says how a finding is met.
type Level string

// A note is read and passed by itself; what should be kept is passed by a second person; what must be kept is turned down.
const (
	Noted   Level = "note"
	Passing Level = "should"
	Refused Level = "must"
)

// Finding is what a rule has to say of a command. Said is the end of the catalogue's key behind "law.found.", whose sentence Args fill.
type Finding struct {
	Rule  Rule   `json:"rule"`
	Level Level  `json:"level"`
	Said  string `json:"said"`
	Args  []any  `json:"args,omitempty"`
}

// Findings are all that the rules have to say of one command.
type Findings []Finding

// Judge holds the figures of a command against the rules of some kinds, in the order of the pack.
func (p Pack) Judge(f Figures, kinds ...Check) (found Findings) {
	for _, rule := range p.Rules {
		if !slices.Contains(kinds, rule.Check) || rule.SinceOn != "" && f.Today < rule.SinceOn {
			continue
		}
		one := checks[rule.Check](rule, f)
		if one.said == "" {
			continue
		}
		finding := Finding{Rule: rule, Level: Noted, Said: one.said, Args: one.args}
		switch {
		case one.broken && rule.Binding == Must && !one.mild:
			finding.Level = Refused
		case one.broken:
			finding.Level = Passing
		}
		found = append(found, finding)
	}
	return found
}

// Name is what people call a rule: where it holds, of which law and which article, as far as somebody checked them.
func (r Rule) Name() string {
	name := r.Where
	if r.Source != "" {
		name += "《" + r.Source + "》"
	}
	return name + r.Article
}

// Has reports whether the pack has a rule of one of the kinds. A command that works hard for its figures asks before.
func (p Pack) Has(kinds ...Check) bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return slices.Contains(kinds, r.Check) })
}

// Of returns the findings of a level.
func (f Findings) Of(level Level) (some Findings) {
	for _, one := range f {
		if one.Level == level {
			some = append(some, one)
		}
	}
	return some
}

// IsBroken reports whether a rule is broken, whoever could pass it.
func (f Findings) IsBroken() bool {
	return slices.ContainsFunc(f, func(one Finding) bool { return one.Level == Refused || one.Level == Passing })
}

// Passed are the ids of the rules that a second person passes, for the event.
func (f Findings) Passed() (ids []string) {
	for _, one := range f.Of(Passing) {
		ids = append(ids, one.Rule.ID)
	}
	return ids
}

// Refusal is an Error of law.must where a rule must be kept, nil otherwise.
func (f Findings) Refusal() error {
	if must := f.Of(Refused); len(must) > 0 {
		return &Error{Findings: must, Err: store.Refuse(CodeMust)}
	}
	return nil
}

// Error is a refusal with the rules that it is for; its code is that of Err.
type Error struct {
	Findings Findings
	Err      error
}

// Error returns the developer's form: the ids of the rules, and what was refused.
func (e *Error) Error() string {
	ids := make([]string, len(e.Findings))
	for i, one := range e.Findings {
		ids[i] = one.Rule.ID
	}
	return strings.Join(ids, " ") + ": " + e.Err.Error()
}

// IsSaid reports whether an error says what rules of the law have to say.
func IsSaid(err error) bool {
	var said *Error
	return errors.As(err, &said)
}

// Unwrap returns what was refused.
func (e *Error) Unwrap() error { return e.Err }
