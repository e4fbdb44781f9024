package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/audit"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// signsIn writes down that somebody signed in many times, in one commit.
func (c *counter) signsIn(times int) {
	c.Helper()
	require.NoError(c, c.book.Store.Write(c.ctx, func(tx *store.Tx) (err error) {
		for i := 0; i < times && err == nil; i++ {
			_, err = c.book.Journal.Append(tx, "staff.pin_accepted", map[string]string{"person": c.cashier.ID(), "purpose": "sign_in"})
		}
		return err
	}))
}

// What another counter did in a long time is heard in pages, and this one takes money between two of them, until both have the same book.
func TestMoneyIsTakenWhileALongTimeIsHeard(t *testing.T) {
	a, b := twoCounters(t)
	for i := range 24 {
		b.signsIn(250)
		order := partOrder(b, fmt.Sprint("b", i), i%4)
		order.PayerName = fmt.Sprint("王", i)
		b.take(order)
	}
	a.take(partOrder(a, "before", 5)) // what comes is late
	var stick bytes.Buffer
	require.NoError(t, b.book.Exchange(t.Context(), &stick))
	parcel := stick.Bytes()

	// A parcel with a fault at its very end changes nothing.
	before := a.folded()
	_, err := a.book.Hear(t.Context(), bytes.NewReader(parcel[:len(parcel)-1]), nil)
	require.Equal(t, "book.exchange", store.Code(err))
	require.Equal(t, before, a.folded())

	// Somebody stops it after the first page, and begins again.
	ctx, stop := context.WithCancel(t.Context())
	h, err := a.book.Hear(ctx, bytes.NewReader(parcel), func(done, _ int) {
		if done > 0 {
			stop()
		}
	})
	require.Equal(t, "book.exchange_part", store.Code(err))
	require.Positive(t, h.New)
	findings, err := a.book.Verify(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, findings)

	heard := make(chan error, 1)
	go func() {
		_, err := a.book.Hear(t.Context(), bytes.NewReader(parcel), nil)
		heard <- err
	}()
	var between, payments int
	for done := false; !done; payments++ {
		var known int
		require.NoError(t, a.book.Store.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Get("SELECT count(*) FROM events WHERE kind = 'staff.pin_accepted'", nil, &known)
			return err
		}))
		a.take(till.Order{RequestID: fmt.Sprint("meanwhile", payments), Room: estate.ObjectID(estate.Room, roomCode(5)), PrepayFen: 100, Tenders: []till.Tender{{Kind: till.Cash, Fen: 100}}})
		if known > h.New && known < 6000 {
			between++
		}
		select {
		case err := <-heard:
			require.NoError(t, err)
			done = true
		default:
		}
	}
	require.Positive(t, between, "money was taken while a part of it was heard")
	a.agrees(b)
}

// The recovery key was made anew at the other counter, once or twice: after whichever page somebody stops, the book is sound and opens.
func TestARecoveryKeyMadeAnewIsHeardWithItsPage(t *testing.T) {
	for _, made := range [][]int{{1}, {7, 20}} {
		a, b := twoCounters(t)
		for i := range 24 {
			b.signsIn(250)
			if slices.Contains(made, i) {
				agreed := b.agreed(staff.GiveLogin)
				b.writes(func(tx *store.Tx) error { // as Book.RenewRecovery, which a demo book has not
					alone, err := b.book.Staff.AgreeToKey(tx, b.manager, agreed, "slot/"+vault.SlotRecovery)
					if err != nil {
						return err
					}
					_, slot, err := b.book.Vault.Recovery(tx)
					if err != nil {
						return err
					}
					return b.book.Estate.RecordRenewed(tx, b.manager.ID(), slot, alone)
				})
			}
		}
		a.take(partOrder(a, "before", 5))
		var stick bytes.Buffer
		require.NoError(t, b.book.Exchange(t.Context(), &stick))
		pages := 0
		for heard := false; !heard; pages++ {
			ctx, stop := context.WithCancel(t.Context())
			_, err := a.book.Hear(ctx, bytes.NewReader(stick.Bytes()), func(done, _ int) {
				if done > 0 {
					stop()
				}
			})
			stop()
			if heard = err == nil; !heard {
				require.Equal(t, "book.exchange_part", store.Code(err))
			}
			findings, err := a.book.Audit().Full(t.Context(), nil)
			require.NoError(t, err)
			// A demo book with a recovery key is none: what one person did alone in it before is found now.
			require.Empty(t, slices.DeleteFunc(findings, func(f audit.Finding) bool { return f.Check == "right" }))
			a.reopen()
		}
		require.Greater(t, pages, 2)
		b.hear(a)
		require.Equal(t, b.folded(), a.folded())
	}
}
