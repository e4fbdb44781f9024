package voice

import (
	"context"
	"slices"
	"sync"

	"shouqi/cashier/facing"
	"shouqi/cashier/session"
	"shouqi/devices/sound"
)

// waitMost is how many sentences wait at most; those of payments go first.
const waitMost = 4

// Voice speaks one sentence after the other. Its methods may be called from any goroutine, but for Load, which comes first.
type Voice struct {
	session *session.Session
	player  sound.Player
	speaker sound.Speaker
	words   Recordings // those that come with the program
	turn    sync.Mutex // one sentence at a time

	mu       sync.Mutex
	settings Settings
	own      Recordings // the company's, nil for none
	unread   error      // why the company's cannot be used
	last     []string
	queue    []sentence
	// breakOff ends what is spoken now, nil where that is to be spoken whole.
	breakOff context.CancelFunc
	wake     chan struct{}
}

// New makes the room in a session. It speaks nothing before Load.
func New(s *session.Session) *Voice { return &Voice{session: s, wake: make(chan struct{}, 1)} }

// Follow speaks what the owner is shown now, where that is another sentence than before. It never waits. While somebody types what was handed
// over, what is due goes on being spoken.
func (v *Voice) Follow(view facing.View) {
	if view.State == facing.Due && view.HandedFen > 0 {
		return
	}
	next := of(view)
	v.mu.Lock()
	defer v.mu.Unlock()
	if slices.Equal(next.words, v.last) {
		return
	}
	v.last = next.words
	v.say(next)
}

// Try speaks a sum as an example, also where the voice is off.
func (v *Voice) Try(ctx context.Context) error {
	v.mu.Lock()
	volume, own := v.settings.Volume, v.own
	v.mu.Unlock()
	return v.speak(ctx, append([]string{"due"}, amount(403_75)...), volume, own)
}

// say queues a sentence. What is not to be spoken whole gives way to it.
func (v *Voice) say(next sentence) {
	v.queue = slices.DeleteFunc(v.queue, func(one sentence) bool { return !one.isWhole })
	v.quiet()
	if !v.settings.On || len(next.words) == 0 {
		return
	}
	if len(v.queue) == waitMost {
		v.queue = v.queue[1:]
	}
	v.queue = append(v.queue, next)
	select {
	case v.wake <- struct{}{}:
	default: // it is already going to look
	}
}

func (v *Voice) quiet() {
	if v.breakOff != nil {
		v.breakOff()
	}
}

// Run speaks until ctx ends. trouble is told what went wrong, once for each that follows on one that went well: a machine without a loudspeaker
// must not fill a log.
func (v *Voice) Run(ctx context.Context, trouble func(error)) {
	isTold := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-v.wake:
		}
		for v.next(ctx, func(err error) {
			if err != nil && !isTold {
				trouble(err)
			}
			isTold = err != nil
		}) {
		}
	}
}

// next speaks the first sentence of the queue, and reports whether there was one.
func (v *Voice) next(ctx context.Context, done func(error)) bool {
	v.mu.Lock()
	if len(v.queue) == 0 || ctx.Err() != nil {
		v.mu.Unlock()
		return false
	}
	one := v.queue[0]
	v.queue = v.queue[1:]
	speaking, cancel := context.WithCancel(ctx)
	defer cancel()
	if !one.isWhole {
		v.breakOff = cancel
	}
	volume, own := v.settings.Volume, v.own
	v.mu.Unlock()
	err := v.speak(speaking, one.words, volume, own)
	v.mu.Lock()
	v.breakOff = nil
	v.mu.Unlock()
	if speaking.Err() == nil {
		done(err)
	}
	return true
}

// speak speaks with the company's own recordings, else with the system's voice, else with the words that come with the program.
func (v *Voice) speak(ctx context.Context, words []string, volume int, own Recordings) error {
	v.turn.Lock()
	defer v.turn.Unlock()
	if v.speaker != nil && (own == nil || v.player == nil) {
		return v.speaker.Speak(ctx, text(words), volume)
	}
	if v.player == nil {
		return nil
	}
	recordings := own
	if own == nil {
		recordings = v.words
	}
	wav, err := recordings.wav(words, volume)
	if err != nil {
		return err
	}
	return v.player.Play(ctx, wav)
}
