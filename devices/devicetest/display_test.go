package devicetest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/devices/devicetest"
)

// The bytes are those of the manuals, written out by hand.
func TestADisplayUnderstandsItsManual(t *testing.T) {
	for name, c := range map[string]struct {
		model, bytes string
		want         devicetest.Shown
	}{
		"a total":                       {"led8", "\x1b\x51\x41\x31\x32\x2e\x35\x30\x0d\x1b\x73\x32", devicetest.Shown{Lamp: "总计", Lines: [2]string{"12.50"}}},
		"figures that are too many":     {"led8", "\x1bQA1234567.89\r", devicetest.Shown{Lines: [2]string{"234567.89"}}},
		"cleared, the lamp left on":     {"led8", "\x1bQA1\r\x1bs4\x0c", devicetest.Shown{Lamp: "找零"}},
		"begun anew":                    {"led8", "\x1bQA1\r\x1bs4\x1b@", devicetest.Shown{}},
		"letters on figures":            {"led8", "\x1bQAx1\x0c", devicetest.Shown{Unknown: 5}},
		"two lines":                     {"cd5220", "\x0c\x1bQATOTAL\r\x1bQB  9.00\r", devicetest.Shown{Lines: [2]string{"TOTAL", "9.00"}}},
		"a command before it is heard":  {"cd5220", "\x1bQATOTAL\r\x1b@", devicetest.Shown{Lines: [2]string{"TOTAL"}, Unknown: 2}},
		"a line that is too long":       {"cd5220", "\x1bQA" + strings.Repeat("8", 25) + "\r", devicetest.Shown{Lines: [2]string{strings.Repeat("8", 20)}}},
		"a place in the second line":    {"dsp800", "\x04\x01P\x45\x179.00", devicetest.Shown{Lines: [2]string{"", "9.00"}}},
		"a part cleared":                {"dsp800", "12345\x04\x01C\x32\x33\x17", devicetest.Shown{Lines: [2]string{"1  45"}}},
		"a place that it does not have": {"dsp800", "\x04\x01P\x59\x17", devicetest.Shown{Unknown: 5}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, devicetest.Understand(c.model, []byte(c.bytes)))
		})
	}
}

func FuzzDisplay(f *testing.F) {
	f.Add([]byte("\x1b@\x0c\x1bQA12.50\r\x1bs2"))
	f.Add([]byte("\x04\x01C\x31\x58\x17\x04\x01P\x45\x179.00\x80\xff"))
	f.Add([]byte(strings.Repeat("\x1bQA99999999999999999999", 9)))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		for _, model := range devicetest.DisplayModels {
			shown := devicetest.Understand(model, bytes)
			require.LessOrEqual(t, shown.Unknown, 2*len(bytes))
			for _, line := range shown.Lines {
				require.LessOrEqual(t, len(line), 20)
			}
		}
	})
}
