package devicetest

// command is one whole ESC/POS command or one run of text.
type command struct {
	name string // "text", "LF", "ESC a", "GS v 0", "DLE EOT", …; "unknown" for what no table has
	args []byte // the bytes after the name; the run itself for text
}

// maxCommandBytes is the longest command believed; a header that announces more is damage.
const maxCommandBytes = 128 << 10

// argumentBytes gives the number of argument bytes of the commands that always have the same.
var argumentBytes = map[byte]map[byte]int{
	0x1B: {
		'@': 0, '2': 0, 'i': 0, 'm': 0, 'E': 1, '-': 1, 'V': 1, '{': 1, 'a': 1, '!': 1, '3': 1, 'd': 1, 'J': 1, 't': 1,
		'R': 1, 'M': 1, 'G': 1, ' ': 1, '=': 1, 'r': 1, '$': 2, '\\': 2, 'B': 2, 'c': 2, 'p': 3,
	},
	0x1C: {'&': 0, '.': 0, '!': 1, 'W': 1, '-': 1, 'C': 1, 'S': 2, 'p': 2},
	0x1D: {'!': 1, 'B': 1, 'h': 1, 'w': 1, 'H': 1, 'f': 1, 'r': 1, 'I': 1, 'a': 1, 'L': 2, 'W': 2, 'P': 2},
}

// names of the bytes that begin commands.
var prefixes = map[byte]string{0x1B: "ESC ", 0x1C: "FS ", 0x1D: "GS "}

// nextCommand reads the command at the head of stream and how many bytes it takes; ok is false where it is not all there yet.
func nextCommand(stream []byte) (c command, used int, ok bool) {
	if len(stream) == 0 {
		return command{}, 0, false
	}
	first := stream[0]
	switch {
	case first >= 0x20:
		return textRun(stream)
	case first == 0x10:
		return realTime(stream)
	case prefixes[first] != "":
		return prefixed(stream)
	case first == '\n':
		return command{name: "LF"}, 1, true
	case first == '\r' || first == 0:
		return command{name: "ignored"}, 1, true
	case first == '\t':
		return command{name: "HT"}, 1, true
	}
	return command{name: "unknown", args: stream[:1]}, 1, true
}

func textRun(stream []byte) (command, int, bool) {
	end := 1
	for end < len(stream) && stream[end] >= 0x20 {
		end++
	}
	return command{name: "text", args: stream[:end]}, end, true
}

// realTime reads the commands that begin with DLE. Those for status were answered when they came in.
func realTime(stream []byte) (command, int, bool) {
	if len(stream) < 2 {
		return command{}, 0, false
	}
	name, length := "unknown", 1
	switch stream[1] {
	case 0x04:
		name, length = "DLE EOT", 3
	case 0x05:
		name, length = "DLE ENQ", 3
	case 0x14:
		if len(stream) < 3 {
			return command{}, 0, false
		}
		name, length = "DLE DC4", 5
		if stream[2] == 8 {
			length = 10
		}
	}
	return take(stream, name, min(2, length), length)
}

// take returns the command of length bytes whose arguments begin at start.
func take(stream []byte, name string, start, length int) (command, int, bool) {
	if len(stream) < length {
		return command{}, 0, false
	}
	return command{name: name, args: stream[start:length]}, length, true
}

func prefixed(stream []byte) (command, int, bool) {
	if len(stream) < 2 {
		return command{}, 0, false
	}
	name := prefixes[stream[0]] + string(rune(stream[1]))
	if count, known := argumentBytes[stream[0]][stream[1]]; known {
		return take(stream, name, 2, 2+count)
	}
	if stream[0] == 0x1D {
		switch stream[1] {
		case 'V':
			return cut(stream)
		case 'v':
			return rasterCommand(stream)
		case '(':
			return sized(stream)
		case 'k':
			return barcode(stream)
		}
	}
	return command{name: "unknown", args: stream[:2]}, 2, true
}

// cut reads GS V m, with a feed n where m is one of the letters.
func cut(stream []byte) (command, int, bool) {
	if len(stream) < 3 {
		return command{}, 0, false
	}
	length := 3
	if stream[2] >= 65 {
		length = 4
	}
	return take(stream, "GS V", 2, length)
}

// rasterCommand reads GS v 0 m xL xH yL yH and its picture.
func rasterCommand(stream []byte) (command, int, bool) {
	if len(stream) < 8 {
		return command{}, 0, false
	}
	size := (int(stream[4]) | int(stream[5])<<8) * (int(stream[6]) | int(stream[7])<<8)
	if stream[2] != '0' || size > maxCommandBytes {
		return command{name: "unknown", args: stream[:8]}, 8, true
	}
	return take(stream, "GS v", 2, 8+size)
}

// sized reads GS ( x pL pH and the bytes announced.
func sized(stream []byte) (command, int, bool) {
	if len(stream) < 5 {
		return command{}, 0, false
	}
	size := int(stream[3]) | int(stream[4])<<8
	return take(stream, "GS ("+string(rune(stream[2])), 5, 5+size)
}

// barcode reads both forms of GS k; bars are not drawn.
func barcode(stream []byte) (command, int, bool) {
	if len(stream) < 4 {
		return command{}, 0, false
	}
	if stream[2] >= 65 {
		return take(stream, "GS k", 2, 4+int(stream[3]))
	}
	for end := 3; end < min(len(stream), 260); end++ {
		if stream[end] == 0 {
			return take(stream, "GS k", 2, end+1)
		}
	}
	if len(stream) >= 260 {
		return command{name: "unknown", args: stream[:2]}, 2, true
	}
	return command{}, 0, false
}
