package monkey

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
)

// audit asks the whole book, at the end of a run: it has no finding, every day ties (the cash that was moved is the cash
// account), and each payment was asked for once.
func (w *World) audit() {
	book := w.app.Counter().Book
	findings, err := book.Audit().Full(w.t.Context(), func(int64) {})
	require.NoError(w.t, err)
	for _, finding := range findings {
		w.fault("book", finding.Check+" "+finding.Table+": "+finding.Detail, finding.Key)
	}
	err = book.Store.Read(w.t.Context(), func(tx *store.Tx) error {
		days, err := store.All(tx, "SELECT DISTINCT business_on FROM payments ORDER BY business_on", nil, func(scan func(...any) error) (day calendar.Date, err error) {
			return day, scan(&day)
		})
		if err != nil {
			return err
		}
		for _, day := range days {
			figures, err := report.Day(tx, book.Vault, day)
			if err != nil {
				return err
			}
			for _, check := range figures.Checks {
				if check.Differs() {
					w.fault("book", "the day does not tie: "+check.Name, fmt.Sprint(check))
				}
			}
		}
		var payments, requests int
		if _, err := tx.Get("SELECT count(*) FROM payments WHERE kind = 'payment'", nil, &payments); err != nil {
			return err
		}
		_, err = tx.Get(`SELECT count(*) FROM requests r JOIN payments p ON p.device = r.device AND p.seq = r.seq WHERE p.kind = 'payment'`, nil, &requests)
		if payments != requests || payments != w.payments.known {
			w.fault("book", "payments and requests differ", fmt.Sprint(payments, requests, w.payments.known))
		}
		return err
	})
	require.NoError(w.t, err)
}

// lookInFiles holds that no PIN stands in any file of the run: the book, what was exported, what was left behind.
func (w *World) lookInFiles() {
	root := filepath.Dir(w.book)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, pin := range pins() {
			if bytes.Contains(content, []byte(pin)) {
				w.fault("PIN", "a PIN stands in the file "+filepath.Base(path))
			}
		}
		return nil
	})
	require.NoError(w.t, err)
}
