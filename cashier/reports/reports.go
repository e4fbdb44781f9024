package reports

import (
	"cmp"
	"context"
	"io"
	"path/filepath"
	"strings"

	"shouqi/assets"
	"shouqi/cashier/newfile"
	"shouqi/cashier/paper"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// Kind is one of the reports that finance reads.
type Kind string

// The reports, in the order of their page.
const (
	Day    Kind = "day"
	Shift  Kind = "shift"
	Month  Kind = "month"
	Items  Kind = "items"
	Billed Kind = "billed"
	Prices Kind = "prices"

	Unverified Kind = "unverified"
	Trail      Kind = "trail"
	Deposits   Kind = "deposits"
	Guards     Kind = "guards"
)

// Kinds are all of them.
var Kinds = []Kind{Day, Shift, Month, Items, Billed, Prices, Unverified, Trail, Deposits, Guards}

// OfADay reports whether the report is of its last day alone; the others run from a first day to a last.
func (k Kind) OfADay() bool { return k == Day || k == Shift || k == Month || k == Unverified }

// Report is a report as tables. Until is the last business day whose money is in it, where a shift after that day is still to be
// counted blind by who reads it, and "" where nothing is kept from them.
type Report struct {
	Kind     Kind
	From, To calendar.Date
	Until    calendar.Date
	Sheets   []report.Sheet
}

// ReadReport reads a report as the person at the counter may see it. Who may be the one to count a shift counts it blind: what
// cash it took is kept from them until it was counted. The day of such a shift is report.blind; over more days the money ends
// before it. Of a book that takes no money nobody is signed in, because each PIN that is typed is written: whoever opened it has its
// key, and reads what one may who must still count every shift.
func (c *Reports) Read(ctx context.Context, kind Kind, from, to calendar.Date) (Report, error) {
	r := Report{Kind: kind, From: from, To: to}
	actor, signed := c.session.Actor()
	err := c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		err := c.session.Book.Staff.Require(tx, actor, staff.ReadFigures)
		if err != nil && (signed || c.session.Book.Store.Latched() == nil) {
			return err
		}
		if r.Until, err = Until(tx, actor, kind, from, to); err != nil {
			return err
		}
		tables, err := ReadTables(tx, c.session.Book.Vault, kind, from, to, r.Until)
		if err == nil {
			r.Sheets, err = SheetsOf(tx, c.session.Book.Store.Latched() != nil, tables)
		}
		return err
	})
	return r, err
}

// Until returns the last business day whose money a report from a first day to a last may hold for its reader, "" where it may hold
// all: it ends before a shift that the reader may still have to count blind. A cashier may have to count any, everybody else their
// own, and whoever did not sign in is taken for one who may. The day of such a shift itself is report.blind. What was billed is of
// any month, and tells what was paid of it up to now: it is without the money of such a shift, whatever its days.
func Until(tx *store.Tx, reader staff.Actor, kind Kind, from, to calendar.Date) (calendar.Date, error) {
	first, last := from, to
	switch kind {
	case Day:
		first = to
	case Month:
		first = calendar.Date(to.Month() + "-01")
	case Items, Deposits, Trail, Guards:
	case Billed:
		first, last = "", dayAfterAll
	default:
		return "", nil // no cash of an open shift stands in it
	}
	uncounted, err := till.Uncounted(tx)
	if err != nil {
		return "", err
	}
	var until calendar.Date
	for _, shift := range uncounted {
		counts := reader.ID() == "" || reader.Role() == staff.Cashier || reader.ID() == shift.Cashier
		if !counts || shift.BusinessOn < first || shift.BusinessOn > last {
			continue
		}
		last = shift.BusinessOn.AddDays(-1)
		if until = last; until < first {
			return "", store.Refuse(report.CodeBlind, string(shift.BusinessOn))
		}
	}
	return until, nil
}

// dayAfterAll is after every business day of a book.
const dayAfterAll calendar.Date = "9999-12-31"

// Verify notes that whoever is signed in has found the money with this number, of the payment with that receipt, in its channel's
// statement; the errors are those of till.Verify.
func (c *Reports) Verify(ctx context.Context, reference, receipt string) error {
	_, err := c.session.Book.Till.Verify(ctx, c.session.Who(), reference, receipt)
	return err
}

// Tables is a report of any kind.
type Tables interface {
	Sheets() []report.Sheet
}

// ReadTables reads a report without the money after until, as Until has it; one of a day is of the day to.
func ReadTables(tx *store.Tx, v *vault.Vault, kind Kind, from, to, until calendar.Date) (Tables, error) {
	if kind == Billed {
		return report.Billed(tx, v, from, to, until)
	}
	if until != "" {
		to = until
	}
	switch kind {
	case Day:
		return report.Day(tx, v, to)
	case Shift:
		return report.Shifts(tx, to)
	case Month:
		return report.Month(tx, to)
	case Items:
		return report.Items(tx, from, to)
	case Deposits:
		return report.Deposits(tx, v, from, to)
	case Unverified:
		return report.Unverified(tx, v, to)
	case Trail:
		return report.Trail(tx, v, from, to, inChinese)
	case Guards:
		return report.Guards(tx, v, from, to, inChinese)
	}
	return report.Prices(tx, v, from, to)
}

// SheetsOf returns the tables of a report, marked as an exercise where the book is one to practise in, and as doubtful where isStopped says that it
// takes no money: whoever gets the file sees nothing of the window that said so.
func SheetsOf(tx *store.Tx, isStopped bool, tables Tables) ([]report.Sheet, error) {
	training, err := estate.IsTraining(tx)
	sheets := tables.Sheets()
	if isStopped {
		sheets = report.Stopped.On(sheets)
	}
	if err == nil && training {
		sheets = report.Training.On(sheets)
	}
	return sheets, err
}

// inChinese returns the words of a key of the catalogue for a table, which is Chinese in whatever language the screen is.
func inChinese(key string) string { return assets.Text(assets.Chinese, key) }

// Write writes the tables of a report as what the file's name says: .xlsx or .pdf; another ending is report.ending.
func Write(w io.Writer, name string, on calendar.Date, sheets []report.Sheet) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx":
		return report.WriteXLSX(w, on, sheets)
	case ".pdf":
		return paper.WriteTablesPDF(w, on, sheets)
	}
	return store.Refuse(report.CodeEnding)
}

// Save writes a report to a new file; one that exists is store.exists and stays as it is.
func (c *Reports) Save(r Report, path string) error {
	return newfile.Create(path, func(w io.Writer) error { return Write(w, path, cmp.Or(r.Until, r.To), r.Sheets) })
}
