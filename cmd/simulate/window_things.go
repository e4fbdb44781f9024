package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"shouqi/cashier"
	"shouqi/cashier/peripherals"
	"shouqi/devices/devicetest"
	"shouqi/ledger"
)

// things are what hangs on the counter of the bench beside its printer: a scanner and a display of figures, each on a serial port.
type things struct {
	scanner *devicetest.Line
	display *devicetest.Display
}

func plugThings(home string) (t *things, err error) {
	t = &things{}
	if t.scanner, err = devicetest.NewLine(filepath.Join(home, "scanner")); err != nil {
		return nil, err
	}
	if t.display, err = devicetest.StartDisplay(filepath.Join(home, "display"), "led8", func(devicetest.Shown) {}); err != nil {
		return nil, errors.Join(err, t.scanner.Close())
	}
	return t, nil
}

func (t *things) close() error {
	if t == nil {
		return nil
	}
	return errors.Join(t.scanner.Close(), t.display.Close())
}

// set tells the counter of a book where its things are.
func (t *things) set(ctx context.Context, book *ledger.Book) error {
	if t == nil {
		return nil
	}
	err := cashier.New(book).Peripherals.Change(ctx, peripherals.Settings{Scanner: "serial://" + t.scanner.Name(), Display: "serial://" + t.display.Line().Name() + "?profile=led8"})
	if err != nil {
		return fmt.Errorf("bench: set the scanner and the display: %w", err)
	}
	return nil
}
