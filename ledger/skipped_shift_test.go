package ledger_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// shiftNo returns the number of the newest shift.
func (p *placed) shiftNo() (no int64) {
	p.Helper()
	require.NoError(p, p.book.Store.Read(p.ctx, func(tx *store.Tx) error {
		last, err := till.LastShift(tx, "01")
		if err == nil {
			no = last.No
		}
		return err
	}))
	return no
}

// closesShift closes the open shift with everything left in the drawer, and returns the number on its Z paper.
func (p *placed) closesShift() int64 {
	p.Helper()
	p.cashier = p.signIn("101", cashierPIN)
	counted, err := p.book.Till.Count(p.ctx, p.cashier, p.count(0))
	require.NoError(p, err)
	_, err = p.book.Till.Count(p.ctx, p.cashier, p.count(counted.ExpectedFen))
	require.NoError(p, err)
	z, err := p.book.Till.Close(p.ctx, p.cashier, till.Closing{LeftFen: counted.ExpectedFen})
	require.NoError(p, err)
	require.Contains(p, z.Text(), "班")
	return z.No
}

// opensShift opens a shift with what the last one left.
func (p *placed) opensShift() int64 {
	p.Helper()
	p.cashier = p.signIn("101", cashierPIN)
	var left till.Count
	require.NoError(p, p.book.Store.Read(p.ctx, func(tx *store.Tx) error {
		last, err := till.LastShift(tx, "01")
		if err == nil {
			left = p.count(last.LeftFen)
		}
		return err
	}))
	shift, err := p.book.Till.Open(p.ctx, p.cashier, till.Opening{Counted: left})
	require.NoError(p, err)
	return shift.No
}

// The shift of an older copy was closed, and its Z printed, in the book that is lost: no second Z paper has that number, nor has a shift one of
// those that were opened since.
func TestNoZPaperCarriesANumberTwice(t *testing.T) {
	for name, lost := range map[string]struct {
		since func(p *placed)
		next  int64
	}{
		"the shift goes on":           {func(p *placed) { p.pays() }, 1},
		"its Z was printed":           {func(p *placed) { require.EqualValues(p, 1, p.closesShift()) }, 2},
		"another was opened":          {func(p *placed) { p.closesShift(); require.EqualValues(p, 2, p.opensShift()); p.pays() }, 3},
		"another was closed, no more": {func(p *placed) { p.closesShift(); p.opensShift(); require.EqualValues(p, 2, p.closesShift()) }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlaced(t)
			p.pays()
			backup := p.backedUp()
			p.close()
			noon := p.keep()
			require.Empty(t, p.opens(p.place, nil))
			lost.since(p)
			p.close()
			newest := p.keep()
			goesOn := func(how string) {
				require.Equal(t, lost.next, p.shiftNo(), how)
				p.verify()
				p.pays()
				require.Equal(t, lost.next, p.closesShift(), how)
				require.Equal(t, lost.next+1, p.opensShift(), how)
				p.verify()
				p.close()
				_, err := ledger.Rebuild(p.ctx, p.path, nil)
				require.NoError(t, err)
				require.Empty(t, p.opens(p.place, nil))
				require.Equal(t, lost.next+1, p.shiftNo(), how)
				p.verify()
				p.close()
			}
			p.putBack(noon)
			require.Contains(t, []string{ledger.CodeBehind, ledger.CodeParted}, p.opens(p.place, nil))
			p.close()
			note := p.place
			kept, err := os.ReadDir(note.Folder)
			require.NoError(t, err)
			text, err := os.ReadFile(note.Folder + "/" + kept[0].Name())
			require.NoError(t, err)
			require.Empty(t, p.opens(p.place, &ledger.GoingOn{}))
			goesOn("gone on with")

			p.putBack(newest)
			require.NoError(t, os.WriteFile(note.Folder+"/"+kept[0].Name(), text, 0o600))
			_, err = p.restores(backup, "", vault.Key{Passphrase: placedPassphrase})
			require.NoError(t, err)
			require.Empty(t, p.opens(p.place, nil))
			goesOn("restored")
		})
	}
}

// Nobody knows how many shifts the lost book had, only that it gave a newer receipt: the numbers pass over as many as there can have been.
func TestShiftsThatNobodyKnowsArePassedOver(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	noon := p.keep()
	p.place.Folder = t.TempDir()
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{Paper: "01-2026-000001"}))
	require.EqualValues(t, 1, p.shiftNo(), "the book has the newest paper")
	p.close()

	p.putBack(noon)
	p.place.Folder = t.TempDir()
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{Paper: "01-2026-000009"}))
	require.Greater(t, p.shiftNo(), int64(4), "more than a counter has in a day")
	last := p.shiftNo()
	require.Equal(t, last, p.closesShift())
	require.Equal(t, last+1, p.opensShift())
	p.verify()
	var told []string
	require.NoError(t, p.book.Store.Read(p.ctx, func(tx *store.Tx) error {
		trail, err := report.Trail(tx, p.book.Vault, "2000-01-01", "2099-12-31", func(key string) string { return key })
		for _, deed := range trail.Deeds {
			if deed.Kind == "receipts.skipped" {
				told = append(told, deed.What+" "+deed.About)
			}
		}
		return err
	}))
	require.ElementsMatch(t, []string{"trail.receipts.skipped 01-2026-000002 至 000009", fmt.Sprintf("trail.receipts.skipped.shifts 01 号柜台第 1 至 %d 班", last-1)}, told)
	p.close()
}

// A number that was skipped is on somebody's paper: neither the shift that gave it up nor a later one is given it, by whatever program.
func TestASkippedShiftNumberIsNotGivenAgain(t *testing.T) {
	p := newPlaced(t)
	require.NoError(t, p.book.Store.Write(p.ctx, func(tx *store.Tx) error {
		return till.SkipPast(tx, p.book.Journal, map[string]int64{"01/shift": 4, "01/z": 2})
	}))
	require.EqualValues(t, 5, p.shiftNo())
	for _, script := range []string{"UPDATE shifts SET no = 3", "UPDATE shifts SET no = 6",
		"INSERT INTO shifts SELECT device, 9999, counter, 3, cashier, business_on, opened_ms, float_fen, float_difference_fen, counts, counted_seq, 1, 1, expected_fen, counted_fen, difference_fen, left_fen, handed_fen, handed_to, float_approver, pieces, float_pieces, left_pieces, reported_seq, head_seq, head_hash FROM shifts"} {
		err := p.book.Store.Write(p.ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(script)
			return err
		})
		require.ErrorContains(t, err, "shift: ", script)
	}
	require.NoError(t, p.book.Close())
	require.Empty(t, p.opens(p.place, nil))
	p.verify()
	p.close()
	v := newVictim(t, richBook(t))
	whole := p.keep()
	for name, script := range map[string]string{
		"a skip deleted":              "DELETE FROM skipped_receipts;",
		"a shift with another number": "UPDATE shifts SET no = 7;",
		"a shift with a skipped one":  "UPDATE shifts SET no = 4;",
	} {
		said, err := shell(t, p.path, v.disarm+script+v.arm)
		require.NoError(t, err, said)
		book, findings, err := ledger.Open(p.ctx, p.path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}})
		require.NoError(t, err)
		require.NotEmpty(t, findings, name)
		require.NoError(t, book.Close())
		p.putBack(whole)
	}
}
