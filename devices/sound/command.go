package sound

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// longest is how long one sound may take; a program that hangs must not silence the counter for good.
const longest = 30 * time.Second

// command is a program that plays what it gets on its standard input, or says it.
type command struct {
	turn sync.Mutex // one sound at a time
	path string
	args []string
}

func (c *command) run(ctx context.Context, input []byte, more ...string) error {
	c.turn.Lock()
	defer c.turn.Unlock()
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	program := exec.CommandContext(ctx, c.path, append(append([]string(nil), c.args...), more...)...)
	program.Stdin = bytes.NewReader(input)
	said, err := program.CombinedOutput()
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("sound: %s: %w: %.200s", c.path, err, said)
	}
	return ctx.Err()
}

// Play plays a WAV file.
func (c *command) Play(ctx context.Context, wav []byte) error { return c.run(ctx, wav) }

// dispatcher is speech-dispatcher, the voice of a Linux desktop.
type dispatcher struct{ command }

// Speak says text and waits until it is said.
func (d *dispatcher) Speak(ctx context.Context, text string, volume int) error {
	// It counts from -100 to 100, and plays on when it is only killed.
	err := d.run(ctx, nil, "--volume", strconv.Itoa(2*volume-100), "--", text)
	if ctx.Err() != nil {
		stop := &command{path: d.path, args: []string{"--cancel"}}
		return stop.run(context.WithoutCancel(ctx), nil)
	}
	return err
}

// findDispatcher returns speech-dispatcher where it is and has a Mandarin voice, nil otherwise.
func findDispatcher(ctx context.Context) Speaker {
	path, err := exec.LookPath("spd-say")
	if err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	voices, err := exec.CommandContext(ctx, path, "--list-synthesis-voices").Output()
	if err != nil || !speaksMandarin(string(voices)) {
		return nil
	}
	return &dispatcher{command{path: path, args: []string{"--wait", "--language", "zh"}}}
}

// speaksMandarin looks for a voice of the language zh or cmn in a list of them, one a line.
func speaksMandarin(voices string) bool {
	for line := range strings.Lines(voices) {
		for _, word := range strings.Fields(strings.ToLower(line)) {
			if word == "zh" || word == "cmn" || strings.HasPrefix(word, "zh-cn") || strings.HasPrefix(word, "zh_cn") {
				return true
			}
		}
	}
	return false
}
