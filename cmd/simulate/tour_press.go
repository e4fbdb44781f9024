package main

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"shouqi/cashier/ui/telling"
)

// A key of a step is a key by its X name ("Return", "ctrl+3"), or one of these with what follows the colon.
const (
	// typed is text at a person's pace. Half of it lies between a key going up and the next going down: where that is less
	// than 20 ms and the window is late, it takes the second of two equal keys for a repeat of the first.
	typed = "type:"
	// rushed are keys by their names, faster than any hand: somebody who does not look. The 4 ms keep apart what the window's
	// library takes for one event told twice: the same key in the same millisecond. Two equal keys in a row are 30 ms apart.
	rushed = "rush:"
	// bounced are keys 40 ms apart: a worn key, a nervous finger.
	bounced = "bounce:"
	// held is a key kept down for a second: it repeats.
	held = "hold:"
	// doubled is a double click on the button that takes money.
	doubled = "double click"
)

// press sends keys. Before each it waits until the window has handled the one before and shows what came of it; after a text
// it waits until all of it stands there.
func (t *tour) press(keys []string) error {
	for _, key := range keys {
		ready := t.settled
		if key == doubled {
			ready = t.tapReady
		}
		if err := t.wait(ready); err != nil {
			return fmt.Errorf("窗口还没有准备好接 %s：%w", key, err)
		}
		before := t.window.listener.told()
		arguments, downs := gesture(key, before)
		t.window.sent += uint64(downs)
		if err := xdotool(t.ctx, arguments); err != nil {
			return err
		}
		if text, isText := strings.CutPrefix(key, typed); isText {
			if err := t.wait(t.arrived(before, len(text))); err != nil {
				return fmt.Errorf("没有全部输入进去 %s：%w", key, err)
			}
		}
	}
	return nil
}

// arrived is whether a text of this length stands behind what stood in its field before, or in its place.
func (t *tour) arrived(before telling.Line, length int) condition {
	return func() (bool, error) {
		told := t.window.listener.told()
		return t.window.isSettled() && (told.Typed == length || told.Typed == before.Typed+length), nil
	}
}

// gesture returns what xdotool is asked for a key of a step, and how many keys go down with it.
func gesture(key string, told telling.Line) (arguments []string, downs int) {
	kind, rest, _ := strings.Cut(key, ":")
	names := strings.Fields(rest)
	switch kind + ":" {
	case typed:
		return []string{"type", "--clearmodifiers", "--delay", "100", rest}, len(rest) + shifted(rest)
	case rushed:
		return rush(names), len(names)
	case bounced:
		return append([]string{"key", "--delay", "40"}, names...), len(names)
	case held:
		return []string{"keydown", rest, "sleep", "1", "keyup", rest}, 1
	case doubled + ":":
		return []string{"search", "--onlyvisible", "--name", "收讫", "mousemove", "--window", "%1", strconv.Itoa(told.PressX), strconv.Itoa(told.PressY),
			"click", "--repeat", "2", "--delay", "60", "1"}, 0
	}
	return []string{"key", "--clearmodifiers", key}, 1 + strings.Count(key, "+") + shiftedKeys[key]
}

// shiftedKeys are the signs of the keypad that xdotool types with Shift on a keyboard without one.
var shiftedKeys = map[string]int{"plus": 1, "asterisk": 1}

// rush returns what xdotool is asked for keys without a pause.
func rush(names []string) []string {
	arguments := []string{"key", "--delay", "4"}
	for index, name := range names {
		if index > 0 && names[index-1] == name {
			arguments = append(arguments, "sleep", "0.03", "key", "--delay", "4")
		}
		arguments = append(arguments, name)
	}
	return arguments
}

// shifted counts the characters of a text for which Shift goes down too.
func shifted(text string) (count int) {
	for _, character := range text {
		if character >= 'A' && character <= 'Z' || strings.ContainsRune(`~!@#$%^&*()_+{}|:"<>?`, character) {
			count++
		}
	}
	return count
}

// keysOf writes a text as the names of its keys, for rushed.
func keysOf(text string) string {
	names := make([]string, 0, len(text))
	for _, character := range text {
		names = append(names, string(character))
	}
	return strings.Join(names, " ")
}

func xdotool(ctx context.Context, arguments []string) error {
	if output, err := exec.CommandContext(ctx, "xdotool", arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", arguments[0], err, output)
	}
	return nil
}
