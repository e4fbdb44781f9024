package devicetest

import "strings"

// model is how one kind of display understands the bytes it gets.
type model interface {
	take(b byte)
	shows() Shown
}

var models = map[string]func() model{
	"led8":   func() model { return &led8{} },
	"cd5220": func() model { return &cd5220{} },
	"dsp800": func() model { return &dsp800{} },
}

// led8 has eight figures with points beside them, and four lamps.
type led8 struct {
	command string // begun
	shown   Shown
}

var ledLamps = map[byte]string{'0': "", '1': "单价", '2': "总计", '3': "收款", '4': "找零"}

func (m *led8) take(b byte) {
	m.command += string(rune(b))
	lamp, isLamp := ledLamps[b]
	switch c := m.command; {
	case c == "\x0c" || c == "\x18": // clear; lamps stay, as on a display that has no more than the manual promises
		m.shown.Lines[0] = ""
	case c == "\x1b@":
		m.shown.Lamp, m.shown.Lines[0] = "", ""
	case len(c) == 3 && strings.HasPrefix(c, "\x1bs") && isLamp:
		m.shown.Lamp = lamp
	case strings.HasPrefix(c, "\x1bQA") && b == '\r':
		m.shown.Lines[0] = lit(c[3 : len(c)-1])
	case c == "\x1b" || c == "\x1bs" || c == "\x1bQ" || strings.HasPrefix(c, "\x1bQA") && len(c) < 3+16 && (len(c) == 3 || strings.ContainsRune("0123456789.-", rune(b))):
		return // more to come
	default:
		m.shown.Unknown += len(c)
	}
	m.command = ""
}

// lit keeps the last eight figures, with their points: what is too long loses its head, which is why nobody should send it.
func lit(text string) string {
	for len(strings.ReplaceAll(text, ".", "")) > 8 {
		text = text[1:]
	}
	return text
}

func (m *led8) shows() Shown { return m.shown }

// cd5220 has two lines of twenty signs. Once a line was filled by ESC Q it hears nothing but the like until it is cleared.
type cd5220 struct {
	command string
	filled  bool
	shown   Shown
}

func (m *cd5220) take(b byte) {
	m.command += string(rune(b))
	switch c := m.command; {
	case c == "\x0c":
		m.shown.Lines, m.filled = [2]string{}, false
	case c == "\x1b@" && !m.filled:
		m.shown.Lines = [2]string{}
	case (strings.HasPrefix(c, "\x1bQA") || strings.HasPrefix(c, "\x1bQB")) && b == '\r':
		text := c[3 : len(c)-1]
		m.shown.Lines[c[2]-'A'] = strings.TrimSpace(text[:min(len(text), 20)])
		m.filled = true
	case c == "\x1b" || c == "\x1bQ" || c == "\x1bQA" || c == "\x1bQB" || len(c) > 3 && len(c) < 64 && strings.HasPrefix(c, "\x1bQ") && b >= ' ' && b < 0x7f:
		return
	default:
		m.shown.Unknown += len(c)
	}
	m.command = ""
}

func (m *cd5220) shows() Shown { return m.shown }

// dsp800 has forty places, numbered from 31h; what is sent stands at the cursor.
type dsp800 struct {
	command string
	places  [40]byte
	cursor  int
	unknown int
}

const firstPlace, lastPlace = 0x31, 0x58

func (m *dsp800) take(b byte) {
	if m.command == "" && b >= ' ' && b < 0x7f {
		m.places[m.cursor] = b
		m.cursor = (m.cursor + 1) % len(m.places)
		return
	}
	m.command += string(rune(b))
	switch c := m.command; {
	case len(c) == 5 && strings.HasPrefix(c, "\x04\x01P") && b == 0x17 && isPlace(c[3]):
		m.cursor = int(c[3] - firstPlace)
	case len(c) == 6 && strings.HasPrefix(c, "\x04\x01C") && b == 0x17 && isPlace(c[3]) && isPlace(c[4]):
		for at := int(c[3] - firstPlace); at <= int(c[4]-firstPlace); at++ {
			m.places[at] = 0
		}
	case strings.HasPrefix("\x04\x01P", c), strings.HasPrefix("\x04\x01C", c),
		len(c) == 4 && strings.HasPrefix(c, "\x04\x01P"), len(c) < 6 && strings.HasPrefix(c, "\x04\x01C"):
		return
	default:
		m.unknown += len(c)
	}
	m.command = ""
}

func isPlace(b byte) bool { return b >= firstPlace && b <= lastPlace }

func (m *dsp800) shows() Shown {
	line := func(places []byte) string {
		return strings.TrimSpace(strings.ReplaceAll(string(places), "\x00", " "))
	}
	return Shown{Lines: [2]string{line(m.places[:20]), line(m.places[20:])}, Unknown: m.unknown}
}
