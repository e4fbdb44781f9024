package monkey

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/devices/devicetest"
)

// paper is the pretend printer, outside the bubble: what crosses the network is waited for, and takes no time of the
// pretend clock.
type paper struct {
	printer *devicetest.Printer
	// orders are faults to take on, done says what came of one: the printer's goroutines must not belong to a bubble.
	orders chan devicetest.Faults
	done   chan error

	mutex sync.Mutex
	lines []string
	raw   []byte
}

// papers counts the printers of a run of tests. Each listens at a loopback address of its own: whose turn it is at an address is kept for ever (devices.Turn), and
// the port of an earlier one may come again, whose turn belongs to that one's bubble (testing/synctest) and ends the program in this.
var papers atomic.Int32

func newPaper(t *testing.T) *paper {
	t.Helper()
	p := &paper{orders: make(chan devicetest.Faults), done: make(chan error)}
	no := papers.Add(1)
	options := devicetest.Options{Listen: fmt.Sprintf("127.1.%d.%d:0", no/250%250, no%250+1), Dots: 576, Font: assets.FontRegular(), OnKick: func(devicetest.Kick) {}}
	options.OnReceipt = func(receipt devicetest.Receipt) {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		p.lines = append(p.lines, receipt.Lines...)
		p.raw = append(p.raw, receipt.Raw...)
	}
	var err error
	p.printer, err = devicetest.Start(options)
	require.NoError(t, err)
	go func() {
		for faults := range p.orders {
			p.done <- p.printer.SetFaults(faults)
		}
	}()
	t.Cleanup(func() {
		close(p.orders)
		require.NoError(t, p.printer.Close())
	})
	return p
}

// setting names the printer as the settings do.
func (p *paper) setting() string { return "tcp://" + p.printer.Address() + "?paper=80" }

// take returns all that was printed since the last call, as text and as bytes.
func (p *paper) take() string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	taken := strings.Join(p.lines, "\n") + "\n" + string(p.raw)
	p.lines, p.raw = nil, nil
	return taken
}

// set returns the printer a fault, or makes it well again with "".
func (p *paper) set(t *testing.T, fault string) {
	t.Helper()
	var faults devicetest.Faults
	if fault != "" {
		require.NoError(t, faults.ParseFault(fault))
	}
	p.orders <- faults
	require.NoError(t, <-p.done)
}
