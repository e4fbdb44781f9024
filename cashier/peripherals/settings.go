package peripherals

import (
	"context"
	"strings"

	"shouqi/devices/display"
	"shouqi/devices/scanner"
	"shouqi/devices/serial"
	"shouqi/devices/wedge"
	"shouqi/ledger/store"
)

// The codes of what is refused.
const (
	codeAddress = "peripherals.address"
	codePrefix  = "peripherals.prefix"
)

// settingName is where the settings are kept.
const settingName = "peripherals"

// Settings are this machine's; "" is nothing of the kind.
type Settings struct {
	// Scanner is a scanner on a serial port, as serial.Parse reads it.
	Scanner string `json:"scanner,omitempty"`
	// Prefix is what a scanner that types sends before each code; see wedge.New.
	Prefix string `json:"prefix,omitempty"`
	// Display is the display of figures, as display.Parse reads it.
	Display string `json:"display,omitempty"`
}

// plan is what settings mean.
type plan struct {
	scanner, display serial.Address
	profile          display.Profile
}

// check reads settings. Errors: peripherals.address with the part that is wrong, peripherals.prefix.
func (s Settings) check() (p plan, err error) {
	if s.Scanner != "" {
		at, rest, err := serial.Parse(s.Scanner, scanner.Baud)
		if err != nil || len(rest) > 0 {
			return p, store.Refuse(codeAddress, s.Scanner)
		}
		p.scanner = at
	}
	if s.Display != "" {
		if p.display, p.profile, err = display.Parse(s.Display); err != nil {
			return p, store.Refuse(codeAddress, s.Display)
		}
	}
	if _, err := wedge.New(s.Prefix); err != nil {
		return p, store.Refuse(codePrefix)
	}
	return p, nil
}

// Load reads what is set.
func (p *Peripherals) Load(ctx context.Context) error {
	var read Settings
	if err := p.session.LocalValue(ctx, settingName, &read); err != nil {
		return err
	}
	p.set(read)
	return nil
}

// Change sets and keeps settings for this machine; what runs is begun anew. Errors: peripherals.address, peripherals.prefix; then nothing is
// changed.
func (p *Peripherals) Change(ctx context.Context, settings Settings) error {
	settings.Scanner, settings.Display, settings.Prefix = strings.TrimSpace(settings.Scanner), strings.TrimSpace(settings.Display), strings.TrimSpace(settings.Prefix)
	if _, err := settings.check(); err != nil {
		return err
	}
	if err := p.session.SetLocalValue(ctx, settingName, settings); err != nil {
		return err
	}
	p.set(settings)
	return nil
}

// Settings returns what is set.
func (p *Peripherals) Settings() Settings {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.settings
}

func (p *Peripherals) set(settings Settings) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settings = settings
	select {
	case p.changed <- struct{}{}:
	default: // it is already going to look
	}
}
