package ledger_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// impatient is a context that is cancelled when somebody looks at it for the last time that is left.
type impatient struct {
	context.Context
	cancel context.CancelFunc
	left   atomic.Int64
}

func newImpatient(t *testing.T, looks int64) *impatient {
	c := &impatient{}
	c.Context, c.cancel = context.WithCancel(t.Context())
	t.Cleanup(c.cancel)
	c.left.Store(looks)
	return c
}

func (c *impatient) Done() <-chan struct{} { c.look(); return c.Context.Done() }
func (c *impatient) Err() error            { c.look(); return c.Context.Err() }

func (c *impatient) look() {
	if c.left.Add(-1) == 0 {
		c.cancel()
	}
}

// Who pressed Esc at the very end of the making of a book, or of its opening, was told to check the disk.
func TestWhoWaitsNoMoreIsNotSentToTheDisk(t *testing.T) {
	const many = 1 << 40
	create := func(ctx context.Context, t *testing.T) (string, error) {
		path := filepath.Join(t.TempDir(), "estate.book")
		_, err := ledger.Create(ctx, path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: placedPassphrase,
			Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN, Witness: witness.Place{Folder: t.TempDir(), Machine: "m"}})
		return path, err
	}
	p := newPlaced(t)
	p.close()
	open := func(ctx context.Context, t *testing.T) (string, error) {
		book, findings, err := ledger.Open(ctx, p.path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place})
		if err == nil {
			require.Nil(t, book.Store.Latched())
			require.Empty(t, findings)
			require.NoError(t, book.Close())
		}
		return p.path, err
	}
	for name, c := range map[string]struct {
		work  func(ctx context.Context, t *testing.T) (string, error)
		tries int
	}{"create": {create, 5}, "open": {open, 80}} {
		t.Run(name, func(t *testing.T) {
			whole := newImpatient(t, many)
			_, err := c.work(whole, t)
			require.NoError(t, err)
			cancelled := 0
			for looks := many - whole.left.Load(); looks > 0 && cancelled < c.tries; looks-- {
				path, err := c.work(newImpatient(t, looks), t)
				if err == nil {
					continue
				}
				cancelled++
				require.ErrorIs(t, err, context.Canceled)
				require.NotContains(t, err.Error(), "book.unwitnessed")
				left, unread := os.ReadDir(filepath.Dir(path))
				require.NoError(t, unread)
				require.True(t, name == "open" || len(left) == 0, "%v", left)
			}
			require.Positive(t, cancelled)
		})
	}
}
