package template

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"shouqi/assets/tariffs"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// Template is one charge item ready to take: what it is called, when to use it, the item's settings, its rule, what the
// manager fills in, and examples.
type Template struct {
	ID       string `json:"id"`
	Name     string `json:"name"`     // in Chinese
	English  string `json:"english"`  // the same in English
	Category string `json:"category"` // one of Categories
	Order    int    `json:"order"`    // its place on the shelf: what most estates take stands first
	Use      string `json:"use"`      // one or two sentences: when to take it
	Item     Item   `json:"item"`
	// Rule is the rule with the usual figures, as tariff.Rule is written.
	Rule tariff.Rule `json:"rule"`
	Asks []Ask       `json:"asks"`
	// Share says by what a total is split where the item is a shared cost: "area", "household", "usage"; "" is no share.
	Share string `json:"share,omitempty"`
	// Source is the law or notice that the figures come from; where there is none it begins with 参考.
	Source   string    `json:"source"`
	Examples []Example `json:"examples"`
}

// Item is what a charge item made from the template starts with. No template has a late fee: the rate is what the clause of
// the contract says, and without a clause there is none.
type Item struct {
	Name string `json:"name"` // what the item, its bills and its receipts are called: 物业费
	Kind string `json:"kind"` // income, agency (代收) or deposit
	// Merchant is whose account the money goes into where that is not the company's: 维修资金专户. "" is the company's.
	Merchant string `json:"merchant,omitempty"`
	Cycle    string `json:"cycle"`   // month, quarter, half_year, year, anniversary, once or span
	Advance  bool   `json:"advance"` // billed before the period, not after it
	DueDays  int    `json:"dueDays"` // days from the bill to the day it is due
	// Purpose is for which kept-for purpose a prepayment may pay its bills: property, utilities or parking; "" is none.
	Purpose string `json:"purpose"`
	// TaxPercent is the VAT rate, a decimal: "6" is 6 %.
	TaxPercent string `json:"taxPercent"`
}

// reference is how a source begins that is a custom and no document.
const reference = "参考："

// Document returns the published document that the figures come from, "" where the template has only a custom to show for
// them: what a base charge collected for a utility rests on.
func (t Template) Document() string {
	if strings.HasPrefix(t.Source, reference) {
		return ""
	}
	return t.Source
}

// Example is a worked bill: these facts from one day to another, both included, make Amount ("840.47", yuan), or cannot be
// worked out for the reason Error, a code of package tariff. One of a shared cost has the sum that is split for the whole month,
// Pool in yuan, and what all who take part weigh together, Whole in the unit of the measure; who takes part on some days
// weighs as much less.
type Example struct {
	Note   string        `json:"note"`
	Facts  Facts         `json:"facts"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	Amount string        `json:"amount,omitempty"`
	Error  string        `json:"error,omitempty"`
	Pool   string        `json:"pool,omitempty"`
	Whole  string        `json:"whole,omitempty"`
}

// Money returns the amount as people read it, with separators: 3,361.86; "" for an example that cannot be worked out.
func (e Example) Money() string {
	yuan, fen, _ := strings.Cut(e.Amount, ".")
	sum, err := strconv.ParseInt(yuan+fen, 10, 64)
	if err != nil {
		return e.Amount
	}
	return money.Fen(sum).Grouped()
}

// Categories returns the shelves of the gallery in the order in which they stand.
func Categories() []string {
	return []string{"物业费", "公摊", "水", "电", "燃气", "供暖", "空调", "环卫", "停车", "租金", "押金", "服务", "专项资金"}
}

// templates are read once, on first use.
var templates = sync.OnceValues(readAll)

// All returns the templates by category in the order of Categories, and inside it by Order. An error is a broken build: the
// files are part of the program. The rules inside are shared: take them through Fill, which copies.
func All() ([]Template, error) {
	all, err := templates()
	return slices.Clone(all), err
}

// ByID returns one template. An id that is not there is refused as template.unknown.
func ByID(id string) (Template, error) {
	all, err := templates()
	if err != nil {
		return Template{}, err
	}
	for _, one := range all {
		if one.ID == id {
			return one, nil
		}
	}
	return Template{}, refuse(codeUnknown)
}

func readAll() ([]Template, error) {
	files := tariffs.Files()
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("template: list: %w", err)
	}
	all := make([]Template, 0, len(names))
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("template: read %s: %w", name, err)
		}
		var one Template
		if err := decode(data, &one); err != nil {
			return nil, fmt.Errorf("template: decode %s: %w", name, err)
		}
		all = append(all, one)
	}
	shelves := Categories()
	slices.SortFunc(all, func(a, b Template) int {
		if before := slices.Index(shelves, a.Category) - slices.Index(shelves, b.Category); before != 0 {
			return before
		}
		return cmp.Or(cmp.Compare(a.Order, b.Order), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}

// decode reads JSON and refuses names the type does not have: a misspelt field would silently be no field.
func decode(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func refuse(code string, args ...any) error { return &tariff.Error{Code: code, Args: args} }
