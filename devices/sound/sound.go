// Package sound plays what the counter says. A Player plays a recording, and a Speaker says a sentence with a voice that the system itself
// has; both take as long as the sound, so they never belong on a window's thread.
//
// It imports nothing of ours. Invariants: nothing is played twice at once through one Player or Speaker; a cancelled sound ends at once where
// the system lets it; a machine without sound is said once by the call that looks for it, and never stops money.
package sound

import "context"

// Player plays recordings.
type Player interface {
	// Play plays a WAV file (16-bit PCM) and returns once it is over or ctx ends.
	Play(ctx context.Context, wav []byte) error
}

// Speaker says sentences in Mandarin with a voice of the system's own.
type Speaker interface {
	// Speak says text, at a volume from 0 to 100, and returns once it is over or ctx ends.
	Speak(ctx context.Context, text string, volume int) error
}
