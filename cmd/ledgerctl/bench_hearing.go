package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// What the other counter did: one record in so many is a payment, the others say that somebody signed in, a hundred of them in a commit.
const (
	benchPayEvery   = 20
	benchTogether   = 100
	benchLateRounds = 20
	benchPause      = 20 * time.Millisecond // between two payments at the counter that hears
)

// benchCounter is a counter of the book that is measured.
type benchCounter struct {
	ctx  context.Context
	book *ledger.Book
	by   staff.Actor
	code string
	made int
}

// pay takes a prepayment in cash.
func (c *benchCounter) pay() error {
	c.made++
	_, err := c.book.Till.Receive(c.ctx, c.by, till.Order{RequestID: fmt.Sprint(c.code, c.made), Room: estate.ObjectID(estate.Room, benchRow(c.made%100).Code), PrepayFen: 100,
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 100}}})
	return err
}

// write returns what the counter has to tell the others.
func (c *benchCounter) write() (*bytes.Reader, error) {
	var out bytes.Buffer
	err := c.book.Exchange(c.ctx, &out)
	return bytes.NewReader(out.Bytes()), err
}

// hears has the counter hear the other, and the other it.
func (c *benchCounter) hears(other *benchCounter) error {
	for _, pair := range [][2]*benchCounter{{c, other}, {other, c}} {
		in, err := pair[1].write()
		if err != nil {
			return err
		}
		if _, err := pair[0].book.Hear(c.ctx, in, nil); err != nil {
			return err
		}
	}
	return nil
}

// measureHearing measures what a counter waits for while it hears another.
func (b *benchCommand) measureHearing(ctx context.Context, directory string, size benchSizes) (all []figure, err error) {
	path := filepath.Join(directory, "hearing.book")
	if err := makeBenchBook(ctx, path, 100, 0); err != nil {
		return nil, err
	}
	one, err := openBenchSide(ctx, path, "01")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, one.book.Close()) }()
	joined := filepath.Join(directory, "joined.book")
	request, err := ledger.RequestJoin(joined)
	if err != nil {
		return nil, err
	}
	var invitation bytes.Buffer
	if err := one.book.Invite(ctx, one.by, staff.Approval{}, request, "02", request.Code(), &invitation); err != nil {
		return nil, err
	}
	if err := ledger.Join(ctx, joined, &invitation, ledger.Joining{}); err != nil {
		return nil, err
	}
	other, err := openBenchSide(ctx, joined, "02")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, other.book.Close()) }()
	if err := one.hears(other); err != nil {
		return nil, err
	}
	long, err := one.hearsLong(other, size.records)
	if err != nil {
		return nil, err
	}
	late, err := one.hearsLate(other)
	return []figure{long, late}, err
}

// openBenchSide opens the book at one counter, with a shift.
func openBenchSide(ctx context.Context, path, code string) (*benchCounter, error) {
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return nil, err
	}
	if _, err := book.Till.Open(ctx, actor, till.Opening{Counted: till.Count{}}); err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return &benchCounter{ctx: ctx, book: book, by: actor, code: code}, nil
}

// works has the counter do so much.
func (c *benchCounter) works(records int) error {
	for done := 0; done < records; done += benchTogether {
		err := c.book.Store.Write(c.ctx, func(tx *store.Tx) (err error) {
			for i := 0; i < benchTogether*(benchPayEvery-1)/benchPayEvery && err == nil; i++ {
				_, err = c.book.Journal.Append(tx, "staff.pin_accepted", map[string]string{"person": c.by.ID(), "purpose": "sign_in"})
			}
			return err
		})
		for i := 0; i < benchTogether/benchPayEvery && err == nil; i++ {
			err = c.pay()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hearsLong has the counter hear of a long time at the other, while it takes money.
func (c *benchCounter) hearsLong(other *benchCounter, records int) (one figure, err error) {
	one = figure{Name: fmt.Sprintf("hear %d records of another counter, paying", records), Goal: "<= 20 s for 100,000; a payment meanwhile <= 1 s", Against: "alone"}
	if err := other.works(records); err != nil {
		return one, err
	}
	in, err := other.write()
	if err != nil {
		return one, err
	}
	alone, err := c.pays(func(done int) bool { return done < 50 })
	if err != nil {
		return one, err
	}
	started := time.Now()
	heard := make(chan error, 1)
	go func() {
		_, err := c.book.Hear(c.ctx, in, nil)
		one.TotalMS = milliseconds(time.Since(started))
		heard <- err
	}()
	var hearing error
	meanwhile, err := c.pays(func(int) bool {
		select {
		case hearing = <-heard:
			return false
		default:
			return true
		}
	})
	if err != nil {
		return one, errors.Join(err, <-heard)
	}
	one.Note = fmt.Sprintf("1 in %d a payment; %d payments meanwhile", benchPayEvery, len(meanwhile))
	one.P50MS, one.P99MS = percentiles(meanwhile)
	one.OtherP50, one.OtherP99 = percentiles(alone)
	one.Met = one.TotalMS <= 20_000*float64(records)/100_000 && one.P99MS <= 1000
	return one, hearing
}

// pays takes money for as long as it should, a little apart, and returns how long each took.
func (c *benchCounter) pays(goesOn func(done int) bool) (took []time.Duration, err error) {
	for goesOn(len(took)) {
		started := time.Now()
		if err := c.pay(); err != nil {
			return nil, err
		}
		took = append(took, time.Since(started))
		time.Sleep(benchPause)
	}
	return took, nil
}

// hearsLate has two counters that know of each other take a payment each, and measures how long one takes to hear of the other's, which comes before its own; then again where it does not know any more how to take its own back.
func (c *benchCounter) hearsLate(other *benchCounter) (one figure, err error) {
	one = figure{Name: "hear a payment that comes before one's own", Goal: ">= 10 x as fast as folding the whole book again", Against: "whole book"}
	rounds := func(count int, before func() error) (took []time.Duration, err error) {
		for range count {
			if err := errors.Join(c.hears(other), c.pay(), other.pay()); err != nil {
				return nil, err
			}
			in, err := other.write()
			if err == nil && before != nil {
				err = before()
			}
			if err != nil {
				return nil, err
			}
			started := time.Now()
			if _, err := c.book.Hear(c.ctx, in, nil); err != nil {
				return nil, err
			}
			took = append(took, time.Since(started))
		}
		return took, nil
	}
	took, err := rounds(benchLateRounds, nil)
	if err != nil {
		return one, err
	}
	whole, err := rounds(1, func() error {
		return c.book.Store.Write(c.ctx, func(tx *store.Tx) error { _, err := tx.Exec("DELETE FROM local_undo"); return err })
	})
	if err != nil {
		return one, err
	}
	one.P50MS, one.P99MS = percentiles(took)
	one.OtherP50, _ = percentiles(whole)
	one.Ratio = one.OtherP50 / one.P50MS
	one.Met = one.Ratio >= 10
	return one, nil
}
