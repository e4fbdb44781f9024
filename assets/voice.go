package assets

import (
	"embed"
	"io/fs"
)

//go:embed voice/*.wav
var voice embed.FS

// Voice returns the spoken words as WAV files (16-bit PCM, mono, 16 kHz): 0 to 9, units and the heads of the sentences. They are a stand-in
// made by espeak-ng; voice/README.md says how.
func Voice() fs.FS {
	words, err := fs.Sub(voice, "voice")
	if err != nil {
		panic(err) // The name is a constant.
	}
	return words
}
