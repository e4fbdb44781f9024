package devicetest

import (
	"context"
	"fmt"
	"strings"

	"shouqi/devices"
)

// DisplaySubject is a display under test, its pretend device, and the most that it can show, in fen.
type DisplaySubject struct {
	Display devices.CustomerDisplay
	Pretend *Display
	MostFen int64
	Back    func() error // plugs the pretend device in again
}

// DisplayCheck is one thing that every devices.CustomerDisplay must do.
type DisplayCheck struct {
	Name string
	Run  func(context.Context, DisplaySubject) error
}

// DisplayChecks are the checks; each wants a fresh DisplaySubject whose display is running.
var DisplayChecks = []DisplayCheck{
	{"each amount replaces the one before", checkAmounts},
	{"an amount that does not fit is not shown at all", checkTooLarge},
	{"a display that was away shows the last amount when it is back", checkAway},
}

func checkAmounts(ctx context.Context, s DisplaySubject) error {
	for _, one := range []struct {
		what devices.Showing
		fen  int64
		text string
		name string
	}{
		{devices.ShowDue, 926_40, "926.40", "总计 TOTAL"},
		{devices.ShowReceived, 1000_00, "1000.00", "收款 RECEIVED"},
		{devices.ShowChange, 73_60, "73.60", "找零 CHANGE"},
		{devices.ShowChange, 0, "0.00", "找零 CHANGE"},
		{devices.ShowPrice, 5, "0.05", "单价 PRICE"},
		{devices.ShowDue, 999_999_99, "999999.99", "总计 TOTAL"},
	} {
		s.Display.Show(one.what, one.fen)
		if err := shows(ctx, s, one.name, one.text); err != nil {
			return err
		}
	}
	s.Display.Show(devices.ShowNothing, 926_40)
	return dark(ctx, s)
}

func checkTooLarge(ctx context.Context, s DisplaySubject) error {
	s.Display.Show(devices.ShowDue, 8_88)
	if err := shows(ctx, s, "总计 TOTAL", "8.88"); err != nil {
		return err
	}
	if s.MostFen > 0 {
		s.Display.Show(devices.ShowDue, s.MostFen+1)
		if err := dark(ctx, s); err != nil {
			return err
		}
		s.Display.Show(devices.ShowDue, 8_88)
		if err := shows(ctx, s, "总计 TOTAL", "8.88"); err != nil {
			return err
		}
	}
	s.Display.Show(devices.ShowChange, -8_88)
	return dark(ctx, s)
}

func checkAway(ctx context.Context, s DisplaySubject) error {
	s.Display.Show(devices.ShowDue, 8_88)
	if err := shows(ctx, s, "总计 TOTAL", "8.88"); err != nil {
		return err
	}
	if err := pullOut(ctx, s); err != nil {
		return err
	}
	if err := s.Back(); err != nil {
		return err
	}
	if err := shows(ctx, s, "总计 TOTAL", "8.88"); err != nil {
		return err
	}
	if err := pullOut(ctx, s); err != nil {
		return err
	}
	s.Display.Show(devices.ShowReceived, 10_00)
	s.Display.Show(devices.ShowChange, 1_12)
	if err := s.Back(); err != nil {
		return err
	}
	return shows(ctx, s, "找零 CHANGE", "1.12")
}

func pullOut(ctx context.Context, s DisplaySubject) error {
	if err := s.Pretend.Line().Unplug(); err != nil {
		return err
	}
	return dark(ctx, s)
}

// shows waits for an amount under one of the names, and for nothing that makes no sense.
func shows(ctx context.Context, s DisplaySubject, names, text string) error {
	shown, err := s.Pretend.Wait(ctx, func(shown Shown) bool {
		name, amount := shown.Lamp, shown.Lines[0]
		if shown.Lines[1] != "" {
			name, amount = shown.Lines[0], shown.Lines[1]
		}
		return amount == text && name != "" && strings.Contains(names, name)
	})
	return sensible(shown, err)
}

func dark(ctx context.Context, s DisplaySubject) error {
	return sensible(s.Pretend.Wait(ctx, Shown.Dark))
}

func sensible(shown Shown, err error) error {
	if err == nil && shown.Unknown > 0 {
		return fmt.Errorf("%d bytes made no sense to the display", shown.Unknown)
	}
	return err
}
