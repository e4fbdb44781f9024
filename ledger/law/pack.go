package law

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// PackBytesMax is how long the text of a pack is at most.
const PackBytesMax = 32 << 10

// What a pack has at most: rules, the words of one and the characters of each, and the months after which one holds.
const (
	rulesMax  = 100
	wordsMax  = 40
	monthsMax = 120
)

// Binding says what becomes of a command that a rule speaks against.
type Binding string

// Must is refused whoever agrees; Should takes a second person, whose name stands in the event with the rule's id.
const (
	Must   Binding = "must"
	Should Binding = "should"
)

// Rule is one rule of a place. Fields that nobody has checked are "".
type Rule struct {
	ID string `json:"id"`
	// Place is the id of where it holds and Where what people call that.
	Place string `json:"place"`
	Where string `json:"where,omitempty"`
	// Source is the law or regulation, Article the article of it, and CheckedOn when somebody last compared the row with the text,
	// a day or a month (2025-04).
	Source    string `json:"source,omitempty"`
	Article   string `json:"article,omitempty"`
	CheckedOn string `json:"checkedOn,omitempty"`
	// Confidence is C for what was read in the text, S for what was read about and M for what is from memory.
	Confidence string `json:"confidence"`
	// SinceOn is the first day on which it holds, "" for any.
	SinceOn calendar.Date `json:"sinceOn,omitempty"`
	Check   Check         `json:"check"`
	// Figure is the limit in the unit of the check: months, yuan a home or percent. Without one the rule only reminds, but for the
	// checks that need none.
	Figure string `json:"figure,omitempty"`
	// AfterMonths is after how many months a rule begins to hold, 0 for at once.
	AfterMonths int `json:"afterMonths,omitempty"`
	// Words are what may not stand in a name.
	Words   []string `json:"words,omitempty"`
	Binding Binding  `json:"binding"`
}

// Place is where rules hold. Within is the id of the larger place whose rules hold there too, "" for none.
type Place struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Within string `json:"within,omitempty"`
}

// Pack is the rules that hold at one place (规定包), its own before those of the places around it. Its zero value has none.
type Pack struct {
	Place string `json:"place"`
	Name  string `json:"name"`
	Rules []Rule `json:"rules"`
}

// table is what assets/rules has.
type table struct {
	Places []Place `json:"places"`
	Rules  []Rule  `json:"rules"`
}

var idForm = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// Places returns the places of a table, in its order. Errors: law.pack.
func Places(text []byte) ([]Place, error) {
	all, err := readTable(text)
	return all.Places, err
}

// PackOf puts the pack of a place together from a table; the place is named by its id or its name. Errors: law.place for one that the
// table has not, law.pack for a table that is wrong.
func PackOf(text []byte, place string) (Pack, error) {
	all, err := readTable(text)
	if err != nil {
		return Pack{}, err
	}
	at := slices.IndexFunc(all.Places, func(p Place) bool { return p.ID == place || p.Name == place })
	if at < 0 {
		return Pack{}, store.Refuse(codePlace, place)
	}
	pack := Pack{Place: all.Places[at].ID, Name: all.Places[at].Name}
	// A circle of places would never end: no place is looked at twice.
	for seen := 0; at >= 0 && seen < len(all.Places); seen++ {
		here := all.Places[at]
		for _, rule := range all.Rules {
			if rule.Place == here.ID {
				rule.Where = here.Name
				pack.Rules = append(pack.Rules, rule)
			}
		}
		at = slices.IndexFunc(all.Places, func(p Place) bool { return p.ID == here.Within })
	}
	return pack, pack.check()
}

func readTable(text []byte) (all table, err error) {
	if err := decode(text, &all); err != nil {
		return all, err
	}
	for _, rule := range all.Rules {
		if err := rule.check(); err != nil {
			return all, err
		}
	}
	return all, nil
}

// Parse reads a pack as Text wrote it; "" is the pack of nothing. Errors: law.pack.
func Parse(text string) (pack Pack, err error) {
	if text == "" {
		return Pack{}, nil
	}
	if len(text) > PackBytesMax {
		return Pack{}, store.Refuse(codePack)
	}
	if err := decode([]byte(text), &pack); err != nil {
		return Pack{}, err
	}
	return pack, pack.check()
}

// Text writes a pack for the event that chooses it.
func (p Pack) Text() (string, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return "", store.Fail(codePack, err)
	}
	return string(text), p.check()
}

func decode(text []byte, into any) error {
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.DisallowUnknownFields()
	if err := reader.Decode(into); err != nil {
		return store.Fail(codePack, err)
	}
	return nil
}

// check refuses a pack without a place, with too many rules, with two of one id or with one that is wrong (law.pack).
func (p Pack) check() error {
	if !idForm.MatchString(p.Place) || p.Name == "" || !store.Printable(p.Name) || len(p.Rules) > rulesMax {
		return store.Refuse(codePack, p.Place)
	}
	seen := make(map[string]bool)
	for _, rule := range p.Rules {
		if err := rule.check(); err != nil {
			return err
		}
		if seen[rule.ID] {
			return store.Refuse(codePack, rule.ID)
		}
		seen[rule.ID] = true
	}
	return nil
}

// errRule is the cause of a row that nobody could be held against.
var errRule = errors.New("law: rule")

// check refuses a rule that names no check or says something impossible (law.pack with its id).
func (r Rule) check() error {
	_, known := checks[r.Check]
	good := idForm.MatchString(r.ID) && known && (r.Binding == Must || r.Binding == Should) && r.AfterMonths >= 0 && r.AfterMonths <= monthsMax &&
		len(r.Words) <= wordsMax && (r.SinceOn == "" || r.SinceOn.Valid()) && slices.Contains([]string{"C", "S", "M"}, r.Confidence) &&
		(r.CheckedOn == "" || calendar.Date(r.CheckedOn).Valid() || calendar.Date(r.CheckedOn+"-01").Valid())
	for _, words := range append([]string{r.Where, r.Source, r.Article}, r.Words...) {
		good = good && store.Printable(words) && len([]rune(words)) <= wordsMax
	}
	if r.Figure != "" {
		figure, err := tariff.ParseNumber(r.Figure)
		good = good && err == nil && figure.Sign() >= 0 && figure.Cmp(tariff.Whole(1_000_000)) <= 0
	}
	if !good {
		return store.Fail(codePack, errRule, r.ID)
	}
	return nil
}

// figure returns the limit of a rule that has one; check has seen that it is a number.
func (r Rule) figure() tariff.Number {
	number, err := tariff.ParseNumber(r.Figure)
	if err != nil {
		return tariff.Number{}
	}
	return number
}
